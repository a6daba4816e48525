package tocsin.dispatch.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.time.Duration;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// A dialogue with a relay that knows how far it came: which command was said last, how it was answered, and whether the
/// final dot, with which a relay takes a message over, has left. Used by one thread at a time.
final class SmtpDialogue extends SMTPTransport {
    /// No answer has come.
    static final int NONE = 0;
    private static final int GO_ON = 354;
    /// How long a look may take at whether the relay has hung up, before the dot makes that a doubt.
    private static final Duration LOOK = Duration.ofMillis(20);

    private final SmtpLine line;
    private final boolean plain;
    private SmtpStep step = SmtpStep.CONNECT;
    private int answer = NONE;
    private boolean aside;

    private SmtpDialogue(Session session, SmtpSettings settings, SmtpLine line) {
        super(session, new URLName("smtp", settings.host(), settings.port(), null, null, null));
        this.line = line;
        this.plain = settings.security() == SmtpSettings.Security.NONE;
    }

    /// A dialogue that is not connected yet.
    static SmtpDialogue of(SmtpSettings settings) {
        SmtpLine line = new SmtpLine(settings.limit());
        Properties properties = settings.properties();
        properties.put("mail.smtp.socketFactory", line);
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        return new SmtpDialogue(Session.getInstance(properties), settings, line);
    }

    /// Begins a call that may last so long.
    void lasts(Duration call) {
        line.lasts(call);
        step = SmtpStep.CONNECT;
        answer = NONE;
    }

    /// The step it came to.
    SmtpStep step() {
        return step;
    }

    /// The answer to that step; [#NONE] where none came that can be read.
    int answer() {
        return answer;
    }

    /// A relay that hung up or refused while the text was written has not taken it: that is seen here, and the dot that
    /// would make it a doubt is not sent. The text ends with an empty line that pushes all of it out first.
    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (!command.equals(".")) {
            begin(SmtpStep.of(command));
            super.sendCommand(command);
            return;
        }
        begin(SmtpStep.TEXT);
        super.sendCommand("");
        SmtpLine.Look look = line.look(LOOK);
        if (look == SmtpLine.Look.HUNG_UP || plain && look == SmtpLine.Look.SAYS_SOMETHING) {
            readServerResponse();
            throw new MessagingException("the relay broke off while the text was sent");
        }
        super.sendCommand(command);
        // Bytes that could not be written are not with the relay: only now may it have the dot.
        begin(SmtpStep.DOT);
    }

    private void begin(SmtpStep next) {
        aside = next == SmtpStep.ASIDE;
        if (!aside) {
            step = next;
            answer = NONE;
        }
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        int code = super.readServerResponse();
        if (!aside) {
            boolean textBegins = step == SmtpStep.DATA && code == GO_ON;
            step = textBegins ? SmtpStep.TEXT : step;
            answer = textBegins || code < 200 || code >= 600 ? NONE : code;
        }
        return code;
    }
}
