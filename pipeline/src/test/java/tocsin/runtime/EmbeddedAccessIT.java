package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.embedded.DiskWatch;
import tocsin.embedded.EmbeddedBroker;
import tocsin.embedded.PairAccess;
import tocsin.wire.Acl;
import tocsin.wire.Topics;

/// What processes of the same machine may do at the embedded broker.
class EmbeddedAccessIT {
    @TempDir
    private Path folder;

    private Map<String, Object> at(EmbeddedBroker broker, Map<String, Object> who) {
        Map<String, Object> clients = new HashMap<>(who);
        clients.put("bootstrap.servers", broker.address());
        clients.put("max.block.ms", 10_000);
        clients.put("default.api.timeout.ms", 10_000);
        clients.put("request.timeout.ms", 5_000);
        return clients;
    }

    private void send(Map<String, Object> clients, String topic) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(clients, new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "of " + topic)).get(15, TimeUnit.SECONDS);
        }
    }

    private Throwable refused(Map<String, Object> clients, String topic) {
        return assertThrows(ExecutionException.class, () -> send(clients, topic)).getCause();
    }

    private static List<Acl> missing(Map<String, Object> client, Topics topics) {
        try (Admin admin = Admin.create(client)) {
            return new AclCheck(admin, client, new AclList(topics).ofEmbeddedClient(), 10_000).missing();
        }
    }

    private static int read(Map<String, Object> clients, String topic) {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(configs, new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            int count = 0;
            while (count == 0 && System.nanoTime() < until) {
                count = consumer.poll(Duration.ofMillis(200)).count();
            }
            return count;
        }
    }

    @Test
    void aFolderOfBeforeGoesOnAndOnlyWhoHasAFileComesInToDoWhatHeMay() throws Exception {
        // Given: a folder of a release that asked nobody
        Topics topics = new Topics("tocsin.", 1);
        Path data = folder.resolve("broker");
        try (EmbeddedBroker before = new EmbeddedBroker(data, 0);
                Admin admin = Admin.create(at(before, Map.of()))) {
            new TopicsAdmin(admin, topics, 1).create();
            send(at(before, Map.of()), topics.verdicts.name());
        }

        // When
        ClientFiles files = new ClientFiles(folder);
        PairAccess access = files.access();
        try (EmbeddedBroker broker = new EmbeddedBroker(data, 0, access, () -> DiskWatch.Room.AMPLE);
                Admin admin = Admin.create(at(broker, access.ownKafka()))) {
            files.write(broker.address(), null, access);
            EmbeddedAcls.set(admin, topics);
            Map<String, Object> client = at(broker, access.clientKafka());

            // Then its records are there, and the client writes what producers send
            TocsinProcess.await("its rights in force", Duration.ofSeconds(30),
                    () -> missing(client, topics).isEmpty());
            // What the broker says is allowed and what it lets in may be a moment apart.
            TocsinProcess.await("its records", Duration.ofSeconds(30), () -> {
                try {
                    return read(client, topics.verdicts.name()) == 1;
                } catch (TopicAuthorizationException e) {
                    return false;
                }
            });
            for (String topic : List.of(topics.reports.name(), topics.sensors.name(), topics.media.name())) {
                send(client, topic);
            }
            for (String topic : List.of(topics.inbox.name(), topics.reportsByHttp.name(), topics.verdicts.name(),
                    topics.rules.name())) {
                assertInstanceOf(TopicAuthorizationException.class, refused(client, topic), topic);
            }
            assertThrows(TopicAuthorizationException.class, () -> read(client, topics.inbox.name()));
            assertThrows(TopicAuthorizationException.class, () -> read(client, topics.urgent.name()));

            // And who shows no password, or a wrong one, is nobody; Tocsin itself does everything
            assertInstanceOf(SaslAuthenticationException.class, refused(
                    at(broker, new PairAccess("x".repeat(20), "y".repeat(20)).ownKafka()), topics.reports.name()));
            assertInstanceOf(KafkaException.class, refused(at(broker, Map.of()), topics.reports.name()));
            send(at(broker, files.own().orElseThrow().kafka()), topics.inbox.name());
        }
        for (String file : List.of(ClientFiles.CLIENT, ClientFiles.OWN, "broker-password", "client-password")) {
            assertEquals(PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(folder.resolve(file)), file);
        }

        // And an open pair leaves no file behind
        files.write(null, null, null);
        assertEquals(Set.of(false), Set.of(Files.exists(folder.resolve(ClientFiles.OWN))));
        assertFalse(Files.exists(folder.resolve(ClientFiles.CLIENT)));
    }
}
