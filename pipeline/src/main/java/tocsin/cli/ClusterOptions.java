package tocsin.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Option;
import tocsin.runtime.SettingsReader;
import tocsin.runtime.TocsinSettings;
import tocsin.schemas.RegistryClient;
import tocsin.wire.Topics;

/// The options of commands that talk to a configured cluster.
final class ClusterOptions {
    @Option(names = "--config", required = true, description = "the configuration file")
    private Path config = Path.of("tocsin.yaml");

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    boolean isJson() {
        return json;
    }

    Path config() {
        return config;
    }

    TocsinSettings settings() {
        TocsinSettings settings = SettingsReader.read(config, System.getenv());
        if (settings.hasEmbeddedBroker() || settings.hasEmbeddedRegistry()) {
            throw new CommandFailure(Main.WRONG_USAGE, config + ": names the embedded pair, which sets itself up; name"
                    + " kafka.bootstrap.servers and schema-registry.url to use this command");
        }
        return settings;
    }

    static Admin admin(TocsinSettings settings) {
        Map<String, Object> configs = new HashMap<>(settings.kafka());
        configs.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        configs.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        return Admin.create(configs);
    }

    static RegistryClient registry(TocsinSettings settings) {
        return new RegistryClient(settings.registry().url(), settings.registry().basicAuth());
    }

    static Topics topics(TocsinSettings settings) {
        return new Topics(settings.prefix(), settings.partitions());
    }
}
