package tocsin.stalls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.observe.Silence;

/// Remembers how far each partition went, and tells when a log ends before that: records that were acknowledged are
/// gone, cut off by a damaged disk, an old backup or another broker in the same place.
///
/// What is remembered is a few seconds old, so that less may be told than was lost, and never more. Used by one thread.
public final class LogEnds implements AutoCloseable {
    /// How often the ends are remembered.
    public static final Duration EVERY = Duration.ofSeconds(5);
    /// How long a loss keeps `/health/alerting` red.
    static final Duration TOLD_FOR = Duration.ofMinutes(10);
    private static final String NAME = "log ends";
    private static final Logger LOG = LoggerFactory.getLogger(LogEnds.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);
    private static final JsonMapper JSON = new JsonMapper();

    private final Admin admin;
    private final Path file;
    private final String prefix;
    private final Health health;
    private final Meters meters;
    private final InstantSource clock;
    private final List<Lost> lost = new ArrayList<>();
    private boolean compared;

    private record Lost(Silence silence, Instant at) {}

    /// The ends of a cluster's partitions.
    ///
    /// @param cluster the cluster's id
    /// @param ends the offset after the last record, by partition
    record Ends(String cluster, Map<String, Long> ends) {
        /// How many records each partition has lost since then; empty where it is another cluster.
        Map<String, Long> lostSince(Ends before) {
            Map<String, Long> missing = new TreeMap<>();
            if (cluster.equals(before.cluster())) {
                before.ends().forEach((partition, end) -> {
                    long now = ends.getOrDefault(partition, 0L);
                    if (now < end) {
                        missing.put(partition, end - now);
                    }
                });
            }
            return missing;
        }
    }

    /// @param file where the ends are remembered
    /// @param prefix what the names of the topics begin with
    public LogEnds(Map<String, Object> clients, Path file, String prefix, Health health, Meters meters,
            InstantSource clock) {
        this.admin = Admin.create(clients);
        this.file = file;
        this.prefix = prefix;
        this.health = health;
        this.meters = meters;
        this.clock = clock;
        meters.lostRecords(0);
    }

    /// Compares, at the first look, and remembers.
    public void look() {
        try {
            Ends now = now();
            if (!compared) {
                compare(now);
                compared = true;
            }
            remember(now);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("looks again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lost.removeIf(one -> one.at().plus(TOLD_FOR).isBefore(clock.instant()));
        health.looked(NAME, lost.stream().map(one -> new Silence(one.silence().application(), one.silence().place(),
                one.silence().records(), Duration.between(one.at(), clock.instant()), one.silence().cause()))
                .toList());
    }

    private void compare(Ends now) {
        Ends before = remembered();
        if (!before.cluster().isEmpty() && !before.cluster().equals(now.cluster())) {
            LOG.warn("the broker is another one than before: cluster {} and not {}; what was stored there is not here",
                    now.cluster(), before.cluster());
        }
        now.lostSince(before).forEach((partition, records) -> {
            String cause = "the broker's log ends " + records + " records earlier than before: they were stored and are"
                    + " gone; restore the broker's data, or ask the senders to send again what they sent last";
            LOG.error("{}: {}", partition, cause);
            meters.lostRecords(records);
            lost.add(new Lost(new Silence("broker", partition, records, Duration.ZERO, cause), clock.instant()));
        });
    }

    private Ends now() throws ExecutionException, TimeoutException, InterruptedException {
        String cluster = await(admin.describeCluster().clusterId());
        List<String> names = await(admin.listTopics().names()).stream().filter(name -> name.startsWith(prefix))
                .toList();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        await(admin.describeTopics(names).allTopicNames()).forEach((name, topic) -> topic.partitions()
                .forEach(one -> latest.put(new TopicPartition(name, one.partition()), OffsetSpec.latest())));
        Map<String, Long> ends = new TreeMap<>();
        await(admin.listOffsets(latest).all())
                .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
        return new Ends(cluster, ends);
    }

    private static <T> T await(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What is not remembered, or not readable, was never lost.
    private Ends remembered() {
        Map<String, Long> ends = new HashMap<>();
        try {
            JsonNode json = Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
            json.path("ends").properties().forEach(end -> ends.put(end.getKey(), end.getValue().asLong()));
            return new Ends(json.path("cluster").asText(""), ends);
        } catch (IOException e) {
            LOG.warn("{} cannot be read, and is written anew: {}", file, e.toString());
            return new Ends("", ends);
        }
    }

    private void remember(Ends now) {
        ObjectNode json = JSON.createObjectNode().put("cluster", now.cluster());
        now.ends().forEach(json.putObject("ends")::put);
        try {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, json.toString(), StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("cannot be remembered", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
