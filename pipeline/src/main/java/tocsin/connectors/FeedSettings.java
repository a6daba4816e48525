package tocsin.connectors;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.mapping.Mapping;

/// One feed: where it comes from and how its rows become records.
///
/// @param id its name, in logs, metrics and findings
/// @param mapping how its rows become records
/// @param source where it comes from
/// @param stalledAfter how long after the last new row it counts as stalled; empty where nobody waits for it
/// @param issuers the issuers of official signals that it may speak for
public record FeedSettings(String id, Mapping mapping, Source source, Optional<Duration> stalledAfter,
        List<String> issuers) {
    /// Takes a copy.
    public FeedSettings {
        issuers = List.copyOf(issuers);
    }

    /// Where a feed comes from.
    public sealed interface Source {}

    /// A file at an address, fetched again and again.
    ///
    /// @param url http or https
    /// @param every how often
    /// @param authorization the header of that name, or null
    public record Polled(URI url, Duration every, @Nullable String authorization) implements Source {
        @Override
        public String toString() {
            return "Polled[" + url.getScheme() + "://" + url.getHost() + url.getPath() + ", every=" + every + "]";
        }
    }

    /// Messages of an MQTT 5 broker, each one row in JSON.
    ///
    /// @param host the broker
    /// @param port its port
    /// @param tls whether the connection is TLS
    /// @param topic the topics to hear, with wildcards
    /// @param user who logs in, or null
    /// @param password the password, or null
    public record Heard(String host, int port, boolean tls, String topic, @Nullable String user,
            @Nullable String password) implements Source {
        @Override
        public String toString() {
            return "Heard[" + host + ":" + port + ", topic=" + topic + "]";
        }
    }
}
