package tocsin.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The commands that lay on their topics when this instance started: until intake has brought them to the desks, an
/// answer among them has not been heard.
final class IntakeBacklog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeBacklog.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Admin admin;
    private final Map<String, String> commands;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean read;

    /// @param commands the topics of commands, each with the consumer group that takes it in
    IntakeBacklog(Map<String, Object> clients, Map<String, String> commands) {
        this.admin = Admin.create(clients);
        this.commands = commands;
    }

    /// Begins to look.
    void start() {
        Thread.ofVirtual().name("intake-backlog").start(this::look);
    }

    /// Whether intake has brought everything on that lay there at the start.
    boolean isRead() {
        return read;
    }

    private void look() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        try {
            while (!read && !closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    if (ends.isEmpty()) {
                        ends.putAll(ends());
                    }
                    read = isBehindNowhere(ends);
                } catch (ExecutionException e) {
                    LOG.debug("looks again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(commands.keySet()).allTopicNames().get().values().forEach(topic -> topic.partitions()
                .forEach(partition -> latest.put(new TopicPartition(topic.name(), partition.partition()),
                        OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private boolean isBehindNowhere(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        for (String group : commands.values()) {
            committed.putAll(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
        }
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata position = committed.get(end.getKey());
            return end.getValue() == 0 || position != null && position.offset() >= end.getValue();
        });
    }

    @Override
    public void close() {
        closing.countDown();
        admin.close(Duration.ofSeconds(1));
    }
}
