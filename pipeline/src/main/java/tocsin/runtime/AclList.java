package tocsin.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import tocsin.intake.IntakeProcessor;
import tocsin.topology.Applications;
import tocsin.wire.Acl;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Who must be allowed what at the broker, made from the topics, the applications' topologies and the names that Tocsin's
/// clients use. A test runs Tocsin with nothing else, and sees that each is asked for.
public final class AclList {
    /// The roles beside Tocsin itself.
    public enum Role {
        /// Sends reports, readings and posts.
        PRODUCER,
        /// Sends readings.
        SENSORS,
        /// Reads what Tocsin puts out for everybody.
        READER,
        /// Reads everything put out, with addresses of people, special reports and rejected records: for inspectors and
        /// for commands that read topics.
        INSPECTOR,
        /// Creates topics ahead, lists them, and runs `check`.
        OPERATOR;

        /// The role as a word: `producer`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String START = "start";
    private static final String RULES = "rules";
    private static final String API = "api";
    private static final String WATCH = "watch";
    private static final String PERSONS = "persons";

    private final Topics topics;

    public AclList(Topics topics) {
        this.topics = topics;
    }

    /// Everything an instance of Tocsin does, application by application, the streams first; each once for an application.
    public List<Acl> tocsin() {
        Set<Acl> acls = new LinkedHashSet<>();
        Applications.of(topics).forEach((name, topology) -> acls.addAll(streams(name, topology)));
        acls.addAll(dispatch("dispatch-urgent", topics.urgent));
        acls.addAll(dispatch("dispatch-routine", topics.routine));
        acls.addAll(rules());
        acls.addAll(api());
        acls.addAll(persons());
        acls.addAll(start());
        acls.addAll(watch());
        return List.copyOf(acls);
    }

    private List<Acl> streams(String name, Topology topology) {
        String id = topics.applicationId(name);
        Set<Acl> acls = new LinkedHashSet<>();
        acls.add(Acl.group(name, id, AclOperation.READ));
        acls.add(Acl.transaction(name, id + "-", PatternType.PREFIXED, AclOperation.WRITE));
        Set<String> stores = new LinkedHashSet<>();
        Set<String> ours = new HashSet<>();
        topology.describe().subtopologies().stream().flatMap(part -> part.nodes().stream()).forEach(node -> {
            switch (node) {
                case TopologyDescription.Source source when source.topicPattern() != null -> {
                    acls.add(Acl.topic(name, topics.reports.name(), AclOperation.READ));
                    acls.add(Acl.topics(name, topics.reports.name() + ".", AclOperation.READ));
                }
                case TopologyDescription.Source source ->
                    source.topicSet().forEach(topic -> acls.add(Acl.topic(name, topic, AclOperation.READ)));
                case TopologyDescription.Sink sink when sink.topic() != null ->
                    acls.add(Acl.topic(name, sink.topic(), AclOperation.WRITE));
                case TopologyDescription.Processor processor -> stores.addAll(processor.stores());
                default -> ours.add(node.name());
            }
        });
        if (!ours.isEmpty()) {
            throw new IllegalStateException(name + " has parts of no known kind: " + ours);
        }
        stores.stream().sorted().map(store -> id + "-" + store + "-changelog").forEach(changelog -> Stream
                .of(AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE)
                .forEach(operation -> acls.add(Acl.topic(name, changelog, operation))));
        return sorted(acls);
    }

    private List<Acl> dispatch(String name, Topic<?> lane) {
        List<Acl> acls = new ArrayList<>();
        acls.add(Acl.group(name, topics.applicationId(name), AclOperation.READ));
        acls.add(Acl.transaction(name, lane.name() + "-dispatch-", PatternType.PREFIXED, AclOperation.WRITE));
        each(name, AclOperation.READ, List.of(lane, topics.receipts, topics.ledger), acls);
        each(name, AclOperation.WRITE, List.of(topics.ledger, topics.deliveries, topics.inbox, topics.rejected), acls);
        return sorted(acls);
    }

    private List<Acl> rules() {
        List<Acl> acls = new ArrayList<>();
        acls.add(Acl.transaction(RULES, topics.applicationId("activation"), PatternType.LITERAL, AclOperation.WRITE));
        each(RULES, AclOperation.READ, List.of(topics.rules, topics.directory), acls);
        each(RULES, AclOperation.WRITE, List.of(topics.rules, topics.directory, topics.inbox), acls);
        return sorted(acls);
    }

    /// What comes over HTTP is written, and what has been put out is read to be shown.
    private List<Acl> api() {
        List<Acl> acls = new ArrayList<>();
        each(API, AclOperation.WRITE, List.of(topics.reportsByHttp, topics.sensors, topics.media,
                topics.commandsByHttp, topics.replies, topics.rejected, topics.receipts, topics.boardReports,
                topics.inbox, topics.urgent, topics.routine, topics.access), acls);
        each(API, AclOperation.READ, List.of(topics.reports, topics.commands, topics.commandsByHttp,
                topics.commandOutcomes, topics.incidents, topics.timeline, topics.specialReportFiles, topics.verdicts,
                topics.findings, topics.urgent, topics.routine, topics.deliveries, topics.reportReceipts,
                topics.rejected, topics.boardReports, topics.access), acls);
        acls.add(Acl.topics(API, topics.reports.name() + ".", AclOperation.READ));
        acls.add(Acl.topic(API, topics.applicationId("intake") + "-" + IntakeProcessor.WAITING + "-changelog",
                AclOperation.READ));
        return sorted(acls);
    }

