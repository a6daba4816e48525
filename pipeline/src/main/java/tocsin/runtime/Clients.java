package tocsin.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import tocsin.embedded.PairAccess;

/// What every Kafka client of this instance is told.
final class Clients {
    private Clients() {}

    /// The settings as given, with the broker's real address.
    ///
    /// @param access how this instance comes in to an embedded broker; null where that asks nobody
    static Map<String, Object> of(TocsinSettings settings, String bootstrap, @Nullable PairAccess access) {
        Map<String, Object> clients = new HashMap<>(settings.kafka());
        if (settings.hasEmbeddedBroker() && access != null) {
            clients.putAll(access.ownKafka());
        }
        clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        // A broker that comes back is found at once, and one that is away is not asked in a tight loop.
        clients.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 100);
        clients.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return clients;
    }
}
