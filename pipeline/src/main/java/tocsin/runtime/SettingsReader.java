package tocsin.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.api.ApiKey;
import tocsin.text.FileTrouble;
import tocsin.schemas.RegistrySettings;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads `tocsin.yaml` and the environment that overrides it: `http.port` is `TOCSIN_HTTP_PORT`.
public final class SettingsReader {
    private static final int MOST_PARTITIONS = 10_000;
    private static final int MOST_REPLICAS = 100;
    private static final int LONGEST_PREFIX = 100;

    private final Problems problems = new Problems();
    private final SettingValues values;
    private final Map<String, String> places = new HashMap<>();

    private SettingsReader(Map<String, String> environment) {
        this.values = new SettingValues(environment, problems);
    }

    /// What was read of a configuration, so that one look finds everything that is wrong with it.
    ///
    /// @param settings the settings as far as they are good; elsewhere what holds where nothing is configured
    /// @param problems everything wrong, in the order it was found
    /// @param places where values come from, by key: file, line and column, or a variable's name
    public record Examined(TocsinSettings settings, List<Problem> problems, Map<String, String> places) {
        /// Where the value of a key comes from, and the key, to begin a sentence with.
        public String place(String key) {
            return places.getOrDefault(key, places.getOrDefault("", "")) + ": " + key;
        }
    }

    /// The settings in this file. Throws [InvalidFileException] with every problem at once.
    public static TocsinSettings read(Path file, Map<String, String> environment) {
        Examined examined = examine(file, environment);
        if (!examined.problems().isEmpty()) {
            throw new InvalidFileException(examined.problems());
        }
        return examined.settings();
    }

