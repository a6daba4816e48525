package tocsin.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a broker that is not Tocsin's own lets strangers do: hold readers up with a transaction, and crowd others out.
public final class BrokerLimits {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLimits.class);
    private static final String LONGEST = "transaction.max.timeout.ms";
    /// Kafka's default is as much: nobody has thought of it yet.
    private static final Duration TOO_LONG = Duration.ofMinutes(15);

    private final Admin admin;

    public BrokerLimits(Admin admin) {
        this.admin = admin;
    }

    /// A sentence for each thing that should be limited, with what to do; empty where the broker does not let it be seen.
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        try {
            Node broker = BrokerAnswers.await(admin.describeCluster().nodes()).iterator().next();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
            Map<ConfigResource, Config> configs = BrokerAnswers.await(admin.describeConfigs(List.of(resource)).all());
            Config config = configs.get(resource);
            ConfigEntry longest = config == null ? null : config.get(LONGEST);
            if (longest != null && isTooLong(longest.value())) {
                remarks.add("whoever opens a transaction and dies holds back every report behind it for " + LONGEST
                        + "=" + longest.value() + "; set it to 60000 on the brokers: Tocsin's own take ten seconds");
            }
        } catch (KafkaException e) {
            LOG.debug("cannot be seen", e);
        }
        try {
            if (BrokerAnswers.await(admin.describeClientQuotas(ClientQuotaFilter.all()).entities()).isEmpty()) {
                remarks.add(
                        "no client quotas are set, so one producer can crowd everybody out; set defaults, for example"
                                + " kafka-configs --alter --add-config producer_byte_rate=5242880,request_percentage=100"
                                + " --entity-type users --entity-default, and none for Tocsin's own user");
            }
        } catch (KafkaException e) {
            LOG.debug("cannot be seen", e);
        }
        return remarks;
    }

    static boolean isTooLong(String millis) {
        try {
            return Long.parseLong(millis) >= TOO_LONG.toMillis();
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
