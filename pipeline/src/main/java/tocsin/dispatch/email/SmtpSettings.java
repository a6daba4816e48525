package tocsin.dispatch.email;

import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// How mail leaves.
///
/// @param host the relay
/// @param port its port
/// @param security how the connection is protected
/// @param username who logs in, or null for nobody
/// @param password the password, or null
/// @param from the sender's address, with or without a name: `duty@example.gov`, `值班室 <duty@example.gov>`
/// @param connections connections at a time
/// @param limit the longest one step (connecting, a command, writing) may take
public record SmtpSettings(String host, int port, Security security, @Nullable String username,
        @Nullable String password, String from, int connections, Duration limit) {
    /// How a connection is protected.
    public enum Security {
        /// Not at all: only on the same machine.
        NONE,
        /// STARTTLS, required.
        STARTTLS,
        /// TLS from the first byte.
        TLS
    }

    Properties properties() {
        Properties mail = new Properties();
        String millis = Long.toString(limit.toMillis());
        // Angus waits for ever unless each of these is set.
        mail.setProperty("mail.smtp.connectiontimeout", millis);
        mail.setProperty("mail.smtp.timeout", millis);
        mail.setProperty("mail.smtp.writetimeout", millis);
        mail.setProperty("mail.smtp.host", host);
        mail.setProperty("mail.smtp.port", Integer.toString(port));
        mail.setProperty("mail.smtp.auth", Boolean.toString(username != null));
        mail.setProperty("mail.smtp.quitwait", "false");
        mail.setProperty("mail.smtp.starttls.enable", Boolean.toString(security == Security.STARTTLS));
        mail.setProperty("mail.smtp.starttls.required", Boolean.toString(security == Security.STARTTLS));
        mail.setProperty("mail.smtp.ssl.enable", Boolean.toString(security == Security.TLS));
        mail.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        mail.setProperty("mail.mime.allowutf8", "false");
        return mail;
    }

    @Override
    public String toString() {
        return "SmtpSettings[" + host + ":" + port + ", " + security + ", from=" + from + "]";
    }
}
