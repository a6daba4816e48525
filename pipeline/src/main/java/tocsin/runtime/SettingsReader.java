package tocsin.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tocsin.api.ApiKey;
import tocsin.intake.Role;
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
        Map<String, String> agencyKeys = new HashMap<>();
        List<ApiKey> keys = apiKeys(root.optional("api-keys"), agencyKeys);
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

    private List<ApiKey> apiKeys(YamlNode node, Map<String, String> agencyKeys) {
        List<ApiKey> keys = new ArrayList<>();
        for (YamlNode entry : node.items()) {
            entry.onlyKeys("name", "role", "agency", "board", "sha256", "signing-key");
            String agency = values.text(entry.optional("agency"), "");
            Role role = role(entry.required("role"));
            if (role == Role.REPORTER && agency.isBlank()) {
                entry.problem("a reporter's key is bound to one agency: give agency");
            }
            String board = values.text(entry.optional("board"), "");
            if ((role == Role.BOARD) == board.isBlank()) {
                entry.problem("a board's key, and no other, is bound to one board: give role board and board");
            }
            String sha256 = values.text(entry.required("sha256"), "");
            if (!sha256.matches("[0-9a-f]{64}")) {
                entry.optional("sha256")
                        .problem("must be the SHA-256 of the key, 64 lower-case hexadecimal digits; make one"
                                + " with: echo -n KEY | sha256sum");
            }
            String signing = values.text(entry.optional("signing-key"), "");
            if (!signing.isBlank()) {
                agencyKeys.put(agency, signing);
            }
            keys.add(new ApiKey(values.text(entry.required("name"), ""), role, agency.isBlank() ? null : agency,
                    board.isBlank() ? null : board, sha256));
        }
        return keys;
    }

    private Role role(YamlNode node) {
        String text = values.text(node, "").replace(' ', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        for (Role role : Role.values()) {
            if (role != Role.OFFICIAL && role.name().equals(text)) {
                return role;
            }
        }
        if (node.isPresent()) {
            node.problem(
                    "\"" + text + "\" is not one of [reporter, duty-officer, approver, analyst, board, administrator]");
        }
        return Role.ANALYST;
    }
}
