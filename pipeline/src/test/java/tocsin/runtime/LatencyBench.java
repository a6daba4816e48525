package tocsin.runtime;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.MediaSignal;
import tocsin.v1.Notification;
import tocsin.v1.ReportKind;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// Takes the latencies of docs/performance.md: report appended, verdict readable, first notification readable, message
/// handed over, beside [BareCopy], in one run. Arguments: commit intervals in milliseconds, then `/`, then rates per
/// second, where `500:50` means that of 500 reports a second every fiftieth opens an incident and the others tell more
/// of those open; after another `/`, readings and posts a second that flow beside the reports in one more run.
public final class LatencyBench {
    private static final Duration WARM_UP = Duration.ofSeconds(120);
    private static final Duration STEADY = Duration.ofSeconds(60);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration SETTLE = Duration.ofSeconds(6);
    private static final Duration TICK = Duration.ofMillis(5);
    private static final Pattern NUMBER = Pattern.compile("bench(\\d+)x");

    private final String bootstrap;
    private final String registry;
    private final Map<Integer, Long> appended = new ConcurrentHashMap<>();
    private final Map<Integer, Long> judged = new ConcurrentHashMap<>();
    private final Map<Integer, Long> readable = new ConcurrentHashMap<>();
    private final Map<Integer, Long> handedOver = new ConcurrentHashMap<>();
    private final Map<String, Integer> byNotification = new ConcurrentHashMap<>();
    private volatile boolean stop;
    private Evidence evidence = new Evidence(0, 0);

    private LatencyBench(String bootstrap, String registry) {
        this.bootstrap = bootstrap;
        this.registry = registry;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("tocsin-bench-");
        TocsinProcess broker = TocsinProcess.start(folder.resolve("broker.log"),
                List.of("-XX:+UseSerialGC", "-Xmx512m"), "broker", "--json", "--open", "--data-dir",
                folder.resolve("broker").toString(), "--kafka-port", "0", "--registry-port", "0");
        var addresses = tocsin.wire.RecordJson.MAPPER.readTree(broker.awaitLine("bootstrapServers"));
        List<String> words = List.of(arguments);
        int slash = words.indexOf("/");
        System.out.printf(Locale.ROOT, "%-8s %10s %8s %26s %26s %26s %26s%n", "", "commit ms", "rate/s",
                "judged p50/p90/p99 ms", "notified p50/p90/p99 ms", "handed over p50/p90/p99 ms", "answered");
        for (String interval : words.subList(0, slash)) {
            List<String> rates = words.subList(slash + 1, words.size());
            int beside = rates.indexOf("/");
            for (String rate : beside < 0 ? rates : rates.subList(0, beside)) {
                Duration commit = Duration.ofMillis(Long.parseLong(interval));
                LatencyBench bench = new LatencyBench(addresses.path("bootstrapServers").asText(),
                        addresses.path("schemaRegistryUrl").asText());
                bench.measure(folder, commit, Rate.of(rate));
                if (beside >= 0) {
                    bench.beside(folder, commit, Rate.of(rate), Integer.parseInt(rates.get(beside + 1)),
                            Integer.parseInt(rates.get(beside + 2)));
                }
            }
        }
        broker.stop();
        System.exit(0);
    }

    private void beside(Path folder, Duration commit, Rate rate, int readings, int posts) throws Exception {
        String run = commit.toMillis() + "-" + rate.perSecond() + "-beside";
        evidence = new Evidence(readings, posts);
        tocsin(folder.resolve("tocsin-" + run), "t" + run + ".", commit, rate);
        evidence = new Evidence(0, 0);
    }

    /// How many reports come.
    ///
    /// @param every each so-manieth opens an incident, the others tell more of one of the last [#OPEN]
    private record Rate(int perSecond, int every) {
        private static final int OPEN = 600;

        static Rate of(String words) {
            List<String> parts = List.of(words.split(":", -1));
            return new Rate(Integer.parseInt(parts.getFirst()),
                    parts.size() == 1 ? 1 : Integer.parseInt(parts.getLast()));
        }

        /// The report that opened what this one is about.
        int openedBy(int report) {
            int last = report / every;
            return report % every == 0 ? report : (last - report * 31 % Math.min(last + 1, OPEN)) * every;
        }

        /// How many come while the rate rises, which it does evenly.
        int before(Duration risen) {
            return (int) (perSecond * risen.toSeconds() / 2);
        }

        /// When a report comes, after the first.
        Duration at(int report) {
            double warm = WARM_UP.toSeconds();
            int before = before(WARM_UP);
            double seconds = report < before
                    ? Math.sqrt(2 * warm * report / perSecond)
                    : warm + (report - before) / (double) perSecond;
            return Duration.ofNanos((long) (seconds * 1e9));
        }

        @Override
        public String toString() {
            return every == 1 ? Integer.toString(perSecond) : perSecond + ":" + every;
        }
    }

    /// Readings and posts a second beside the reports.
    private record Evidence(int readings, int posts) {}

    private static final int SENSORS = 500;

