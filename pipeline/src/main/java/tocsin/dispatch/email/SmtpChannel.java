package tocsin.dispatch.email;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.dispatch.AnswerLink;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channel;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Reconciliation;
import tocsin.model.Sha256;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;

/// Hands messages to an SMTP relay.
public final class SmtpChannel implements Channel {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpChannel.class);
    /// What may stand left of the @ in the id of a mail (RFC 5322).
    private static final String DOT_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*";

    private final SmtpSettings settings;
    private final MailAddress sender;
    private final AnswerLink links;
    private final Session session;
    private final BlockingQueue<SmtpDialogue> idle;

    /// Throws [IllegalArgumentException] where the sender's address is none.
    ///
    /// @param links the links by which messages can be answered
    public SmtpChannel(SmtpSettings settings, AnswerLink links) {
        this.settings = settings;
        this.sender = MailAddress.of(settings.from());
        this.links = links;
        this.session = Session.getInstance(settings.properties());
        this.idle = new ArrayBlockingQueue<>(settings.connections());
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.EMAIL;
    }

    @Override
    public String provider() {
        return "smtp";
    }

    @Override
    public boolean isLive() {
        return true;
    }

    /// Connecting, greeting, logging in, and the four steps of a message: each bounded by the settings' limit.
    @Override
    public Duration callLimit() {
        return settings.limit().multipliedBy(7);
    }

    @Override
    public int concurrency() {
        return settings.connections();
    }

    @Override
    public Optional<Attempt.Refused> objection(Notification notification) {
        try {
            MailAddress.of(notification.getAddress());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Attempt.Refused(DeliveryReason.ADDRESS_INVALID,
                    "the address " + e.getMessage() + "; correct it in the directory"));
        }
    }

    @Override
    public Attempt send(Notification notification) {
        MimeMessage message;
        try {
            message = message(notification);
        } catch (MessagingException | IllegalArgumentException e) {
            return new Attempt.Refused(DeliveryReason.CONTENT_REFUSED,
                    "cannot be written as a mail: " + firstLine(e));
        }
        SmtpDialogue dialogue = dialogue();
        try {
            if (!dialogue.isConnected()) {
                dialogue.connect(settings.host(), settings.port(), settings.username(), settings.password());
            }
            dialogue.sendMessage(message, message.getAllRecipients());
            Attempt taken = new Attempt.HandedOver(message.getMessageID());
            giveBack(dialogue);
            return taken;
        } catch (AuthenticationFailedException e) {
            close(dialogue);
            return dialogue.step() == SmtpStep.LOGIN && dialogue.answer() < 500
                    ? SmtpAnswers.attempt(SmtpStep.LOGIN, dialogue.answer(), "")
                    : new Attempt.Retry(DeliveryReason.AUTHENTICATION_FAILED,
                            "the relay refused the user name or password; correct channels.email.smtp",
                            Optional.empty());
        } catch (MessagingException | RuntimeException e) {
            LOG.debug("mail not sent: notificationId={} step={} answer={}", notification.getNotificationId(),
                    dialogue.step(), dialogue.answer(), e);
            close(dialogue);
            return dialogue.step() == SmtpStep.CONNECT
                    ? new Attempt.Retry(DeliveryReason.CONNECTION_FAILED,
                            "the relay cannot be reached: " + firstLine(e), Optional.empty())
                    : SmtpAnswers.attempt(dialogue.step(), dialogue.answer(),
                            messageId(notification.getNotificationId()));
        }
    }

    private MimeMessage message(Notification notification) throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", messageId(notification.getNotificationId()));
            }
        };
        message.setFrom(sender.internet());
        message.setRecipient(Message.RecipientType.TO, MailAddress.of(notification.getAddress()).internet());
        String subject = notification.getSubject();
        message.setSubject(oneLine(subject == null ? notification.getIncidentId() : subject), "UTF-8");
        String what = notification.getReason() == NotifyReason.SPECIAL_REPORT
                ? "签收 Confirm receipt: "
                : "确认 Acknowledge: ";
        String link = links.of(notification).map(url -> "\n" + what + url + "\n").orElse("");
        message.setText(notification.getBody() + link, "UTF-8");
        message.setSentDate(Date.from(notification.getDecidedAt()));
        // Automatic answers must not answer (RFC 3834); mails of one incident make one thread.
        message.setHeader("Auto-Submitted", "auto-generated");
        String thread = messageId(notification.getIncidentId());
        message.setHeader("References", thread);
        message.setHeader("In-Reply-To", thread);
        message.setHeader("X-Tocsin-Incident", word(notification.getIncidentId()));
        message.setHeader("X-Tocsin-Status", notification.getStatus().name());
        message.setHeader("Content-Language", word(notification.getLanguage()));
        message.saveChanges();
        return message;
    }

    /// The id of a mail, or of a thread, at our own domain; what cannot stand in one is told by its hash.
    private String messageId(String id) {
        return "<" + (id.matches(DOT_ATOM) ? id : Sha256.of(id)) + "@" + sender.domain() + ">";
    }

    /// A dialogue that may be connected already; one that the relay has ended since is begun anew.
    private SmtpDialogue dialogue() {
        SmtpDialogue pooled = idle.poll();
        SmtpDialogue dialogue = pooled == null ? SmtpDialogue.of(settings) : pooled;
        dialogue.lasts(callLimit());
        return dialogue;
    }

    private void giveBack(SmtpDialogue dialogue) {
        if (!idle.offer(dialogue)) {
            close(dialogue);
        }
    }

    private static void close(SmtpDialogue dialogue) {
        try {
            dialogue.close();
        } catch (MessagingException e) {
            // A connection that cannot be ended politely is ended all the same.
            LOG.debug("connection ended", e);
        }
    }

    /// SMTP has no question for what became of a message.
    @Override
    public Reconciliation reconcile(Notification notification, Doubt doubt) {
        return new Reconciliation.CannotTell();
    }

    @Override
    public void close() {
        idle.forEach(SmtpChannel::close);
        idle.clear();
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip();
    }

    /// A text that can stand in a header as it is.
    private static String word(String text) {
        return oneLine(text).replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse("").strip();
    }
}
