package tocsin.dispatch.email;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import tocsin.dispatch.AnswerLink;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channel;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Reconciliation;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;

/// Hands messages to an SMTP relay.
public final class SmtpChannel implements Channel {
    private final SmtpSettings settings;
    private final AnswerLink links;
    private final Session session;
    private final BlockingQueue<Transport> idle;

    /// @param links the links by which messages can be answered
    public SmtpChannel(SmtpSettings settings, AnswerLink links) {
        this.settings = settings;
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
            new InternetAddress(notification.getAddress(), true).validate();
            return Optional.empty();
        } catch (MessagingException e) {
            return Optional.of(new Attempt.Refused(DeliveryReason.ADDRESS_INVALID, "is no mail address"));
        }
    }

    @Override
    public Attempt send(Notification notification) {
        Transport transport;
        try {
            transport = connected();
        } catch (AuthenticationFailedException e) {
            return new Attempt.Refused(DeliveryReason.AUTHENTICATION_FAILED,
                    "the relay refused the user name or password; correct channels.email.smtp");
        } catch (MessagingException e) {
            return new Attempt.Retry(DeliveryReason.CONNECTION_FAILED, "the relay cannot be reached: " + firstLine(e),
                    Optional.empty());
        }
        try {
            MimeMessage message = message(notification);
            transport.sendMessage(message, message.getAllRecipients());
            giveBack(transport);
            return new Attempt.HandedOver(message.getMessageID());
        } catch (MessagingException e) {
            close(transport);
            return SmtpAnswers.attempt(e);
        }
    }

    private MimeMessage message(Notification notification) throws MessagingException {
        String domain = settings.from().substring(settings.from().indexOf('@') + 1);
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + notification.getNotificationId() + "@" + domain + ">");
            }
        };
        message.setFrom(new InternetAddress(settings.from()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(notification.getAddress(), true));
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
        message.setHeader("References", "<" + notification.getIncidentId() + "@" + domain + ">");
        message.setHeader("In-Reply-To", "<" + notification.getIncidentId() + "@" + domain + ">");
        message.setHeader("X-Tocsin-Incident", notification.getIncidentId());
        message.setHeader("X-Tocsin-Status", notification.getStatus().name());
        message.setHeader("Content-Language", notification.getLanguage());
        message.saveChanges();
        return message;
    }

    private Transport connected() throws MessagingException {
        Transport pooled = idle.poll();
        if (pooled != null) {
            if (pooled.isConnected()) {
                return pooled;
            }
            close(pooled);
        }
        Transport transport = session.getTransport("smtp");
        transport.connect(settings.host(), settings.port(), settings.username(), settings.password());
        return transport;
    }

    private void giveBack(Transport transport) {
        if (!idle.offer(transport)) {
            close(transport);
        }
    }

    private static void close(@Nullable Transport transport) {
        try {
            if (transport != null) {
                transport.close();
            }
        } catch (MessagingException e) {
            // A connection that cannot be ended politely is ended all the same.
            org.slf4j.LoggerFactory.getLogger(SmtpChannel.class).debug("connection ended", e);
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
        return text.replaceAll("[\\r\\n\\t]+", " ");
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse("").strip();
    }
}
