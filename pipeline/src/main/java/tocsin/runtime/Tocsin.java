package tocsin.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.analytics.RecordReader;
import tocsin.api.Access;
import tocsin.api.Reach;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.api.BoardReportsOut;
import tocsin.observe.Health;
import tocsin.api.HttpApi;
import tocsin.api.Publisher;
import tocsin.api.RecordsDoor;
import tocsin.api.RepliesIn;
import tocsin.connectors.Freshness;
import tocsin.console.ConsolePages;
import tocsin.dispatch.Dispatcher;
import tocsin.dispatch.board.BoardKeeper;
import tocsin.embedded.DataFolder;
import tocsin.embedded.DiskSpace;
import tocsin.embedded.DiskWatch;
import tocsin.embedded.EmbeddedPair;
import tocsin.embedded.FolderLock;
import tocsin.embedded.PairAccess;
import tocsin.intake.Bounds;
import tocsin.intake.Gate;
import tocsin.intake.IntakeProcessor;
import tocsin.intake.Role;
import tocsin.intake.SenderKeys;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.model.Sha256;
import tocsin.model.Silent;
import tocsin.observe.Meters;
import tocsin.persons.Persons;
import tocsin.persons.TopicPersons;
import tocsin.publishing.RulesPublisher;
import tocsin.publishing.TopicPackLibrary;
import tocsin.readmodel.ReadModel;
import tocsin.readmodel.ReadModelFeed;
import tocsin.rules.PackFiles;
import tocsin.rules.directory.Directory;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.RegistrySettings;
import tocsin.schemas.SchemaIds;
import tocsin.topology.ArrivalTime;
import tocsin.topology.TocsinTopology;
import tocsin.transit.TlsKeyReader;
import tocsin.v1.Grade;
import tocsin.v1.Status;
import tocsin.wire.Seal;
import tocsin.wire.Serdes;
import tocsin.wire.TopicReader;
import tocsin.wire.Topics;

