package tocsin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tocsin.rules.OwnLimits;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.ruletest.SharedTelephones;
import tocsin.runtime.BrokerLimits;
import tocsin.runtime.KeysAndDirectory;
import tocsin.runtime.SettingsReader;
import tocsin.runtime.TocsinSettings;
import tocsin.runtime.TopicsAdmin;
import tocsin.ruletest.Lint;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.RegistryRefusedException;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

/// `./tocsin check --config tocsin.yaml`
@Command(name = "check", mixinStandardHelpOptions = true, description = "Check configuration, pack, directory, rosters, broker and"
        + " registry: all problems at once.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private final List<String> problems = new ArrayList<>();
    /// What works, and may surprise.
    private final List<String> warnings = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        Path config = options.config();
        try {
            TocsinSettings settings = SettingsReader.read(config, System.getenv());
            pack(settings.pack().isAbsolute() ? settings.pack() : Home.path(settings.pack().toString()), settings,
                    config);
            dataDir(settings, config);
            broker(settings, config);
            registry(settings, config);
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> problems.add(problem.toString()));
        }
        if (options.isJson()) {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            problems.forEach(json::add);
            warnings.forEach(warning -> json.add("warning: " + warning));
            out.println(json);
        } else {
            problems.forEach(out::println);
            warnings.forEach(warning -> out.println("warning: " + warning));
            out.println(problems.isEmpty() ? "everything is in order" : problems.size() + " problems");
            out.println("an API key's hash is made with: echo -n KEY | sha256sum");
        }
        return problems.isEmpty() ? 0 : Main.NOT_SO;
    }

    private void pack(Path folder, TocsinSettings settings, Path config) {
        try {
            PackFiles files = PackFiles.read(folder);
            AtomicReference<Pack> pack = new AtomicReference<>();
            collect(folder, () -> pack.set(PackReader.read(files)));
            collect(folder, () -> {
                Directory directory = DirectoryReader.read(files);
                Optional.ofNullable(pack.get()).map(read -> OwnLimits.problems(read, directory)).orElse(List.of())
                        .forEach(problem -> problems.add(folder.resolve(problem.file()) + ": " + problem.message()));
                SharedTelephones.sentences(directory)
                        .forEach(
                                sentence -> warnings.add(folder.resolve("directory/officials.yaml") + ": " + sentence));
                Lint.withoutPhone(directory).forEach(sentence -> warnings.add(folder + ": " + sentence));
                KeysAndDirectory.problems(settings.apiKeys(), directory).forEach(problem -> problems.add(config
                        + ": api-keys: " + problem + " of " + folder + "; add it there or correct it here"));
            });
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> problems.add(problem.toString()));
        }
    }

    private void collect(Path folder, Runnable reading) {
        try {
            reading.run();
        } catch (InvalidFileException e) {
            for (Problem problem : e.problems()) {
                problems.add(folder.resolve(problem.file()) + ":" + problem.line() + ":" + problem.column() + ": "
                        + problem.message());
            }
        }
    }

    private void dataDir(TocsinSettings settings, Path config) {
        Path existing = settings.dataDir().toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isWritable(existing)) {
            problems.add(config + ": data-dir: " + settings.dataDir()
                    + " cannot be written; choose another or change its owner");
        }
    }

    private void broker(TocsinSettings settings, Path config) {
        if (settings.hasEmbeddedBroker()) {
            return;
        }
        try (Admin admin = ClusterOptions.admin(settings)) {
            TopicsAdmin topics = new TopicsAdmin(admin, ClusterOptions.topics(settings), settings.replication());
            topics.withClaimedTimes().forEach(topic -> problems.add(config + ": kafka: topic " + topic
                    + " carries the times that senders claim, so what comes on it arrives only when it is read; set"
                    + " message.timestamp.type=LogAppendTime on it, for example with kafka-configs --alter"));
            new BrokerLimits(admin).remarks().forEach(remark -> warnings.add(config + ": kafka: " + remark));
            topics.list().stream().filter(state -> state.partitions() == 0)
                    .forEach(state -> problems.add(config + ": kafka: topic " + state.topic().name()
                            + " is missing; ./tocsin topics create --config " + config));
        } catch (KafkaException e) {
            problems.add(config + ": kafka.bootstrap.servers: " + settings.kafka().get("bootstrap.servers")
                    + " does not answer; start the broker or correct the address");
        }
    }

    private void registry(TocsinSettings settings, Path config) {
        if (settings.hasEmbeddedRegistry()) {
            return;
        }
        try (RegistryClient registry = ClusterOptions.registry(settings)) {
            registry.subjects();
        } catch (RegistryRefusedException e) {
            problems.add(config + ": schema-registry.url: what answers at " + settings.registry().url()
                    + " is no registry (" + e.getMessage() + "); is the path right?");
        } catch (KafkaException e) {
            problems.add(config + ": schema-registry.url: " + settings.registry().url()
                    + " does not answer; start the registry or correct the address");
        }
    }
}
