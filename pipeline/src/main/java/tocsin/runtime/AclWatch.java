package tocsin.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.Health;
import tocsin.observe.Silence;
import tocsin.observe.SparingLog;
import tocsin.topology.Applications;
import tocsin.wire.Acl;
import tocsin.wire.Topics;

/// Looks whether the broker allows this instance everything that it does, and makes health name what it does not: Kafka's
/// clients tell of a topic at most, and never of the operation and the user.
final class AclWatch implements AutoCloseable {
    static final String COMPONENT = "broker-access";
    static final Duration EVERY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(AclWatch.class);
    private static final SparingLog SPARING = new SparingLog(LOG);
    private static final int ANSWER_MS = 4_000;

    private final Map<String, Object> clients;
    private final Admin admin;
    private final AclCheck check;
    private final Health health;
    private final InstantSource clock;
    private final Set<String> applications;
    private Map<Acl, Instant> since = Map.of();

    AclWatch(Map<String, Object> clients, Topics topics, Health health, InstantSource clock) {
        this.clients = Map.copyOf(clients);
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        configs.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        this.admin = Admin.create(configs);
        this.check = new AclCheck(admin, clients, new AclList(topics).tocsin(), ANSWER_MS);
        this.health = health;
        this.clock = clock;
        this.applications = Applications.of(topics).keySet();
        health.looked(COMPONENT, List.of());
    }

    /// One look. While the broker does not answer, what was missing stays missing.
    void look() {
        try {
            Map<Acl, Instant> now = new LinkedHashMap<>();
            Set<String> waited = since.keySet().stream().map(Acl::who).collect(Collectors.toSet());
            for (Acl acl : check.missing(who -> waited.contains(who) || fails(who))) {
                now.put(acl, since.getOrDefault(acl, clock.instant()));
                if (!since.containsKey(acl)) {
                    LOG.error("{}", AclCheck.sentence(acl, clients));
                }
            }
            if (now.isEmpty() && !since.isEmpty()) {
                LOG.info("the broker allows everything that is needed");
            }
            since = now;
            health.set(COMPONENT, now.isEmpty() ? Health.OK
                    : AclCheck.sentence(now.keySet().iterator().next(), clients)
                            + (now.size() == 1 ? "" : " (and " + (now.size() - 1) + " more, see /health/alerting)"));
        } catch (KafkaException e) {
            SPARING.warn("look", "cannot ask the broker what is allowed: {}", e.toString());
        }
        Instant at = clock.instant();
        health.looked(COMPONENT, since.entrySet().stream()
                .map(one -> new Silence(one.getKey().who(), one.getKey().place(), 1,
                        Duration.between(one.getValue(), at), AclCheck.sentence(one.getKey(), clients)))
                .toList());
    }

    /// An application that is refused a transaction begins anew again and again, and is not well meanwhile. What is well
    /// is not tried.
    private boolean fails(String who) {
        return applications.contains(who) && !Health.OK.equals(health.of(who));
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
