package tocsin.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.api.ApiKey;
import tocsin.connectors.FeedSettings;
import tocsin.transit.Transit;

/// Everything a Tocsin is told before it starts.
///
/// @param kafka settings of Kafka clients under their own names; `bootstrap.servers` may be `embedded`
/// @param registry the schema registry
/// @param serde class name of another Avro serde, or empty for ours
/// @param prefix the prefix of every topic
/// @param partitions partitions of the topics that share work, on creation
/// @param replication replicas of each topic, on creation
/// @param dataDir where this instance keeps what is its own
/// @param http how it is reached
/// @param pack the folder of the pack
/// @param channels how messages leave
/// @param apiKeys who may call
/// @param signingSecret the secret intakes sign passports with, the same in every instance; or null to keep one in the
/// data folder
/// @param agencyKeys the keys agencies sign records with, by agency
/// @param commitInterval how often the applications commit
/// @param embedded the ports of what Tocsin brings along
/// @param feeds what is fetched and heard from others
/// @param limits bounds of what others may ask of it
public record TocsinSettings(Map<String, String> kafka, Registry registry, String serde, String prefix, int partitions,
        int replication, Path dataDir, Http http, Path pack, ChannelSettings channels, List<ApiKey> apiKeys,
        @Nullable String signingSecret, Map<String, String> agencyKeys, Duration commitInterval,
        EmbeddedPorts embedded, List<FeedSettings> feeds, Limits limits) {
    /// Settings without feeds, and with the limits that hold where nothing is configured.
    public TocsinSettings(Map<String, String> kafka, Registry registry, String serde, String prefix, int partitions,
            int replication, Path dataDir, Http http, Path pack, ChannelSettings channels, List<ApiKey> apiKeys,
            @Nullable String signingSecret, Map<String, String> agencyKeys, Duration commitInterval,
            EmbeddedPorts embedded) {
        this(kafka, registry, serde, prefix, partitions, replication, dataDir, http, pack, channels, apiKeys,
                signingSecret, agencyKeys, commitInterval, embedded, List.of(), Limits.defaults());
    }

    /// What stands for the pair that Tocsin brings along.
    public static final String EMBEDDED = "embedded";

    /// The schema registry.
    ///
    /// @param url its address, or `embedded`
    /// @param basicAuth `name:password`, or null
    public record Registry(String url, @Nullable String basicAuth) {
        @Override
        public String toString() {
            return "Registry[" + url + "]";
        }
    }

    /// How it is reached over HTTP.
    ///
    /// @param host the address it listens on
    /// @param port the port, or 0 for a free one
    /// @param transit what protects requests on their way
    public record Http(String host, int port, Transit transit) {
        /// Plain HTTP, as on this machine.
        public Http(String host, int port) {
            this(host, port, Transit.PLAIN);
        }

        /// The scheme it is reached by.
        public String scheme() {
            return transit.tls().isPresent() ? "https" : "http";
        }
    }

    /// What Tocsin brings along.
    ///
    /// @param brokerPort the broker's port, or 0 for a free one
    /// @param registryPort the registry's port, or 0 for a free one
    /// @param open whether nobody is asked for a password there
    public record EmbeddedPorts(int brokerPort, int registryPort, boolean open) {
        /// A pair that asks for passwords.
        public EmbeddedPorts(int brokerPort, int registryPort) {
            this(brokerPort, registryPort, false);
        }
    }

    /// Whether the broker is Tocsin's own.
    public boolean hasEmbeddedBroker() {
        return EMBEDDED.equals(kafka.get("bootstrap.servers"));
    }

    /// Whether the registry is Tocsin's own.
    public boolean hasEmbeddedRegistry() {
        return EMBEDDED.equals(registry.url());
    }

    @Override
    public String toString() {
        return "TocsinSettings[kafka=" + kafka.get("bootstrap.servers") + ", registry=" + registry.url() + ", prefix="
                + prefix
                + ", dataDir=" + dataDir + ", http=" + http + ", pack=" + pack + ", channels=" + channels + ", apiKeys="
                + apiKeys.size() + "]";
    }
}
