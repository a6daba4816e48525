package tocsin.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tocsin.runtime.InstanceFiles;
import tocsin.runtime.SettingsReader;
import tocsin.runtime.TocsinSettings;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.wire.Serdes;
import tocsin.wire.TopicReader;
import tocsin.wire.Topics;

/// The options of commands that read what a deployment recorded: its topics, where they are.
final class RecordsOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "the configuration of the deployment whose records are read")
    private @Nullable Path config;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "or the data folder of a running Tocsin that brings its broker along (default: ${DEFAULT-VALUE})", defaultValue = "${env:TOCSIN_DATA_DIR:-data/demo}")
    private Path dataDir = Path.of("data/demo");

    /// A deployment's records, opened for reading.
    ///
    /// @param clients what every Kafka client is told
    record Records(Map<String, Object> clients, Topics topics, Serdes serdes, RegistryClient registry)
            implements
                AutoCloseable {
        TopicReader reader() {
            return new TopicReader(serdes, clients);
        }

        @Override
        public void close() {
            registry.close();
        }
    }

    /// A client of the running Tocsin.
    TocsinClient client() {
        return TocsinClient.find(System.getenv(),
                config == null ? dataDir : SettingsReader.read(config, System.getenv()).dataDir());
    }

    /// Opens the records. Throws a failure that says what to name where nothing is found.
    Records open() {
        TocsinSettings settings = config == null ? null : SettingsReader.read(config, System.getenv());
        Path folder = settings == null ? dataDir : settings.dataDir();
        boolean embedded = settings == null || settings.hasEmbeddedBroker() || settings.hasEmbeddedRegistry();
        InstanceFiles.Endpoint endpoint = embedded
                ? new InstanceFiles(folder).endpoint().orElseThrow(() -> nothing(folder))
                : new InstanceFiles.Endpoint("", "", null, null, "");
        String broker = settings == null || settings.hasEmbeddedBroker() ? endpoint.broker()
                : settings.kafka().get("bootstrap.servers");
        String registry = settings == null || settings.hasEmbeddedRegistry() ? endpoint.registry()
                : settings.registry().url();
        if (broker == null || registry == null) {
            throw nothing(folder);
        }
        Map<String, Object> clients = new HashMap<>(settings == null ? Map.of() : settings.kafka());
        clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker);
        clients.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        RegistryClient client = new RegistryClient(registry,
                settings == null ? null : settings.registry().basicAuth());
        return new Records(Map.copyOf(clients),
                new Topics(settings == null ? endpoint.prefix() : settings.prefix(),
                        settings == null ? 1 : settings.partitions()),
                new Serdes(new SchemaIds(client, null, false), null, Map.of()), client);
    }

    private static CommandFailure nothing(Path folder) {
        return new CommandFailure(Main.WRONG_USAGE, "no Tocsin with a broker of its own has run in " + folder
                + "; name its folder with --data-dir, or its configuration with --config");
    }
}