    /// Reads on behind what is wrong. Throws [InvalidFileException] where the file cannot be read at all, or so much is
    /// wrong with it that nobody reads on.
    public static Examined examine(Path file, Map<String, String> environment) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new InvalidFileException(List.of(new Problem(file.toString(), 1, 1,
                    "cannot be read: " + FileTrouble.of(e) + "; name the configuration with --config")));
        }
        SettingsReader reader = new SettingsReader(environment);
        TocsinSettings settings = reader.read(file.toString(), text);
        return new Examined(settings, reader.problems.all(), Map.copyOf(reader.places));
    }

    private TocsinSettings read(String file, String text) {
        YamlNode root = YamlNode.parse(file, text, problems).onlyKeys("kafka", "schema-registry", "serde", "topics",
                "data-dir", "http", "pack", "channels", "api-keys", "intake", "streams", "embedded",
                "feeds", "limits");
        YamlNode registry = root.optional("schema-registry").onlyKeys("url", "basic-auth", "file");
        YamlNode topics = root.optional("topics").onlyKeys("prefix", "partitions", "replication");
        YamlNode http = root.optional("http").onlyKeys("host", "port", "public-url", "tls", "trusted-proxies");
        YamlNode intake = root.optional("intake").onlyKeys("signing-secret");
        YamlNode streams = root.optional("streams").onlyKeys("commit-interval");
        YamlNode ports = root.optional("embedded").onlyKeys("broker-port", "registry-port", "open");
        YamlNode broker = root.optional("kafka");
        KafkaSettingsReader brokers = new KafkaSettingsReader(values);
        Map<String, String> kafka = brokers.read(broker);
        places.put("", file);
        places.put("kafka", broker.place());
        places.put("kafka.bootstrap.servers", brokers.brokersPlace().orElse(broker.place()));
        places.put("schema-registry.url", values.place(registry.optional("url")));
        places.put("http.tls", http.optional("tls").place());
        places.put("http.port", values.place(http.optional("port")));
        for (String key : List.of("data-dir", "pack", "serde")) {
            places.put(key, values.place(root.optional(key)));
        }
        String secret = values.text(intake.optional("signing-secret"), "");
        if (!secret.isBlank()) {
            Secrets.refuseWeak(values, intake.optional("signing-secret"), secret);
        }
        Map<String, String> agencyKeys = new HashMap<>();
        List<ApiKey> keys = new ApiKeysReader(values, places).read(root.optional("api-keys"), agencyKeys);
        URI publicUrl = values.origin(http.optional("public-url"));
        String host = host(http.optional("host"));
        boolean embedded = TocsinSettings.EMBEDDED.equals(kafka.get("bootstrap.servers"));
        TocsinSettings settings = new TocsinSettings(kafka,
                registry(registry),
                values.text(root.optional("serde"), ""), prefix(topics.optional("prefix")),
                values.number(topics.optional("partitions"), embedded ? 3 : 12, 1, MOST_PARTITIONS),
                values.number(topics.optional("replication"), embedded ? 1 : 3, 1, MOST_REPLICAS),
                values.path(root.optional("data-dir"), "data"),
                new TocsinSettings.Http(host, values.port(http.optional("port"), 8080),
                        new TransitReader(values).read(http, host, publicUrl)),
                values.path(root.optional("pack"), "alert-rules/packs/qingdao"),
                new ChannelSettingsReader(values, problems, publicUrl)
                        .read(root.optional("channels")),
                keys,
                secret.isBlank() ? null : secret, agencyKeys, values.duration(streams.optional("commit-interval"),
                        Duration.ofMillis(30)),
                new TocsinSettings.EmbeddedPorts(values.port(ports.optional("broker-port"), 0),
                        values.port(ports.optional("registry-port"), 0), values.yes(ports.optional("open"), false)),
                new FeedSettingsReader(values, folder(file)).read(root.optional("feeds")),
                new LimitsReader(values).read(root.optional("limits")));
        values.misspeltVariables();
        return settings;
    }

    private static Path folder(String file) {
        Path parent = Path.of(file).toAbsolutePath().getParent();
        return parent == null ? Path.of(".") : parent;
    }

    /// What stands here or in the environment, else in the file of properties that it names.
    private TocsinSettings.Registry registry(YamlNode node) {
        Map<String, String> file = SettingsFile.of(values, node.optional(SettingsFile.KEY));
        String url = values.addresses(node.optional("url"), TocsinSettings.EMBEDDED);
        String auth = basicAuth(node.optional("basic-auth"));
        String named = file.get(RegistrySettings.URL);
        boolean here = !url.equals(TocsinSettings.EMBEDDED) || node.optional("url").isPresent();
        if ((here || named == null) && url.equals(TocsinSettings.EMBEDDED) && auth != null) {
            values.problem(node.optional("basic-auth"), "is of a registry of your own, and the embedded one makes its"
                    + " passwords itself; leave it out, or name your registry in url");
        }
        return new TocsinSettings.Registry(here || named == null ? url : named,
                auth != null ? auth : file.get(RegistrySettings.USER_INFO));
    }

    private @Nullable String basicAuth(YamlNode node) {
        String auth = values.text(node, "");
        if (!auth.isBlank() && auth.indexOf(':') < 0) {
            values.problem(node, "must be name:password");
        }
        return auth.isBlank() ? null : auth;
    }

    private String prefix(YamlNode node) {
        String prefix = values.text(node, "tocsin.");
        if (!prefix.matches("[A-Za-z0-9._-]{0," + LONGEST_PREFIX + "}")) {
            values.problem(node, "\"" + prefix + "\" must be letters, digits, dots and dashes, " + LONGEST_PREFIX
                    + " at most: topics begin with it");
            return "tocsin.";
        }
        return prefix;
    }

    private String host(YamlNode node) {
        String host = values.text(node, "127.0.0.1");
        if (!host.matches("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9]+)?]?")) {
            values.problem(node, "\"" + host + "\" is no host to listen on, such as 127.0.0.1 or 0.0.0.0; the port"
                    + " stands under port");
            return "127.0.0.1";
        }
        return host;
    }
}
