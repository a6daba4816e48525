package tocsin.runtime;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for partitions that match a pattern and that no member of a consumer group reads, and makes the group divide
/// them anew.
///
/// An agency's own topic may be created while every instance is down. The member that led the group keeps its name
/// when it comes back, and is given what it had without a look at what there is now (static membership, KIP-345 and
/// KIP-814); it then believes the new topic divided already. Without this look the topic would be read by nobody until
/// the next member came or went, and nothing would say so.
final class UnreadPartitions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadPartitions.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Admin admin;
    private final Pattern topics;
    private final String group;
    private final Repeating looking;
    private Set<TopicPartition> unreadBefore = Set.of();

    /// @param topics which topics the group should read
    /// @param group the consumer group
    UnreadPartitions(Map<String, Object> clients, Pattern topics, String group) {
        this.admin = Admin.create(clients);
        this.topics = topics;
        this.group = group;
        this.looking = new Repeating("unread-partitions", LOOK_EVERY, this::look);
    }

    /// Begins to look.
    void start() {
        looking.start();
    }

    private void look() {
        try {
            Set<TopicPartition> unread = unread();
            Set<TopicPartition> still = new HashSet<>(unread);
            // A group that settles of itself needs no push: only what is unread at two looks counts.
            still.retainAll(unreadBefore);
            unreadBefore = still.isEmpty() ? unread : Set.of();
            if (!still.isEmpty()) {
                LOG.warn("nobody in {} reads {}; the group divides its topics anew", group, still);
                divideAnew();
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("looks again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ConsumerGroupDescription group() throws ExecutionException, InterruptedException, TimeoutException {
        return admin.describeConsumerGroups(List.of(group)).describedGroups().values()
                .iterator().next().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Empty while the group is between two divisions.
    private Set<TopicPartition> unread() throws ExecutionException, InterruptedException, TimeoutException {
        ConsumerGroupDescription members = group();
        Set<TopicPartition> unread = new HashSet<>();
        if (members.groupState() != GroupState.STABLE) {
            return unread;
        }
        List<String> names = admin.listTopics().names().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS).stream()
                .filter(name -> topics.matcher(name).matches()).toList();
        admin.describeTopics(names).allTopicNames().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS).values()
                .forEach(topic -> topic.partitions().forEach(
                        partition -> unread.add(new TopicPartition(topic.name(), partition.partition()))));
        members.members().forEach(member -> unread.removeAll(member.assignment().topicPartitions()));
        return unread;
    }

    /// One member that has to come back is enough: whoever leads then looks at the topics there are.
    private void divideAnew() throws ExecutionException, InterruptedException, TimeoutException {
        List<MemberToRemove> one = group().members().stream().map(MemberDescription::groupInstanceId)
                .flatMap(Optional::stream).sorted().limit(1).map(MemberToRemove::new).toList();
        if (!one.isEmpty()) {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(one)).all()
                    .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        looking.close();
        admin.close(Duration.ofSeconds(1));
    }
}
