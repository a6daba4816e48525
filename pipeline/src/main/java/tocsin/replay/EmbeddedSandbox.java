package tocsin.replay;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import tocsin.observe.Health;
import tocsin.embedded.EmbeddedPair;
import tocsin.embedded.PairAccess;
import tocsin.intake.Gate;
import tocsin.intake.Passport;
import tocsin.intake.Role;
import tocsin.intake.SenderKeys;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.RollCall;
import tocsin.observe.Meters;
import tocsin.publishing.RulesPublisher;
import tocsin.publishing.TopicPackLibrary;
import tocsin.rules.PackFiles;
import tocsin.runtime.ClientFiles;
import tocsin.runtime.InstanceFiles;
import tocsin.runtime.Repeating;
import tocsin.runtime.SchemasAdmin;
import tocsin.runtime.StreamsApplication;
import tocsin.runtime.Teardown;
import tocsin.runtime.TopicsAdmin;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.stalls.HangingTransactions;
import tocsin.topology.TocsinTopology;
import tocsin.v1.IncidentReport;
import tocsin.wire.Headers;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// Recorded reports through intake and desk on a broker of their own, whose times are those of the recording.
///
/// What has been appended is never sent again: after a crash the replay goes on where it stopped.
public final class EmbeddedSandbox implements AutoCloseable {
    private static final Duration COMMIT = Duration.ofMillis(100);
    private static final int ONLY_PARTITION = 0;

    private final Path folder;
    private final Teardown teardown = new Teardown();
    private final Topics topics = new Topics("replay.", 1);
    private final byte[] secret;
    private final Map<String, Object> clients = new HashMap<>();
    private final Serdes serdes;
    private final Health health = new Health();

