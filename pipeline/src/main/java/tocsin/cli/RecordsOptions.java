package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tocsin.runtime.ClientFiles;
import tocsin.runtime.InstanceFiles;
import tocsin.runtime.SettingsReader;
import tocsin.runtime.TocsinSettings;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.wire.Serdes;
import tocsin.wire.TopicReader;
import tocsin.wire.Topics;

/// The options of commands that use the topics and schemas of a deployment, wherever they are: of a configuration, of a
/// running Tocsin that is found by its address and key or by its folder, or of the embedded pair that runs in a folder.
final class RecordsOptions {
    /// What the embedded pair has where nobody says otherwise.
    private static final int EMBEDDED_PARTITIONS = 3;
    private static final int WITHIN_MS = 15_000;

    @Option(names = "--config", paramLabel = "FILE", description = "the configuration of the deployment")
    private @Nullable Path config;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "or the data folder of a running Tocsin or embedded pair (default:"
            + " TOCSIN_DATA_DIR, or data/demo); TOCSIN_URL and TOCSIN_API_KEY name a Tocsin elsewhere")
    private @Nullable Path dataDir;

    /// Where a deployment keeps its records.
    ///
    /// @param clients settings of Kafka clients
    /// @param registry the registry's address
    /// @param basicAuth name and password there, or null
    private record Where(Map<String, Object> clients, String registry, @Nullable String basicAuth, String prefix,
            int partitions, int replication) {
        static Where embedded(InstanceFiles.Pair pair, Optional<ClientFiles.Own> own, String prefix) {
            Map<String, Object> clients = new HashMap<>(own.map(ClientFiles.Own::kafka).orElse(Map.of()));
            clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, pair.broker());
            return new Where(clients, pair.registry(), own.map(ClientFiles.Own::registryAuth).orElse(null), prefix,
                    EMBEDDED_PARTITIONS, 1);
        }

        @Override
        public String toString() {
            return "Where[" + registry + "]";
        }
    }

    /// A deployment's records, opened.
    ///
    /// @param clients what every Kafka client is told
    /// @param replication replicas of a topic that is created
    record Records(Map<String, Object> clients, Topics topics, Serdes serdes, RegistryClient registry,
            int replication) implements AutoCloseable {
        TopicReader reader() {
            return new TopicReader(serdes, clients);
        }

        Admin admin() {
            return Admin.create(clients);
        }

        /// The broker's address.
        String broker() {
            return String.valueOf(clients.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        }

        @Override
        public void close() {
            registry.close();
        }
    }

    /// A client of the running Tocsin.
    TocsinClient client() {
        Map<String, String> environment = System.getenv();
        if (config == null) {
            return TocsinClient.find(environment, dataDir);
        }
        boolean elsewhere = environment.containsKey("TOCSIN_URL") && environment.containsKey("TOCSIN_API_KEY");
        return TocsinClient.find(environment, elsewhere ? null : settings(config).dataDir());
    }

    /// Opens the records. Throws a failure that says what to name where nothing is found.
    Records open() {
        Where where = config != null ? ofConfiguration(settings(config)) : ofRunning();
        Map<String, Object> clients = new HashMap<>(where.clients());
        clients.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, WITHIN_MS);
        clients.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, WITHIN_MS / 3);
        RegistryClient client = new RegistryClient(where.registry(), where.basicAuth());
        return new Records(Map.copyOf(clients), new Topics(where.prefix(), where.partitions()),
                new Serdes(new SchemaIds(client, null, false), null, Map.of()), client, where.replication());
    }

    private static TocsinSettings settings(Path config) {
        return SettingsReader.read(config, System.getenv());
    }

    private Where ofConfiguration(TocsinSettings settings) {
        Optional<InstanceFiles.Pair> pair = settings.hasEmbeddedBroker() || settings.hasEmbeddedRegistry()
                ? Optional.of(new InstanceFiles(settings.dataDir()).pair().orElseThrow(
                        () -> new CommandFailure(Main.WRONG_USAGE,
                                config + " names the embedded pair, and none has run in "
                                        + settings.dataDir() + "; start it (./tocsin run --config " + config
                                        + "), which creates its topics and schemas, too")))
                : Optional.empty();
        Map<String, Object> clients = new HashMap<>(settings.kafka());
        Optional<ClientFiles.Own> own = pair.flatMap(_ -> new ClientFiles(settings.dataDir()).own());
        if (settings.hasEmbeddedBroker()) {
            own.ifPresent(inside -> clients.putAll(inside.kafka()));
            clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, pair.orElseThrow().broker());
        }
        return new Where(clients,
                settings.hasEmbeddedRegistry() ? pair.orElseThrow().registry() : settings.registry().url(),
                settings.hasEmbeddedRegistry() ? own.map(ClientFiles.Own::registryAuth).orElse(null)
                        : settings.registry().basicAuth(),
                settings.prefix(), settings.partitions(), settings.replication());
    }

    /// The running Tocsin is asked. A pair that runs alone is found by what it wrote in its folder.
    private Where ofRunning() {
        boolean elsewhere = dataDir == null && System.getenv("TOCSIN_URL") != null;
        Path folder = dataDir != null ? dataDir : TocsinClient.usual(System.getenv());
        Optional<ClientFiles.Own> own = elsewhere ? Optional.empty() : new ClientFiles(folder).own();
        Optional<Where> alone = elsewhere ? Optional.empty()
                : new InstanceFiles(folder).pairAlone().map(pair -> Where.embedded(pair, own, "tocsin."));
        try (TocsinClient client = client()) {
            return asked(client, own);
        } catch (CommandFailure e) {
            return alone.orElseThrow(() -> e);
        }
    }

    private static Where asked(TocsinClient client, Optional<ClientFiles.Own> own) {
        JsonNode told = client.get("/api/v1/deployment").good();
        String broker = told.path("bootstrapServers").asText();
        Optional<ClientFiles.Own> inside = own.filter(file -> broker
                .equals(file.kafka().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) && file.registryAuth() != null);
        if (told.path("needsConfiguration").asBoolean() && inside.isEmpty()) {
            throw new CommandFailure(Main.WRONG_USAGE, "Tocsin at " + client.url()
                    + " keeps its records where a password or TLS is asked for; name its configuration with --config, or"
                    + " on its own machine its folder with --data-dir");
        }
        return new Where(inside.map(ClientFiles.Own::kafka)
                .orElse(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker)),
                told.path("schemaRegistryUrl").asText(), inside.map(ClientFiles.Own::registryAuth).orElse(null),
                told.path("prefix").asText(),
                told.path("partitions").asInt(1), told.path("replication").asInt(1));
    }
}
