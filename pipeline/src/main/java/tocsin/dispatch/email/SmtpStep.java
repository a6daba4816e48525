package tocsin.dispatch.email;

import java.util.Locale;

/// The steps of a dialogue with a relay (RFC 5321), in their order.
enum SmtpStep {
    /// Connecting, the greeting, and whatever precedes a message.
    CONNECT,
    /// Logging in.
    LOGIN,
    /// Naming the sender.
    SENDER,
    /// Naming the recipient.
    RECIPIENT,
    /// Asking to send the text.
    DATA,
    /// Sending the text.
    TEXT,
    /// The final dot has left: from now on the relay may have taken the message.
    DOT,
    /// What is said to tidy up; its answer is none to what was said before.
    ASIDE;

    /// The step a command begins.
    static SmtpStep of(String command) {
        String verb = command.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "MAIL" -> SENDER;
            case "RCPT" -> RECIPIENT;
            case "DATA" -> DATA;
            case "RSET", "NOOP", "QUIT" -> ASIDE;
            case "EHLO", "HELO", "STARTTLS" -> CONNECT;
            // The lines of a login are in base64 and have no name.
            default -> LOGIN;
        };
    }
}