    /// Sends readings of gauges, each a second of event time after its last: none is a repetition, and posts about a dozen districts.
    private Thread evidence(Topics topics, Serdes serdes) {
        var readings = serdes.of(topics.sensors).serializer();
        var posts = serdes.of(topics.media).serializer();
        int all = evidence.readings() + evidence.posts();
        Rate together = new Rate(Math.max(1, all), 1);
        return Thread.ofPlatform().start(() -> {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "acks", "all"), new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                long began = System.nanoTime();
                Instant beginning = Instant.now().minusSeconds(600);
                for (int i = 0; !stop && all > 0; i++) {
                    awaitUntil(began + together.at(i).toNanos());
                    if (i % all < evidence.readings()) {
                        String sensor = "rain-" + i % SENSORS;
                        producer.send(new ProducerRecord<>(topics.sensors.name(),
                                sensor.getBytes(StandardCharsets.UTF_8),
                                readings.serialize(topics.sensors.name(), SensorReading.newBuilder().setSensorId(sensor)
                                        .setMetric("rain_mm").setValue(0.01).setUnit("mm")
                                        .setObservedAt(beginning.plusSeconds(i / SENSORS)).setStatus(Status.ACTUAL)
                                        .setReadingId("r" + i).build())));
                    } else {
                        String area = List.of("370202", "370203", "370212", "370213", "370214").get(i % 5);
                        producer.send(new ProducerRecord<>(topics.media.name(), area.getBytes(StandardCharsets.UTF_8),
                                posts.serialize(topics.media.name(), new MediaSignal("p" + i, "weibo", Instant.now(),
                                        "今天第" + i + "次路过商场，天气不错，" + (i % 50 == 0 ? "好像有地方起火了" : "排队买奶茶"), null, null,
                                        new Location(area, null, null, null, null), null, null, Status.ACTUAL))));
                    }
                }
            }
        });
    }

    /// How far what was sent has come when the load ends: appended, through intake, and read by sensing and listening.
    private void through(Topics topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            System.out.printf(Locale.ROOT,
                    "evidence: %d readings and %d posts appended; through intake %d and %d; read %d%n",
                    end(admin, topics.sensors.name()), end(admin, topics.media.name()),
                    end(admin, topics.readings.name()),
                    end(admin, topics.posts.name()),
                    admin.listConsumerGroupOffsets(topics.applicationId("evidence")).partitionsToOffsetAndMetadata()
                            .get()
                            .values().stream().mapToLong(OffsetAndMetadata::offset).sum());
        }
    }

    private static long end(Admin admin, String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < 3; partition++) {
            wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        return admin.listOffsets(wanted).all().get().values().stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset).sum();
    }

    private void measure(Path folder, Duration commit, Rate rate) throws Exception {
        String run = commit.toMillis() + "-" + rate.perSecond();
        tocsin(folder.resolve("tocsin-" + run), "t" + run + ".", commit, rate);
        bare(folder.resolve("bare-" + run), "bare-" + run, commit, rate);
    }

    private void tocsin(Path dataDir, String prefix, Duration commit, Rate rate) throws Exception {
        TocsinSettings settings = new TocsinSettings(Map.of("bootstrap.servers", bootstrap),
                new TocsinSettings.Registry(registry, null), "", prefix, 3, 1, dataDir,
                new TocsinSettings.Http("127.0.0.1", 0),
                Path.of("unused"), ChannelSettings.OUTBOX, List.of(), null, Map.of(), commit,
                new TocsinSettings.EmbeddedPorts(0, 0));
        Topics topics = new Topics(prefix, 3);
        try (Tocsin tocsin = new Tocsin(settings, FixedPacks.rainGauges(SENSORS), Clock.systemUTC(),
                System.err::println)) {
            tocsin.start();
            if (!tocsin.awaitReady(Duration.ofMinutes(2))) {
                throw new IllegalStateException("not ready");
            }
            Serdes serdes = new Serdes(new SchemaIds(new RegistryClient(registry, null), null, true), null, Map.of());
            var reports = serdes.of(topics.reports).serializer();
            var notifications = serdes.of(topics.urgent).deserializer();
            var deliveries = serdes.of(topics.deliveries).deserializer();
            var verdicts = serdes.of(topics.verdicts).deserializer();
            Thread reader = reader(Map.of(topics.verdicts.name(), record -> judged.putIfAbsent(
                    Integer.valueOf(verdicts.deserialize(record.topic(), record.value()).getReportId().substring(1)),
                    System.currentTimeMillis()), topics.urgent.name(), record -> {
                        Notification told = notifications.deserialize(record.topic(), record.value());
                        Matcher number = NUMBER.matcher(told.getBody());
                        if (number.find()) {
                            byNotification.put(told.getNotificationId(), Integer.valueOf(number.group(1)));
                            readable.putIfAbsent(Integer.valueOf(number.group(1)), System.currentTimeMillis());
                        }
                    }, topics.deliveries.name(), record -> {
                        Delivery delivery = deliveries.deserialize(record.topic(), record.value());
                        Integer number = byNotification.get(delivery.getNotificationId());
                        if (number != null && delivery.getState() == DeliveryState.HANDED_OVER) {
                            handedOver.putIfAbsent(number, delivery.getAt().toEpochMilli());
                        }
                    }));
            Thread beside = evidence(topics, serdes);
            load(topics.reports.name(), rate, i -> reports.serialize(topics.reports.name(), report(i, rate)));
            finish(reader);
            beside.join();
            if (evidence.readings() > 0) {
                through(topics);
            }
        }
        print(evidence.readings() > 0 ? "beside" : "tocsin", commit, rate);
    }

    private static IncidentReport report(int i, Rate rate) {
        int openedBy = rate.openedBy(i);
        return Reports.fire("b" + i, Instant.now()).setIncidentRef("bench-" + openedBy)
                .setKind(openedBy == i ? ReportKind.FLASH : ReportKind.FOLLOW_UP)
                .setLocation(new Location("370213", "bench" + openedBy + "x", null, null, null))
                .setCasualties(Reports.tollOf(Grade.III)).build();
    }

    private void bare(Path dataDir, String name, Duration commit, Rate rate) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(BareCopy.topics(name).stream().map(topic -> new NewTopic(topic, 3, (short) 1)
                    .configs(Map.of("message.timestamp.type", "LogAppendTime"))).toList()).all().get();
        }
        byte[] sample = tocsin.schemas.CanonicalAvro.bytes(report(0, rate));
        try (BareCopy copy = new BareCopy(name, bootstrap, dataDir, commit)) {
            copy.start();
            Thread reader = reader(Map.of(name + ".out", record -> judged
                    .putIfAbsent(java.nio.ByteBuffer.wrap(record.value()).getInt(), System.currentTimeMillis())));
            load(name + ".in", rate, i -> java.nio.ByteBuffer.wrap(sample.clone()).putInt(i).array());
            finish(reader);
        }
        print("bare", commit, rate);
    }

    private interface Take {
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    private Thread reader(Map<String, Take> takes) {
        return Thread.ofPlatform().start(() -> {
            Map<String, Object> configs = new HashMap<>(Map.of("bootstrap.servers", bootstrap, "isolation.level",
                    "read_committed", "group.id", "bench-" + System.nanoTime(), "auto.offset.reset", "earliest"));
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configs, new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer.subscribe(takes.keySet());
                while (!stop) {
                    consumer.poll(Duration.ofMillis(20)).forEach(record -> takes.get(record.topic()).take(record));
                }
            }
        });
    }

    private interface Value {
        byte[] of(int number);
    }

    /// Appends on 24 keys, ever faster and then at a steady rate; remembers the append time of what comes when the machine has had time to catch up.
    private void load(String topic, Rate rate, Value value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 5, "acks", "all"), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            int warm = rate.before(WARM_UP) + (int) (rate.perSecond() * STEADY.toSeconds());
            int total = warm + (int) (rate.perSecond() * MEASURED.toSeconds());
            long began = System.nanoTime();
            for (int i = 0; i < total; i++) {
                awaitUntil(began + rate.at(i).toNanos());
                int number = i;
                producer.send(
                        new ProducerRecord<>(topic, ("key" + i % 24).getBytes(StandardCharsets.UTF_8), value.of(i)),
                        (metadata, failure) -> {
                            if (failure == null && number >= warm) {
                                appended.put(number, metadata.timestamp());
                            }
                        });
            }
        }
    }

    /// Waits until something is due, at least [#TICK]: thousands of timers a second would take what is measured.
    private static void awaitUntil(long due) {
        long wait = due - System.nanoTime();
        if (wait > 0) {
            LockSupport.parkNanos(Math.max(wait, TICK.toNanos()));
        }
    }

    private void finish(Thread reader) throws InterruptedException {
        LockSupport.parkNanos(SETTLE.toNanos());
        stop = true;
        reader.join();
    }

    private void print(String what, Duration commit, Rate rate) {
        System.out.printf(Locale.ROOT, "%-8s %10d %8s %26s %26s %26s %26s%n", what, commit.toMillis(), rate,
                percentiles(judged), percentiles(readable), percentiles(handedOver),
                judged.keySet().stream().filter(appended::containsKey).count() + " of " + appended.size());
        appended.clear();
        judged.clear();
        readable.clear();
        handedOver.clear();
        byNotification.clear();
        stop = false;
    }

    private String percentiles(Map<Integer, Long> ends) {
        long[] latencies = ends.entrySet().stream().filter(end -> appended.containsKey(end.getKey()))
                .mapToLong(end -> end.getValue() - appended.get(end.getKey())).sorted().toArray();
        if (latencies.length == 0) {
            return "-";
        }
        return Arrays.stream(new double[]{0.5, 0.9, 0.99})
                .mapToObj(p -> Long
                        .toString(latencies[(int) Math.min(latencies.length - 1L, (long) (p * latencies.length))]))
                .reduce((a, b) -> a + " / " + b).orElse("-");
    }
}
