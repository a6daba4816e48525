package tocsin.stalls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tocsin.api.Publisher;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.observe.Silence;
import tocsin.observe.SparingLog;
import tocsin.readmodel.ReadModel;
import tocsin.wire.PackLibrary;
import tocsin.wire.Topics;

/// Looks every two seconds whether everything stored is judged and told.
public final class StallWatch implements AutoCloseable {
    /// How often it is looked.
    public static final Duration EVERY = Duration.ofSeconds(2);
    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(StallWatch.class));
    private static final String NAME = "stall watch";

    private final Topics topics;
    private final Limits limits;
    private final Unread unread;
    private final OpenTransactions transactions;
    private final StallNotice notice;
    private final Health health;
    private final Meters meters;
    private final ReadModel model;
    private final InstantSource clock;
    private final Admin admin;
    private @Nullable Instant waitingSince;

    /// How long something may wait.
    ///
    /// @param silentAfter until `/health/alerting` says so
    /// @param toldAfter until the duty desk is told
    public record Limits(Duration silentAfter, Duration toldAfter) {
        /// What holds unless the configuration says otherwise.
        public static final Limits USUAL = new Limits(Duration.ofSeconds(10), Duration.ofMinutes(1));
    }

    /// What this instance has for it.
    ///
    /// @param clients settings of Kafka clients
    /// @param publisher writes to the duty desk
    /// @param packs who the duty desk is
    public record Means(Map<String, Object> clients, Publisher publisher, PackLibrary packs, Health health,
            Meters meters, ReadModel model) {}

    public StallWatch(Topics topics, Limits limits, Means means, InstantSource clock) {
        this.topics = topics;
        this.limits = limits;
        this.clock = clock;
        Map<String, Object> configs = new java.util.HashMap<>(means.clients());
        configs.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 4_000);
        configs.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        this.admin = Admin.create(configs);
        this.unread = new Unread(means.clients(), admin, readers(topics), clock);
        this.transactions = new OpenTransactions(admin,
                String.valueOf(means.clients().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)));
        this.notice = new StallNotice(topics,
                (lane, message) -> means.publisher().note(lane, message.getRecipient(), message), means.packs(), clock);
        this.health = means.health();
        this.meters = means.meters();
        this.model = means.model();
        health.looked(NAME, List.of());
    }

    /// Every application with what it reads.
    static List<Reader> readers(Topics topics) {
        return List.of(
                new Reader("http-intake", topics.applicationId("http-intake"), topics::isOurs, true),
                new Reader("intake", topics.applicationId("intake"),
                        name -> topics.reportsOfProducers().matcher(name).matches()
                                || name.equals(topics.commands.name()),
                        true),
                new Reader("signals", topics.applicationId("signals"),
                        List.of(topics.sensors.name(), topics.media.name())::contains, true),
                new Reader("evidence", topics.applicationId("evidence"),
                        List.of(topics.readings.name(), topics.posts.name())::contains, true),
                new Reader("desk", topics.applicationId("desk"), topics.inbox.name()::equals, true),
                new Reader("dispatch-urgent", topics.applicationId("dispatch-urgent"), topics.urgent.name()::equals,
                        true),
                new Reader("dispatch-routine", topics.applicationId("dispatch-routine"),
                        topics.routine.name()::equals, true),
                new Reader("receipts", topics.applicationId("receipts"),
                        List.of(topics.verdicts.name(), topics.rejected.name())::contains, false),
                new Reader("analytics", topics.applicationId("analytics"),
                        List.of(topics.verdicts.name(), topics.timeline.name())::contains, false),
                new Reader("audit", topics.applicationId("audit"), topics.timeline.name()::equals, false));
    }

    /// One look. What cannot be looked at is silence, too, and health notices that nobody looked.
    public void look() {
        try {
            Instant now = clock.instant();
            List<Waiting> waiting = unread.look();
            measure(waiting, now);
            List<Silence> silences = new ArrayList<>();
            for (Waiting one : waiting) {
                Duration since = Duration.between(one.since(), now);
                if (one.reader().judges() && since.compareTo(limits.silentAfter()) >= 0) {
                    silences.add(new Silence(one.reader().application(), one.partition().toString(), one.records(),
                            since, cause(one)));
                }
            }
            waitingForSchemas(now).ifPresent(silences::add);
            model.unread(waiting.stream().filter(Waiting::heldBack)
                    .filter(one -> topics.reportsOfAnybody().matcher(one.partition().topic()).matches())
                    .mapToLong(Waiting::records).sum());
            health.looked(NAME, silences);
            notice.tell(health.silences(), limits.toldAfter());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("look", "cannot look for what waits: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Records that wait in intake's own store are read, and not judged.
    private Optional<Silence> waitingForSchemas(Instant now) {
        long records = model.books().waiting();
        if (records == 0) {
            waitingSince = null;
            return Optional.empty();
        }
        Instant since = waitingSince == null ? now : waitingSince;
        waitingSince = since;
        return Optional.of(Duration.between(since, now)).filter(time -> time.compareTo(limits.silentAfter()) >= 0)
                .map(lasting -> new Silence("intake", "waiting for schemas", records, lasting,
                        "the registry has not told their schemas; registry: " + health.of("registry")));
    }

    private String cause(Waiting one) throws InterruptedException {
        if (one.heldBack()) {
            return transactions.cause(one.partition());
        }
        String state = health.of(one.reader().application());
        return state.equals(Health.OK) || state.equals("unknown")
                ? one.reader().application() + " does not read it"
                : one.reader().application() + ": " + state;
    }

    private void measure(List<Waiting> waiting, Instant now) {
        Map<String, List<Waiting>> byApplication = waiting.stream()
                .collect(Collectors.groupingBy(one -> one.reader().application()));
        for (Reader reader : readers(topics)) {
            List<Waiting> its = byApplication.getOrDefault(reader.application(), List.of());
            meters.unread(reader.application(), its.stream().mapToLong(Waiting::records).sum(), its.stream()
                    .map(one -> Duration.between(one.since(), now)).max(Duration::compareTo).orElse(Duration.ZERO));
        }
    }

    @Override
    public void close() {
        unread.close();
        admin.close(Duration.ofSeconds(1));
    }
}