    /// Starts the broker, the registry and the applications.
    ///
    /// @param folder where everything is kept; one recording and one pack a folder
    /// @param beginning no later than the first report
    /// @param progress told in a line what takes time
    public EmbeddedSandbox(Path folder, PackFiles pack, Instant beginning, Consumer<String> progress)
            throws InterruptedException {
        this.folder = folder;
        InstanceFiles files = new InstanceFiles(folder);
        this.secret = SenderKeys.bytes(files.signingSecret());
        ClientFiles inside = new ClientFiles(folder);
        PairAccess access = inside.access();
        EmbeddedPair pair = teardown.add("embedded pair",
                EmbeddedPair.start(new EmbeddedPair.Wanted(true, 0, true, 0, access), folder, progress));
        inside.write(pair, true, true, access);
        clients.putAll(access.ownKafka());
        clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, pair.brokerAddress());
        RegistryClient registry = teardown.add("registry client",
                new RegistryClient(pair.registryUrl(), access.ownRegistry()));
        SchemaIds ids = new SchemaIds(registry, folder.resolve("schemas"), true);
        this.serdes = new Serdes(ids, null, Map.of());
        try (Admin admin = Admin.create(clients)) {
            new TopicsAdmin(admin, topics, 1, true).create();
        }
        new SchemasAdmin(registry, topics).register(ids);
        TopicPackLibrary packs = teardown.add("pack library", new TopicPackLibrary(topics, serdes, clients));
        packs.start();
        if (packs.isEmpty()) {
            new RulesPublisher(topics, serdes, clients, packs).startRecording(pack, "replay", beginning);
        } else if (!packs.holds(pack.rules().hash(), pack.directory().hash())) {
            throw new IllegalArgumentException(
                    folder + " holds a replay with another pack; choose another --data-dir");
        }
        // A replay that was killed may have left a transaction that nobody ends.
        HangingTransactions hanging = teardown.add("hanging transactions",
                new HangingTransactions(clients, "replay.", true, health));
        teardown.add("transaction looks", new Repeating("transactions", HangingTransactions.EVERY, hanging::look))
                .start();
        StreamsApplication.Shared shared = StreamsApplication.Shared.of(clients, folder.resolve("state"),
                files.instanceId(), 1, COMMIT);
        TocsinTopology page = new TocsinTopology(topics, serdes, packs, new Meters(new SimpleMeterRegistry()),
                (record, partitionTime) -> record.timestamp(), shared.quarantine());
        Stream.of(
                new StreamsApplication("intake", topics.applicationId("intake"),
                        page.intake(new Gate(topics, new SenderKeys(secret, Map.of()))), shared, health),
                new StreamsApplication("desk", topics.applicationId("desk"), page.deskOfRecording(), shared, health))
                .forEach(application -> teardown.add("application", application).start());
    }

    /// Sends what has not been sent yet, waits for the desk, and gives the totals.
    public Totals play(Recording recording, Pace pace, Consumer<String> progress) throws InterruptedException {
        // Its topic holds what the recording holds, from the first offset on.
        Totals totals = new Totals(refused -> recording.reports().get((int) refused.getOffset()).row());
        recording.refused().forEach(row -> totals.refusedRow());
        recording.reports().forEach(report -> totals.reportIn());
        try (SandboxOutputs outputs = new SandboxOutputs(topics, serdes, clients);
                Producer<String, byte[]> producer = producer()) {
            int sent = (int) outputs.end(topics.reports);
            if (sent > 0) {
                progress.accept("goes on after " + sent + " reports sent before");
            }
            send(producer, recording.reports().subList(sent, recording.reports().size()), pace);
            outputs.readUntil(totals, () -> totals.judged() == recording.reports().size() + recording.refused().size());
            if (!recording.reports().isEmpty()) {
                long last = append(producer, recording.reports().getLast().arrivedAt().plus(Sandbox.AFTERWARDS));
                outputs.awaitRead(topics.inbox, topics.applicationId("desk"), last);
                outputs.readToEnd(totals);
            }
        }
        return totals;
    }

    /// The recording vouches for whoever speaks in it.
    private static List<String> issuers(IncidentReport report) {
        return report.getOfficialSignal() == null ? List.of() : List.of(report.getOfficialSignal().getIssuer().strip());
    }

    private void send(Producer<String, byte[]> producer, List<Recording.Recorded> reports, Pace pace)
            throws InterruptedException {
        Future<RecordMetadata> last = null;
        for (Recording.Recorded recorded : reports) {
            pace.await(recorded.arrivedAt());
            IncidentReport report = recorded.report();
            byte[] value = serdes.of(topics.reports).serializer().serialize(topics.reports.name(), report);
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(topics.reports.name(), ONLY_PARTITION,
                    recorded.arrivedAt().toEpochMilli(), report.getAgencyId(), value);
            record.headers().add(Headers.AUTHENTICATION, new Passport(report.getAgencyId(), Role.REPORTER,
                    issuers(report)).sign(value, secret).getBytes(StandardCharsets.UTF_8));
            // A recording states its own arrivals.
            record.headers().add(Headers.APPEND_TIME, new byte[0]);
            last = producer.send(record);
        }
        if (last != null) {
            done(last);
        }
    }

    /// Appends the end of the recording to the inbox; gives its offset.
    private long append(Producer<String, byte[]> producer, Instant at) throws InterruptedException {
        InboxRecord end = new InboxRecord("", null, new RollCall(ONLY_PARTITION, "end of the recording"));
        return done(producer.send(new ProducerRecord<>(topics.inbox.name(), ONLY_PARTITION, at.toEpochMilli(), "",
                serdes.of(topics.inbox).serializer().serialize(topics.inbox.name(), end)))).offset();
    }

    private static RecordMetadata done(Future<RecordMetadata> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the sandbox's broker did not take a record", e.getCause());
        }
    }

    private Producer<String, byte[]> producer() {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ProducerConfig.ACKS_CONFIG, "all");
        configs.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        return new KafkaProducer<>(configs, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public String toString() {
        return "EmbeddedSandbox[" + folder + "]";
    }

    @Override
    public void close() {
        teardown.close();
    }
}
