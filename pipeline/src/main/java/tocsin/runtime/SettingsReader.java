package tocsin.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tocsin.api.ApiKey;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads `tocsin.yaml` and the environment that overrides it: `http.port` is `TOCSIN_HTTP_PORT`.
public final class SettingsReader {
    private static final String KAFKA_PREFIX = "TOCSIN_KAFKA_";

    private final SettingValues values;
    private final Problems problems = new Problems();

    private SettingsReader(Map<String, String> environment) {
        this.values = new SettingValues(environment);
    }

    /// The settings in this file. Throws [InvalidFileException] with every problem at once.
    public static TocsinSettings read(Path file, Map<String, String> environment) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new InvalidFileException(List.of(new Problem(file.toString(), 1, 1,
                    "cannot be read; name the configuration with --config")));
        }
        return new SettingsReader(environment).read(file.toString(), text);
    }

    private TocsinSettings read(String file, String text) {
        YamlNode root = YamlNode.parse(file, text, problems).onlyKeys("kafka", "schema-registry", "serde", "topics",
                "data-dir", "http", "pack", "channels", "api-keys", "intake", "streams", "embedded",
                "feeds", "limits");
        YamlNode registry = root.optional("schema-registry").onlyKeys("url", "basic-auth");
        YamlNode topics = root.optional("topics").onlyKeys("prefix", "partitions", "replication");
        YamlNode http = root.optional("http").onlyKeys("host", "port", "public-url");
        YamlNode intake = root.optional("intake").onlyKeys("signing-secret");
        YamlNode streams = root.optional("streams").onlyKeys("commit-interval");
        YamlNode ports = root.optional("embedded").onlyKeys("broker-port", "registry-port");
        Map<String, String> kafka = kafka(root.optional("kafka"));
        String auth = values.text(registry.optional("basic-auth"), "");
        String secret = values.text(intake.optional("signing-secret"), "");
        if (!secret.isBlank()) {
            Secrets.refuseWeak(intake.optional("signing-secret"), secret);
        }
        Map<String, String> agencyKeys = new HashMap<>();
        List<ApiKey> keys = new ApiKeysReader(values).read(root.optional("api-keys"), agencyKeys);
        boolean embedded = TocsinSettings.EMBEDDED.equals(kafka.get("bootstrap.servers"));
        TocsinSettings settings = new TocsinSettings(kafka,
                new TocsinSettings.Registry(values.text(registry.optional("url"), TocsinSettings.EMBEDDED),
                        auth.isBlank() ? null : auth),
                values.text(root.optional("serde"), ""), values.text(topics.optional("prefix"), "tocsin."),
                values.number(topics.optional("partitions"), embedded ? 3 : 12),
                values.number(topics.optional("replication"), embedded ? 1 : 3),
                Path.of(values.text(root.optional("data-dir"), "data")),
                new TocsinSettings.Http(values.text(http.optional("host"), "127.0.0.1"),
                        values.number(http.optional("port"), 8080)),
                Path.of(values.text(root.optional("pack"), "alert-rules/packs/qingdao")),
                new ChannelSettingsReader(values, problems, values.origin(http.optional("public-url")))
                        .read(root.optional("channels")),
                keys,
                secret.isBlank() ? null : secret, agencyKeys, values.duration(streams.optional("commit-interval"),
                        Duration.ofMillis(30)),
                new TocsinSettings.EmbeddedPorts(values.number(ports.optional("broker-port"), 0),
                        values.number(ports.optional("registry-port"), 0)),
                new FeedSettingsReader(values, folder(file)).read(root.optional("feeds")),
                new LimitsReader(values).read(root.optional("limits")));
        problems.refuseIfAny();
        return settings;
    }

    private static Path folder(String file) {
        Path parent = Path.of(file).toAbsolutePath().getParent();
        return parent == null ? Path.of(".") : parent;
    }

    private Map<String, String> kafka(YamlNode node) {
        Map<String, String> kafka = new HashMap<>();
        kafka.put("bootstrap.servers", TocsinSettings.EMBEDDED);
        node.mapping().forEach((key, value) -> kafka.put(key, values.text(value, "")));
        values.environment().forEach((name, value) -> {
            if (name.startsWith(KAFKA_PREFIX)) {
                kafka.put(name.substring(KAFKA_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return kafka;
    }
}
