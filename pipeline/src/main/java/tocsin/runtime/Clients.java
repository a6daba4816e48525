package tocsin.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/// What every Kafka client of this instance is told.
final class Clients {
    private Clients() {}

    /// The settings as given, with the broker's real address.
    static Map<String, Object> of(TocsinSettings settings, String bootstrap) {
        Map<String, Object> clients = new HashMap<>(settings.kafka());
        clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        // A broker that comes back is found at once, and one that is away is not asked in a tight loop.
        clients.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 100);
        clients.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return clients;
    }
}
