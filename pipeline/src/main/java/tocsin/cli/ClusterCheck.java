package tocsin.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import tocsin.runtime.AclCheck;
import tocsin.runtime.AclList;
import tocsin.runtime.BrokerLimits;
import tocsin.runtime.PlainAddress;
import tocsin.runtime.SettingsReader;
import tocsin.runtime.TocsinSettings;
import tocsin.runtime.TopicsAdmin;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.RegistryRefusedException;
import tocsin.wire.Acl;

/// What `check` finds where a configuration points to: the data folder, ports, the class path, broker and registry.
final class ClusterCheck {
    private static final String BROKERS = "kafka.bootstrap.servers";
    private static final String REGISTRY = "schema-registry.url";

    private static final int WITHIN_MS = 5_000;

    private final SettingsReader.Examined examined;
    private final TocsinSettings settings;
    private final List<String> problems;
    private final List<String> warnings;

    private ClusterCheck(SettingsReader.Examined examined, List<String> problems, List<String> warnings) {
        this.examined = examined;
        this.settings = examined.settings();
        this.problems = problems;
        this.warnings = warnings;
    }

    /// Adds what is wrong, and what works and may surprise.
    static void look(SettingsReader.Examined examined, List<String> problems, List<String> warnings) {
        ClusterCheck check = new ClusterCheck(examined, problems, warnings);
        check.dataDir();
        check.serde();
        check.port();
        check.broker();
        check.registry();
    }

    private void problem(String key, String sentence) {
        problems.add(examined.place(key) + ": " + sentence);
    }

    private void dataDir() {
        Path existing = settings.dataDir().toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && !Files.isDirectory(existing)) {
            problem("data-dir", existing + " is a file, and not a folder; choose another");
        } else if (existing == null || !Files.isWritable(existing)) {
            problem("data-dir", settings.dataDir() + " cannot be written; choose another or change its owner");
        }
    }

    private void serde() {
        if (!settings.serde().isBlank()) {
            try {
                Class.forName(settings.serde(), false, ClusterCheck.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                problem("serde", "\"" + settings.serde()
                        + "\" is not on the class path; put its jar into pipeline/target/lib, or leave serde out");
            }
        }
    }

    /// A port that is taken is no fault: this Tocsin itself may run.
    private void port() {
        if (settings.http().port() == 0) {
            return;
        }
        try (ServerSocket free = new ServerSocket(settings.http().port(), 1,
                InetAddress.getByName(settings.http().host()))) {
            free.setReuseAddress(true);
        } catch (BindException e) {
            warnings.add(examined.place("http.port") + ": " + settings.http().port() + " on " + settings.http().host()
                    + " cannot be listened on now; unless this Tocsin runs already, choose another port or host");
        } catch (UnknownHostException e) {
            problem("http.port", "the host " + settings.http().host() + " is not known; correct http.host");
        } catch (IOException e) {
            warnings.add(examined.place("http.port") + ": " + FailureWords.of(e));
        }
    }

    private void broker() {
        if (settings.hasEmbeddedBroker()) {
            return;
        }
        try (Admin admin = ClusterOptions.admin(settings)) {
            List<Acl> missing = new AclCheck(admin, settings.kafka(),
                    new AclList(ClusterOptions.topics(settings)).tocsin(), WITHIN_MS)
                    .missing();
            missing.forEach(acl -> problem("kafka", AclCheck.sentence(acl, settings.kafka())));
            if (!missing.isEmpty()) {
                return;
            }
            TopicsAdmin topics = new TopicsAdmin(admin, ClusterOptions.topics(settings), settings.replication());
            topics.withClaimedTimes().forEach(topic -> problem("kafka", "topic " + topic
                    + " carries the times that senders claim, so what comes on it arrives only when it is read; set"
                    + " message.timestamp.type=LogAppendTime on it, for example with kafka-configs --alter"));
            new BrokerLimits(admin).remarks().forEach(remark -> warnings.add(examined.place("kafka") + ": " + remark));
            topics.list().stream().filter(state -> state.partitions() == 0)
                    .forEach(state -> problem("kafka", "topic " + state.topic().name()
                            + " is missing; create it with ./tocsin topics create"));
        } catch (KafkaException e) {
            problem(BROKERS, PlainAddress.withoutPassword(String.valueOf(settings.kafka().get("bootstrap.servers")))
                    + " does not answer as it should: " + FailureWords.broker(e)
                    + "; start the broker or correct the address");
        }
    }

    private void registry() {
        if (settings.hasEmbeddedRegistry()) {
            return;
        }
        String url = settings.registry().url();
        try (RegistryClient registry = ClusterOptions.registry(settings)) {
            registry.subjects();
        } catch (RegistryRefusedException e) {
            problem(REGISTRY, "what answers at " + url + " is no registry, or refuses ("
                    + FailureWords.plain(e.getMessage()) + "); are the path and basic-auth right?");
        } catch (KafkaException e) {
            problem(REGISTRY, url + " does not answer as it should (" + FailureWords.plain(e.getMessage())
                    + "); start the registry or correct the address");
        }
    }
}