/// A running Tocsin.
public final class Tocsin implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tocsin.class);

    /// How often those commit that carry thousands of readings a second to a level that changes.
    private static final Duration STEADY = Duration.ofMillis(200);
    /// How often those commit that nobody waits for at night, such as meters, receipts and checkpoints.
    private static final Duration UNHURRIED = Duration.ofMillis(500);

    private static final Duration CLOCK_TOLD_FOR = Duration.ofSeconds(30);

    private final TocsinSettings settings;
    private final PackFiles pack;
    private final InstantSource clock;
    private final Consumer<String> progress;
    private final Consumer<String> startAgain;
    private final InstanceFiles files;
    private final Teardown teardown = new Teardown();
    private final Health health = new Health();
    private final ReadModel model = new ReadModel();
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(prometheus);
    private final Freshness freshness = new Freshness();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch working = new CountDownLatch(1);
    private final AtomicReference<@Nullable DiskWatch> disk = new AtomicReference<>();
    private final AtomicReference<@Nullable Persons> persons = new AtomicReference<>();
    private final HttpApi http;

    /// @param pack the pack to put in force
    /// @param progress told in a line what takes time
    public Tocsin(TocsinSettings settings, PackFiles pack, InstantSource clock, Consumer<String> progress) {
        this(settings, pack, clock, progress, why -> LOG.error("it should be started again: {}", why));
    }

    /// @param startAgain told why this process must be started again
    public Tocsin(TocsinSettings settings, PackFiles pack, InstantSource clock, Consumer<String> progress,
            Consumer<String> startAgain) {
        this.startAgain = startAgain;
        this.settings = settings;
        this.pack = pack;
        this.clock = clock;
        this.progress = progress;
        this.files = new InstanceFiles(settings.dataDir());
        this.http = new HttpApi(health, keys(), clock, settings.limits().http(), meters, this::scrape,
                routes -> ConsolePages.routes(routes, Access.OPEN, Reach.EVERYWHERE), settings.http().transit());
    }

    /// Starts: the address answers at once, everything else as soon as the broker and the registry are there.
    public void start() {
        List.of("broker", "registry", "http-intake", "intake", "signals", "evidence", "desk", "analytics", "receipts",
                "audit", "api")
                .forEach(component -> health.set(component, Health.STARTING));
        try {
            teardown.add("data folder", FolderLock.take(settings.dataDir(), ".instance.lock", "a Tocsin"));
            DataFolder.tighten(settings.dataDir()).forEach(LOG::warn);
            DiskWatch disk = teardown.add("disk", watchDisk());
            http.refuseWhile(disk::refusal, disk::refusalToFinish);
            health.set("clock", Health.OK);
            teardown.add("clock", new ClockWatch(clock, System::nanoTime, this::clockStepped)).start();
            http.start(settings.http().host(), settings.http().port());
            teardown.add("http", http);
            settings.http().transit().tls().map(TlsKeyReader::warnings).orElse(List.of()).forEach(LOG::warn);
            files.removeCertificate();
            http.onCertificate(files::writeCertificate);
            files.writeEndpoint(new InstanceFiles.Endpoint(url(), files.consoleKey(), null, null, settings.prefix()));
            PairAccess access = pairAccess();
            EmbeddedPair pair = teardown.add("embedded pair", EmbeddedPair.start(
                    new EmbeddedPair.Wanted(settings.hasEmbeddedBroker(), settings.embedded().brokerPort(),
                            settings.hasEmbeddedRegistry(), settings.embedded().registryPort(), access),
                    settings.dataDir(), disk::room, progress));
            new ClientFiles(settings.dataDir()).write(pair, settings.hasEmbeddedBroker(),
                    settings.hasEmbeddedRegistry(), access);
            Thread.ofPlatform().name("bring-up").start(() -> bringUp(pair, access));
        } catch (RuntimeException e) {
            teardown.close();
            throw e;
        }
    }

    /// After a step forward what is due falls due at once. After a step back nothing that waits by the clock would end
    /// before the clock is where it was: everything is started again.
    private void clockStepped(Duration step) {
        meters.clockStep(step);
        String sentence = "the system's clock was set " + (step.isNegative() ? "back" : "forward") + " by "
                + step.abs().toSeconds() + " s";
        LOG.error("clock: {}{}", sentence, step.isNegative() ? "; everything is started again" : "");
        health.set("clock", sentence);
        if (step.isNegative()) {
            startAgain.accept(sentence);
        } else {
            Thread.ofVirtual().start(this::clockIsAsItIs);
        }
    }

    private void clockIsAsItIs() {
        try {
            if (!closing.await(CLOCK_TOLD_FOR.toMillis(), TimeUnit.MILLISECONDS)) {
                health.set("clock", Health.OK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DiskWatch watchDisk() {
        DiskSpace space = DiskSpace.of(settings.dataDir());
        DiskWatch watch = new DiskWatch(settings.dataDir().toString(), space, DiskWatch.limits(space),
                why -> health.set("disk", why.orElse(Health.OK)));
        disk.set(watch);
        watch.start();
        return watch;
    }

    /// How this instance comes in to what it brings along; null where it brings nothing along that asks.
    private @Nullable PairAccess pairAccess() {
        boolean asks = !settings.embedded().open()
                && (settings.hasEmbeddedBroker() || settings.hasEmbeddedRegistry());
        return asks ? new ClientFiles(settings.dataDir()).access() : null;
    }

    private void bringUp(EmbeddedPair pair, @Nullable PairAccess access) {
        try {
            String bootstrap = settings.hasEmbeddedBroker() ? pair.brokerAddress()
                    : settings.kafka().get("bootstrap.servers");
            String url = settings.hasEmbeddedRegistry() ? pair.registryUrl() : settings.registry().url();
            files.writeEndpoint(new InstanceFiles.Endpoint(url(), files.consoleKey(),
                    settings.hasEmbeddedBroker() ? bootstrap : null, settings.hasEmbeddedRegistry() ? url : null,
                    settings.prefix()));
            String auth = settings.hasEmbeddedRegistry()
                    ? access == null ? null : access.ownRegistry()
                    : settings.registry().basicAuth();
            http.deployment(deployment(String.valueOf(bootstrap), url, access != null));
            Map<String, Object> clients = Clients.of(settings, String.valueOf(bootstrap), access);
            Map<String, Object> serdeConfigs = serdeConfigs(url, auth);
            Topics topics = new Topics(settings.prefix(), settings.partitions());
            RegistryClient registry = teardown.add("registry client",
                    new RegistryClient(url, auth));
            SchemaIds ids = new SchemaIds(registry,
                    Path.of(String.valueOf(serdeConfigs.get(RegistrySettings.CACHE_DIR))),
                    true);
            Serdes serdes = new Serdes(ids, settings.serde().isBlank() ? null : settings.serde(), serdeConfigs);
            SchemasAdmin schemas = new SchemasAdmin(registry, topics);
            teardown.add("watch", new Watch(clients, registry, health, schemas::setLevels)).start();
            watchAccess(clients, topics);
            untilItWorks("broker", () -> createTopics(clients, topics, access != null));
            untilItWorks("registry", () -> {
                schemas.register(ids);
                schemas.setLevels();
            });
            TopicPackLibrary packs = teardown.add("pack library", new TopicPackLibrary(topics, serdes, clients));
            packs.start();
            RulesPublisher rules = new RulesPublisher(topics, serdes, clients, packs);
            untilItWorks("pack", () -> activate(rules, packs));
            serve(clients, topics, serdes, packs, rules);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Tocsin cannot start", e);
            health.set("start", "failed: " + e.getMessage());
            health.fatal("start", "failed: " + e.getMessage());
        }
    }

    /// At its own broker Tocsin may do everything.
    private void watchAccess(Map<String, Object> clients, Topics topics) {
        if (!settings.hasEmbeddedBroker()) {
            AclWatch allowed = teardown.add("broker access", new AclWatch(clients, topics, health, clock));
            teardown.add("access looks", new Repeating("broker-access", AclWatch.EVERY, Duration.ofMillis(500),
                    allowed::look)).start();
        }
    }

    /// Where the records are, for commands that use them; no secret is told.
    private ObjectNode deployment(String bootstrap, String registry, boolean asks) {
        boolean guarded = asks || settings.registry().basicAuth() != null || settings.kafka().keySet().stream()
                .anyMatch(name -> name.startsWith("sasl.") || name.startsWith("ssl.") || name.startsWith("security."));
        return JsonNodeFactory.instance.objectNode().put("bootstrapServers", bootstrap)
                .put("schemaRegistryUrl", registry).put("prefix", settings.prefix())
                .put("partitions", settings.partitions()).put("replication", settings.replication())
                .put("needsConfiguration", guarded);
    }

    private void serve(Map<String, Object> clients, Topics topics, Serdes serdes, TopicPackLibrary packs,
            RulesPublisher rules) throws InterruptedException {
        byte[] secret = SenderKeys.bytes(secret());
        Seal seal = new Seal(secret);
        Map<String, byte[]> agencyKeys = new HashMap<>();
        settings.agencyKeys().forEach((agency, key) -> agencyKeys.put(agency, SenderKeys.bytes(key)));
        StreamsApplication.Shared shared = StreamsApplication.Shared.of(clients, settings.dataDir().resolve("state"),
                files.instanceId(), settings.replication(), settings.commitInterval());
        StreamsApplication.Shared steady = shared.noOftenerThan(STEADY);
        StreamsApplication.Shared unhurried = shared.noOftenerThan(UNHURRIED);
        TocsinTopology page = new TocsinTopology(topics, serdes, packs, meters, new ArrivalTime(clock),
                shared.quarantine());
        SenderKeys keys = new SenderKeys(secret, agencyKeys);
        Gate gate = new Gate(topics, keys);
        IntakeBacklog backlog = teardown.add("intake backlog",
                new IntakeBacklog(clients, Map.of(topics.commands.name(), topics.applicationId("intake"),
                        topics.commandsByHttp.name(), topics.applicationId("http-intake"))));
        backlog.start();
        List<StreamsApplication> applications = List.of(
                application("http-intake", page.httpIntake(gate), topics, shared.markingAppendTimes().ofStrangers()),
                application("intake", page.intake(gate), topics, shared.markingAppendTimes().ofStrangers()),
                application("signals", page.signals(gate), topics, steady.markingAppendTimes().ofStrangers()),
                application("evidence", page.evidence(), topics, steady),
                application("desk", page.desk(backlog::isRead), topics, shared),
                application("analytics", page.analytics(), topics, unhurried),
                application("receipts", page.receipts(seal), topics, unhurried),
                application("audit", page.audit(seal), topics, unhurried));
        teardown.add("applications", new Together(applications));
        applications.forEach(StreamsApplication::start);
        String waiting = topics.applicationId("intake") + "-" + IntakeProcessor.WAITING + "-changelog";
        teardown.add("read model", new ReadModelFeed(topics, serdes, clients, waiting, model, keys)).start();
        Publisher publisher = teardown.add("publisher", new Publisher(clients, serdes, secret));
        new Lookouts(clients, topics, settings.hasEmbeddedBroker(), health, meters, clock).start(teardown, settings,
                publisher, packs, model);
        Outlets outlets = new Outlets(settings.channels(), settings.dataDir().resolve("outbox"),
                packs::activeDirectory, model, new BoardReportsOut(topics, publisher, model), files.instanceId(), clock,
                secret);
        teardown.add("dispatch", new Dispatcher(topics, serdes, clients, files.instanceId(), outlets.channels(), packs,
                meters, health, clock)).start();
        BoardKeeper boards = new BoardKeeper(outlets.drivers(), packs::activeDirectory, model,
                (board, contact) -> publisher.note(topics.inbox, board.desk(),
                        new InboxRecord(board.desk(), null, contact)),
                meters, clock);
        teardown.add("boards", new Repeating("boards", BoardKeeper.LOOK_EVERY, boards::look)).start();
        outlets.twilio().ifPresent(twilio -> teardown.add("replies", new Repeating("replies",
                outlets.asksForRepliesEvery(),
                new ReplyPoller(twilio, new RepliesIn(topics, publisher, packs, model), clock)::look)).start());
        teardown.add("feeds",
                new Feeds(new RecordsDoor(topics, publisher, clock), freshness, clock, files.instanceId()))
                .start(settings.feeds());
        teardown.add("freshness", new Repeating("freshness", Duration.ofSeconds(5),
                () -> lookForSilence(topics, publisher, packs))).start();
        TopicPersons rows = teardown.add("persons", new TopicPersons(topics, serdes, clients, secret));
        rows.start();
        Persons people = rows.persons(id -> packs.activeDirectory().officials().containsKey(id),
                new Persons.Bounds(settings.limits().sessions(), settings.limits().http().wrongKeysPerMinute(),
                        http.passphraseSeats()),
                meters, clock);
        persons.set(people);
        http.open(people, this::publicUrl);
        teardown.add("ended sessions", new Repeating("ended-sessions", Duration.ofMinutes(1),
                people.sessions()::sweep)).start();
        http.open(topics, publisher, model, freshness, packs, rules,
                new RecordReader(topics, new TopicReader(serdes, clients)),
                seal, clock, secret, outlets.twilioSignature());
        health.set("api", Health.OK);
        working.countDown();
    }

    private void lookForSilence(Topics topics, Publisher publisher, TopicPackLibrary packs) {
        Instant now = clock.instant();
        freshness.look(now, (fresh, stalled) -> stalled(topics, publisher, packs, fresh));
        Directory directory = packs.activeDirectory();
        directory.agencies().keySet().forEach(agency -> meters.agencyAge(agency, model.lastReport(agency)
                .map(last -> Duration.between(last, now).toSeconds()).orElse(-1L)));
        directory.sensorGroups().values().forEach(group -> meters.silentSensors(group.id(),
                model.silentOf(group.sensors())));
    }

    /// A feed that stalls, or comes again, is news for the desk of the whole city.
    private void stalled(Topics topics, Publisher publisher, TopicPackLibrary packs, Freshness.Fresh fresh) {
        String desk = packs.activeDirectory().defaultDesk();
        Instant now = clock.instant();
        publisher.note(topics.inbox, desk, new InboxRecord(desk, null,
                new SensorFault(fresh.feed(), Silent.FEED, fresh.stalled() ? SensorFaultKind.STALLED
                        : SensorFaultKind.RECOVERED, fresh.lastAt() == null ? now : fresh.lastAt(), now,
                        Status.ACTUAL)));
    }

    private StreamsApplication application(String name, org.apache.kafka.streams.Topology topology, Topics topics,
            StreamsApplication.Shared shared) {
        return new StreamsApplication(name, topics.applicationId(name), topology, shared, health);
    }

    private void createTopics(Map<String, Object> clients, Topics topics, boolean asks) {
        try (Admin admin = Admin.create(clients)) {
            if (asks && settings.hasEmbeddedBroker()) {
                EmbeddedAcls.set(admin, topics);
            }
            TopicsAdmin topicsAdmin = new TopicsAdmin(admin, topics, settings.replication());
            List<String> created = topicsAdmin.create();
            if (!created.isEmpty()) {
                LOG.info("created topics: {}", created);
            }
            List<String> claimed = topicsAdmin.withClaimedTimes();
            if (!claimed.isEmpty()) {
                LOG.warn("topics without LogAppendTime: {}; records on them arrive when they are read", claimed);
            }
            // Releases before had one application for all of intake.
            OffsetHandover handover = new OffsetHandover(admin);
            handover.takeOver(topics.applicationId("intake"), topics.applicationId("signals"),
                    Set.of(topics.sensors.name(), topics.media.name()));
            handover.takeOver(topics.applicationId("intake"), topics.applicationId("http-intake"),
                    Set.of(topics.replies.name()));
        }
    }

    private void activate(RulesPublisher rules, TopicPackLibrary packs) {
        rules.start(pack, files.instanceId(), clock.instant())
                .ifPresentOrElse(publication -> LOG.info("pack {} is in force", publication.getPackHash()), () -> {
                    if (!packs.holds(pack.rules().hash(), pack.directory().hash())) {
                        LOG.warn("the pack this instance was started with was in force before and has been taken over"
                                + " from by a publication, which stays; see ./tocsin rules history");
                    }
                });
    }

    private interface Step {
        void take();
    }

    /// Tries again until it works: whatever is away at the start is waited for.
    private void untilItWorks(String component, Step step) throws InterruptedException {
        while (true) {
            try {
                step.take();
                return;
            } catch (KafkaException e) {
                LOG.warn("waits for {}: {}", component, e.getMessage());
                if (closing.await(1, TimeUnit.SECONDS)) {
                    throw new InterruptedException("closing");
                }
            }
        }
    }

    private Map<String, Object> serdeConfigs(String url, @Nullable String auth) {
        Map<String, Object> configs = new HashMap<>();
        configs.put(RegistrySettings.URL, url);
        configs.put(RegistrySettings.CACHE_DIR, settings.dataDir().resolve("schemas").toString());
        configs.put("specific.avro.reader", true);
        if (auth != null) {
            configs.put(RegistrySettings.CREDENTIALS_SOURCE, "USER_INFO");
            configs.put(RegistrySettings.USER_INFO, auth);
        }
        return configs;
    }

    private String secret() {
        String secret = settings.signingSecret();
        return secret != null ? secret : files.signingSecret();
    }

    /// The configured keys, and one of this instance's own for the console and commands on the same machine.
    private List<ApiKey> keys() {
        List<ApiKey> keys = new ArrayList<>(settings.apiKeys());
        keys.add(new ApiKey(new Caller("console", Role.ADMINISTRATOR, null, null, Bounds.NONE),
                Sha256.of(files.consoleKey().getBytes(StandardCharsets.UTF_8))));
        return keys;
    }

    private String scrape() {
        Map<Grade, Long> open = model.openByGrade();
        for (Grade grade : Grade.values()) {
            meters.incidentsOpen(grade, open.getOrDefault(grade, 0L));
        }
        DiskWatch watched = disk.get();
        if (watched != null) {
            meters.diskFree(watched.free());
        }
        Instant now = clock.instant();
        freshness.all().forEach(fresh -> meters.feed(fresh.feed(), fresh.lastAt() == null
                ? -1
                : Duration.between(fresh.lastAt(), now).toSeconds(), fresh.stalled(), fresh.records(),
                fresh.refused()));
        return prometheus.scrape();
    }

    /// Waits until everything works.
    ///
    /// @return whether it does within this time
    public boolean awaitReady(Duration within) throws InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < until) {
            if (working.getCount() == 0 && health.allWorks()) {
                return true;
            }
            if (closing.await(50, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    /// The address it is reached at.
    public String url() {
        return settings.http().scheme() + "://" + settings.http().host() + ":" + http.port();
    }

    /// The address people reach it at from elsewhere.
    private String publicUrl() {
        URI configured = settings.channels().publicUrl();
        return configured == null ? url() : configured.toString().replaceAll("/+$", "");
    }

    /// Who may sign in. Throws [IllegalStateException] before everything works.
    public Persons persons() {
        Persons known = persons.get();
        if (known == null) {
            throw new IllegalStateException("who may sign in has not been read yet");
        }
        return known;
    }

    /// The key of the console.
    public String consoleKey() {
        return files.consoleKey();
    }

    /// What has been put out.
    public ReadModel model() {
        return model;
    }

    /// What works and what does not.
    public Health health() {
        return health;
    }

    @Override
    public void close() {
        closing.countDown();
        teardown.close();
    }
}