    /// Who signs in is kept on topics of its own, which nobody else writes.
    private List<Acl> persons() {
        List<Acl> acls = new ArrayList<>();
        acls.add(Acl.transaction(PERSONS, topics.applicationId("persons"), PatternType.LITERAL, AclOperation.WRITE));
        each(PERSONS, AclOperation.READ, List.of(topics.persons, topics.sessions), acls);
        each(PERSONS, AclOperation.WRITE, List.of(topics.persons, topics.sessions), acls);
        return sorted(acls);
    }

    private List<Acl> start() {
        List<Acl> acls = new ArrayList<>();
        for (Topic<?> topic : topics.all()) {
            acls.add(Acl.topic(START, topic.name(), AclOperation.CREATE));
            acls.add(Acl.topic(START, topic.name(), AclOperation.DESCRIBE_CONFIGS));
        }
        acls.add(Acl.topics(START, topics.reports.name() + ".", AclOperation.DESCRIBE_CONFIGS));
        return sorted(acls);
    }

    /// Whoever looks for stalls reads the first record that waits anywhere, and asks who holds a transaction open.
    private List<Acl> watch() {
        List<Acl> acls = new ArrayList<>();
        each(WATCH, AclOperation.READ, topics.all(), acls);
        acls.add(Acl.topics(WATCH, topics.reports.name() + ".", AclOperation.READ));
        acls.add(Acl.transaction(WATCH, "*", PatternType.LITERAL, AclOperation.DESCRIBE));
        return sorted(acls);
    }

    /// What somebody else does.
    public List<Acl> of(Role role) {
        String who = role.word();
        List<Acl> acls = new ArrayList<>();
        switch (role) {
            case PRODUCER -> each(who, AclOperation.WRITE, List.of(topics.reports, topics.sensors, topics.media), acls);
            case SENSORS -> each(who, AclOperation.WRITE, List.of(topics.sensors), acls);
            case READER -> {
                each(who, AclOperation.READ, forEverybody(), acls);
                acls.add(Acl.groups(who, "client-", AclOperation.READ));
                acls.add(Acl.groups(who, "console-consumer-", AclOperation.READ));
            }
            case INSPECTOR -> {
                each(who, AclOperation.READ, forEverybody(), acls);
                each(who, AclOperation.READ, List.of(topics.rules, topics.directory, topics.incidents, topics.findings,
                        topics.specialReports, topics.specialReportFiles, topics.urgent, topics.routine,
                        topics.rejected), acls);
            }
            case OPERATOR -> {
                for (Topic<?> topic : topics.all()) {
                    Stream.of(AclOperation.CREATE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS)
                            .forEach(operation -> acls.add(Acl.topic(who, topic.name(), operation)));
                }
                acls.add(Acl.cluster(who, AclOperation.DESCRIBE_CONFIGS));
            }
        }
        return sorted(Set.copyOf(acls));
    }

    /// What an agency does that has a topic of its own: that only it may is the proof of what it sends.
    ///
    /// @param agency its id
    public List<Acl> ofAgency(String agency) {
        return List.of(Acl.topic("agency " + agency, topics.reports.name() + "." + agency, AclOperation.WRITE));
    }

    /// What the printed client of an embedded pair may do.
    public List<Acl> ofEmbeddedClient() {
        return Stream.of(Role.PRODUCER, Role.READER).flatMap(role -> of(role).stream()).toList();
    }

    /// What is put out without addresses of people, and that no special report or rejected record is in.
    private List<Topic<? extends SpecificRecord>> forEverybody() {
        return List.of(topics.verdicts, topics.findings, topics.incidents, topics.timeline, topics.checkpoints,
                topics.reportReceipts, topics.commandOutcomes, topics.deliveries);
    }

    private static void each(String who, AclOperation operation, List<? extends Topic<?>> topics, List<Acl> acls) {
        topics.forEach(topic -> acls.add(Acl.topic(who, topic.name(), operation)));
    }

    private static List<Acl> sorted(Collection<Acl> acls) {
        return acls.stream().distinct().sorted(Comparator
                .comparing((Acl acl) -> acl.resource().resourceType()).thenComparing(acl -> acl.resource().name())
                .thenComparing(acl -> acl.resource().patternType()).thenComparing(Acl::operation)).toList();
    }

    /// The list as Kafka takes it, each once.
    ///
    /// @param principal who does it, as Kafka writes it: `User:tocsin`
    public static List<AclBinding> bindings(List<Acl> acls, String principal) {
        return acls.stream().map(acl -> acl.binding(principal)).distinct().toList();
    }

    /// The lines of a shell that allow it with Kafka's own tool, one for each resource.
    ///
    /// @param principals who does it, by the word of who
    /// @param before what stands before the options, such as `kafka-acls.sh --bootstrap-server b:9092`
    public static List<String> commands(List<Acl> acls, Map<String, String> principals, String before) {
        Map<String, Set<String>> operations = new LinkedHashMap<>();
        for (Acl acl : acls) {
            String principal = principals.getOrDefault(acl.who(), principals.getOrDefault("", "User:tocsin"));
            operations.computeIfAbsent("--add --allow-principal '" + principal + "' " + acl.options(),
                    _ -> new TreeSet<>()).add(operation(acl));
        }
        List<String> lines = new ArrayList<>();
        operations.forEach((options, words) -> lines.add(before + " " + options + " "
                + String.join(" ", words.stream().map(word -> "--operation " + word).toList())));
        return lines;
    }

    /// The operation as Kafka's tool has it: `DescribeConfigs`.
    public static String operation(Acl acl) {
        return Arrays.stream(acl.operation().name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
