package tocsin.dispatch.board.mqtt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where boards' contents are published.
///
/// @param host the broker
/// @param port its port
/// @param tls whether the connection is TLS from the first byte
/// @param user who logs in, or null for nobody
/// @param password the password, or null
/// @param prefix what boards' topics begin with
/// @param clientId what this client calls itself; two with one id drive each other out
/// @param limit the longest the broker may take to accept a connection or acknowledge a message
public record MqttSettings(String host, int port, boolean tls, @Nullable String user, @Nullable String password,
        String prefix, String clientId, Duration limit) {
    /// What boards' topics begin with unless it is said otherwise.
    public static final String PREFIX = "tocsin/boards";

    /// The same, calling itself something else.
    public MqttSettings named(String name) {
        return new MqttSettings(host, port, tls, user, password, prefix, name, limit);
    }

    @Override
    public String toString() {
        return "MqttSettings[" + host + ":" + port + (tls ? ", TLS" : "") + ", prefix=" + prefix + ", clientId="
                + clientId + "]";
    }
}
