package tocsin.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Creates the topics that are missing, and never changes or deletes one.
public final class TopicsAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(TopicsAdmin.class);

    private static final String APPEND_TIME = "LogAppendTime";

    private final Admin admin;
    private final Topics topics;
    private final int replication;
    private final boolean recorded;

    public TopicsAdmin(Admin admin, Topics topics, int replication) {
        this(admin, topics, replication, false);
    }

    /// @param recorded whether the topics hold a recording: then times are the records' own, and nothing is old
    public TopicsAdmin(Admin admin, Topics topics, int replication, boolean recorded) {
        this.recorded = recorded;
        this.admin = admin;
        this.topics = topics;
        this.replication = replication;
    }

    /// What is so of a topic.
    ///
    /// @param topic the topic as it should be
    /// @param partitions partitions it has, or 0 where it does not exist
    public record State(Topic<?> topic, int partitions) {}

    /// Every topic and the partitions it has.
    public List<State> list() {
        Set<String> names = BrokerAnswers.await(admin.listTopics().names());
        List<String> existing = topics.all().stream().map(Topic::name).filter(names::contains).toList();
        Map<String, TopicDescription> described = BrokerAnswers.await(admin.describeTopics(existing).allTopicNames());
        List<State> states = new ArrayList<>();
        for (Topic<?> topic : topics.all()) {
            TopicDescription description = described.get(topic.name());
            states.add(new State(topic, description == null ? 0 : description.partitions().size()));
        }
        return states;
    }

    /// The topics, agencies' own among them, whose configuration lets records carry the time their senders claim. It
    /// tells nothing of records that were written before it was changed: each record is judged by its own type.
    public List<String> withClaimedTimes() {
        List<ConfigResource> ours = BrokerAnswers.await(admin.listTopics().names()).stream()
                .filter(name -> topics.all().stream().map(Topic::name).anyMatch(name::equals)
                        || topics.agencyOf(name).isPresent())
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
        return BrokerAnswers.await(admin.describeConfigs(ours).all()).entrySet().stream()
                .filter(topic -> !APPEND_TIME
                        .equals(topic.getValue().get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value()))
                .map(topic -> topic.getKey().name()).sorted().toList();
    }

    /// Creates what is missing; gives the names of what it created.
    public List<String> create() {
        List<String> created = new ArrayList<>();
        for (State state : list()) {
            if (state.partitions() == 0) {
                try {
                    BrokerAnswers.await(admin.createTopics(List.of(newTopic(state.topic()))).all());
                    created.add(state.topic().name());
                } catch (TopicExistsException e) {
                    LOG.debug("another instance was quicker", e);
                }
            }
        }
        return created;
    }

    private NewTopic newTopic(Topic<?> topic) {
        Map<String, String> configs = new HashMap<>();
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, recorded ? "CreateTime" : APPEND_TIME);
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(2 * 1024 * 1024));
        Duration retention = topic.retention();
        if (retention == null) {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            configs.put(TopicConfig.RETENTION_MS_CONFIG, recorded ? "-1" : Long.toString(retention.toMillis()));
        }
        if (topic.equals(topics.rejected)) {
            // Rejected records are kept as they were read: what strangers sent packed must not fill the disk unpacked.
            configs.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        }
        if (replication >= 3) {
            configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        Integer partitions = topic.partitions();
        return new NewTopic(topic.name(), partitions == null ? 1 : partitions, (short) replication).configs(configs);
    }
}
