package tocsin.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tocsin.desk.FixedPacks;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channels;
import tocsin.dispatch.Dispatcher;
import tocsin.dispatch.Notifications;
import tocsin.dispatch.sms.SmsChannel;
import tocsin.dispatch.sms.twilio.TwilioProvider;
import tocsin.dispatch.sms.twilio.TwilioSettings;
import tocsin.doubles.FreePort;
import tocsin.doubles.twilio.Ending;
import tocsin.doubles.twilio.TwilioDouble;
import tocsin.model.Sha256;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryState;
import tocsin.v1.Notification;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// Takes the dispatch figures of docs/performance.md, through the official SDK and the ledger, against a double of Twilio
/// that answers at once, beside the SDK alone, in one run.
///
/// Arguments: `rate COUNT`, or `outage COUNT SECONDS`: a provider that is away for so long while so many wait, a
/// hundredth of them worth half of it.
public final class DispatchBench {
    private static final String SID = "AC00000000000000000000000000000001";
    private static final int CONNECTIONS = 64;

    private final String bootstrap;
    private final Serdes serdes;
    private final Topics topics;

    private DispatchBench(String bootstrap, RegistryClient registry, String prefix) {
        this.bootstrap = bootstrap;
        this.topics = new Topics(prefix, 3);
        SchemaIds ids = new SchemaIds(registry, null, true);
        this.serdes = new Serdes(ids, null, Map.of());
        try (Admin admin = Admin.create(clients())) {
            new TopicsAdmin(admin, topics, 1).create();
        }
        new SchemasAdmin(registry, topics).register(ids);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("tocsin-bench-");
        TocsinProcess broker = TocsinProcess.start(folder.resolve("broker.log"), "broker", "--json", "--open",
                "--data-dir",
                folder.resolve("broker").toString(), "--kafka-port", "0", "--registry-port", "0");
        JsonNode addresses = tocsin.wire.RecordJson.MAPPER.readTree(broker.awaitLine("bootstrapServers"));
        RegistryClient registry = new RegistryClient(addresses.path("schemaRegistryUrl").asText(), null);
        int count = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("rate")) {
            for (int run = 1; run <= 3; run++) {
                DispatchBench bench = new DispatchBench(addresses.path("bootstrapServers").asText(), registry,
                        "bench" + run + ".");
                double alone = bench.sdkAlone(count);
                double whole = bench.rate(count);
                System.out.printf(Locale.ROOT, "run %d: SDK alone %.0f/s, dispatch %.0f/s%n", run, alone, whole);
            }
        } else {
            new DispatchBench(addresses.path("bootstrapServers").asText(), registry, "outage.")
                    .outage(count, Duration.ofSeconds(Long.parseLong(arguments[2])));
        }
        broker.kill();
        System.exit(0);
    }

    private Map<String, Object> clients() {
        return new HashMap<>(Map.of("bootstrap.servers", bootstrap));
    }

    private static SmsChannel channel(int port) {
        return new SmsChannel(new TwilioProvider(new TwilioSettings(SID, "secret", null, "+8653200000100",
                URI.create("http://127.0.0.1:" + port), null, CONNECTIONS, Duration.ofSeconds(2),
                Duration.ofMinutes(1)), Clock.systemUTC()), Clock.systemUTC());
    }

    private static Notification sms(int n, int recipient, Instant now, Duration worth) {
        return Notifications.sms(Sha256.of("bench", Integer.toString(n)).substring(0, 32),
                "+86532" + String.format(Locale.ROOT, "%08d", recipient), now).setRecipient("person-" + recipient)
                .setBody("message " + n + " of the bench").setExpiresAt(now.plus(worth)).build();
    }

    /// The SDK's own rate with as many calls at a time and nothing around it.
    private double sdkAlone(int count) throws Exception {
        try (TwilioDouble twilio = new TwilioDouble(0, SID, "secret");
                SmsChannel channel = channel(twilio.port());
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Semaphore places = new Semaphore(CONNECTIONS);
            Semaphore done = new Semaphore(0);
            Instant now = Instant.now();
            long began = System.nanoTime();
            for (int n = 0; n < count; n++) {
                Notification notification = sms(n, n, now, Duration.ofHours(1));
                places.acquire();
                callers.execute(() -> {
                    if (!(channel.send(notification) instanceof Attempt.HandedOver)) {
                        throw new IllegalStateException("not handed over");
                    }
                    places.release();
                    done.release();
                });
            }
            done.acquire(count);
            return count * 1e9 / (System.nanoTime() - began);
        }
    }

    private Dispatcher dispatcher(int port) {
        return new Dispatcher(topics, serdes, clients(), "bench", new Channels(List.of(channel(port))),
                new FixedPacks(), new Meters(new SimpleMeterRegistry()), new Health(), Clock.systemUTC());
    }

    private void publish(List<Notification> notifications) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(clients(), new StringSerializer(),
                new ByteArraySerializer())) {
            for (Notification notification : notifications) {
                producer.send(new ProducerRecord<>(topics.urgent.name(), notification.getRecipient(),
                        serdes.of(topics.urgent).serializer().serialize(topics.urgent.name(), notification)));
            }
        }
    }

    private double rate(int count) throws Exception {
        try (TwilioDouble twilio = new TwilioDouble(0, SID, "secret")) {
            twilio.ending(Ending.none());
            Instant now = Instant.now();
            List<Notification> all = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                all.add(sms(n, n, now, Duration.ofHours(1)));
            }
            publish(all);
            try (Dispatcher dispatcher = dispatcher(twilio.port())) {
                dispatcher.start();
                long began = until(twilio, 1);
                long ended = until(twilio, count);
                return count * 1e9 / (ended - began);
            }
        }
    }

    private static long until(TwilioDouble twilio, int accepted) {
        while (twilio.creates() < accepted) {
            LockSupport.parkNanos(1_000_000);
        }
        return System.nanoTime();
    }

    private void outage(int count, Duration away) throws Exception {
        int port = FreePort.find();
        int people = count / 25;
        Instant now = Instant.now();
        List<Notification> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            all.add(sms(n, n % people, now, n % 100 == 99 ? away.dividedBy(2) : Duration.ofHours(2)));
        }
        publish(all);
        try (Dispatcher dispatcher = dispatcher(port)) {
            dispatcher.start();
            LockSupport.parkNanos(away.toNanos());
            long back = System.nanoTime();
            int expired = count / 100;
            try (TwilioDouble twilio = new TwilioDouble(port, SID, "secret")) {
                twilio.ending(Ending.none());
                until(twilio, 1);
                long first = System.nanoTime();
                long last = until(twilio, count - expired);
                System.out.printf(Locale.ROOT,
                        "away %d s, %d waited: first %.1f s after it was back, %d drained in %.1f s (%.0f/s)%n",
                        away.toSeconds(), count, (first - back) / 1e9, count - expired, (last - first) / 1e9,
                        (count - expired) * 1e9 / (last - first));
                LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
                report(all, twilio, people);
            }
        }
    }

    private void report(List<Notification> all, TwilioDouble twilio, int people) throws Exception {
        Map<String, Integer> place = new HashMap<>();
        all.forEach(notification -> place.put(notification.getBody(), place.size()));
        Map<String, Integer> newest = new HashMap<>();
        int overtaken = 0;
        for (TwilioDouble.Accepted sms : twilio.accepted()) {
            int here = place.get(sms.body());
            overtaken += here < newest.merge(sms.to(), here, Math::max) ? 1 : 0;
        }
        Map<DeliveryState, Integer> states = new HashMap<>();
        Map<String, DeliveryState> last = new HashMap<>();
        for (Delivery delivery : new Committed(bootstrap, serdes, topics).deliveries()) {
            last.put(delivery.getNotificationId(), delivery.getState());
        }
        last.values().forEach(state -> states.merge(state, 1, Integer::sum));
        System.out.println("people=" + people + " twice="
                + twilio.acceptedByBody().values().stream().filter(times -> times > 1).count()
                + " out of order for a person="
                + overtaken + " states=" + states);
    }
}
