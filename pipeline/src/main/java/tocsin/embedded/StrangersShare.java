package tocsin.embedded;

import java.util.Map;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.server.quota.ClientQuotaCallback;
import org.apache.kafka.server.quota.ClientQuotaEntity;
import org.apache.kafka.server.quota.ClientQuotaType;
import org.jspecify.annotations.Nullable;
import tocsin.wire.OwnClients;

/// What all producers that are not Tocsin's own may write together, whatever they call themselves: one that has gone
/// wrong is slowed down by the broker, and Tocsin's own writes go on.
///
/// Where the broker asks for a password its user tells who it is. An open broker goes by the name that a client gives
/// itself, which proves nothing. The broker creates this class by its name.
public final class StrangersShare implements ClientQuotaCallback {
    /// Bytes a second for all strangers together: some five thousand reports.
    static final double BYTES_A_SECOND = 8.0 * 1024 * 1024;
    /// Percent of one of the broker's six threads, a second.
    static final double THREADS_PERCENT = 300;
    private static final String TAG = "share";

    @Override
    public Map<String, String> quotaMetricTags(ClientQuotaType type, KafkaPrincipal principal, String clientId) {
        boolean own = KafkaPrincipal.ANONYMOUS.equals(principal)
                ? clientId.startsWith(OwnClients.PREFIX)
                : principal.getName().equals(PairAccess.OWN);
        return Map.of(TAG, own ? "own" : "strangers");
    }

    @Override
    public @Nullable Double quotaLimit(ClientQuotaType type, Map<String, String> tags) {
        boolean own = "own".equals(tags.get(TAG));
        return switch (type) {
            case PRODUCE -> own ? null : BYTES_A_SECOND;
            case REQUEST -> own ? null : THREADS_PERCENT;
            case FETCH, CONTROLLER_MUTATION -> null;
        };
    }

    @Override
    public void updateQuota(ClientQuotaType type, ClientQuotaEntity entity, double value) {}

    @Override
    public void removeQuota(ClientQuotaType type, ClientQuotaEntity entity) {}

    @Override
    public boolean quotaResetRequired(ClientQuotaType type) {
        return false;
    }

    @Override
    public boolean updateClusterMetadata(Cluster cluster) {
        return false;
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
