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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tocsin.api.ApiKey;
import tocsin.dispatch.email.SmtpSettings;
import tocsin.intake.Role;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads `tocsin.yaml` and the environment that overrides it: `http.port` is `TOCSIN_HTTP_PORT`.
public final class SettingsReader {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final String KAFKA_PREFIX = "TOCSIN_KAFKA_";

    private final Map<String, String> environment;
    private final Problems problems = new Problems();

    private SettingsReader(Map<String, String> environment) {
        this.environment = environment;
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
                "data-dir", "http", "pack", "channels", "api-keys", "intake", "streams", "embedded");
        YamlNode registry = root.optional("schema-registry").onlyKeys("url", "basic-auth");
        YamlNode topics = root.optional("topics").onlyKeys("prefix", "partitions", "replication");
        YamlNode http = root.optional("http").onlyKeys("host", "port", "public-url");
        YamlNode intake = root.optional("intake").onlyKeys("signing-secret");
        YamlNode streams = root.optional("streams").onlyKeys("commit-interval");
        YamlNode ports = root.optional("embedded").onlyKeys("broker-port", "registry-port");
        Map<String, String> kafka = kafka(root.optional("kafka"));
        String auth = value(registry.optional("basic-auth"), "");
        String secret = value(intake.optional("signing-secret"), "");
        Map<String, String> agencyKeys = new HashMap<>();
        List<ApiKey> keys = apiKeys(root.optional("api-keys"), agencyKeys);
        boolean embedded = TocsinSettings.EMBEDDED.equals(kafka.get("bootstrap.servers"));
        TocsinSettings settings = new TocsinSettings(kafka,
                new TocsinSettings.Registry(value(registry.optional("url"), TocsinSettings.EMBEDDED),
                        auth.isBlank() ? null : auth),
                value(root.optional("serde"), ""), value(topics.optional("prefix"), "tocsin."),
                number(topics.optional("partitions"), embedded ? 3 : 12),
                number(topics.optional("replication"), embedded ? 1 : 3),
                Path.of(value(root.optional("data-dir"), "data")),
                new TocsinSettings.Http(value(http.optional("host"), "127.0.0.1"), number(http.optional("port"), 8080)),
                Path.of(value(root.optional("pack"), "alert-rules/packs/qingdao")), smtp(root.optional("channels")),
                keys,
                secret.isBlank() ? null : secret, agencyKeys, duration(streams.optional("commit-interval"),
                        Duration.ofMillis(30)),
                new TocsinSettings.EmbeddedPorts(number(ports.optional("broker-port"), 0),
                        number(ports.optional("registry-port"), 0)));
        problems.refuseIfAny();
        return settings;
    }

    private Map<String, String> kafka(YamlNode node) {
        Map<String, String> kafka = new HashMap<>();
        kafka.put("bootstrap.servers", TocsinSettings.EMBEDDED);
        node.mapping().forEach((key, value) -> kafka.put(key, value(value, "")));
        environment.forEach((name, value) -> {
            if (name.startsWith(KAFKA_PREFIX)) {
                kafka.put(name.substring(KAFKA_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return kafka;
    }

    private @Nullable SmtpSettings smtp(YamlNode channels) {
        channels.onlyKeys("sms", "email", "board");
        YamlNode sms = channels.optional("sms").onlyKeys("provider");
        if (!value(sms.optional("provider"), "outbox").equals("outbox")) {
            sms.optional("provider").problem("this release sends SMS to the outbox only; write outbox");
        }
        YamlNode email = channels.optional("email").onlyKeys("provider", "smtp");
        String provider = value(email.optional("provider"), "outbox");
        return switch (provider) {
            case "outbox" -> null;
            case "smtp" -> smtpOf(email.required("smtp"));
            default -> {
                email.optional("provider").problem("\"" + provider + "\" is not one of [outbox, smtp]");
                yield null;
            }
        };
    }

    private SmtpSettings smtpOf(YamlNode node) {
        node.onlyKeys("host", "port", "security", "username", "password", "from", "connections", "limit");
        String user = value(node.optional("username"), "");
        String security = value(node.optional("security"), "starttls");
        SmtpSettings.Security how = switch (security) {
            case "none" -> SmtpSettings.Security.NONE;
            case "starttls" -> SmtpSettings.Security.STARTTLS;
            case "tls" -> SmtpSettings.Security.TLS;
            default -> {
                node.optional("security").problem("\"" + security + "\" is not one of [none, starttls, tls]");
                yield SmtpSettings.Security.STARTTLS;
            }
        };
        return new SmtpSettings(value(node.required("host"), ""), number(node.optional("port"), 587), how,
                user.isBlank() ? null : user, user.isBlank() ? null : value(node.required("password"), ""),
                value(node.required("from"), ""), number(node.optional("connections"), 4),
                duration(node.optional("limit"), Duration.ofSeconds(10)));
    }

    private List<ApiKey> apiKeys(YamlNode node, Map<String, String> agencyKeys) {
        List<ApiKey> keys = new ArrayList<>();
        for (YamlNode entry : node.items()) {
            entry.onlyKeys("name", "role", "agency", "sha256", "signing-key");
            String agency = value(entry.optional("agency"), "");
            Role role = role(entry.required("role"));
            if (role == Role.REPORTER && agency.isBlank()) {
                entry.problem("a reporter's key is bound to one agency: give agency");
            }
            String sha256 = value(entry.required("sha256"), "");
            if (!sha256.matches("[0-9a-f]{64}")) {
                entry.optional("sha256")
                        .problem("must be the SHA-256 of the key, 64 lower-case hexadecimal digits; make one"
                                + " with: echo -n KEY | sha256sum");
            }
            String signing = value(entry.optional("signing-key"), "");
            if (!signing.isBlank()) {
                agencyKeys.put(agency, signing);
            }
            keys.add(new ApiKey(value(entry.required("name"), ""), role, agency.isBlank() ? null : agency, sha256));
        }
        return keys;
    }

    private Role role(YamlNode node) {
        String text = value(node, "").replace(' ', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        for (Role role : Role.values()) {
            if (role.name().equals(text)) {
                return role;
            }
        }
        if (node.isPresent()) {
            node.problem("\"" + text + "\" is not one of [reporter, duty-officer, approver, analyst, administrator]");
        }
        return Role.ANALYST;
    }

    private int number(YamlNode node, int otherwise) {
        String text = value(node, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            node.problem("\"" + text + "\" is not a whole number");
            return otherwise;
        }
    }

    private Duration duration(YamlNode node, Duration otherwise) {
        String text = value(node, otherwise.toString());
        try {
            return Duration.parse(text);
        } catch (java.time.DateTimeException e) {
            node.problem("\"" + text + "\" is not a duration such as PT0.1S");
            return otherwise;
        }
    }

    /// The value of a key: the environment's, else the file's with `${NAME}` filled in, else this.
    private String value(YamlNode node, String otherwise) {
        String name = "TOCSIN_" + node.path().replaceAll("[.\\-\\[\\]]", "_").toUpperCase(Locale.ROOT);
        String fromEnvironment = environment.get(name);
        if (fromEnvironment != null) {
            return fromEnvironment;
        }
        if (!node.isPresent()) {
            return otherwise;
        }
        Matcher references = REFERENCE.matcher(node.text());
        return references.replaceAll(reference -> {
            String value = environment.get(reference.group(1));
            if (value == null) {
                node.problem("the environment has no " + reference.group(1) + "; set it, or write the value here");
            }
            return Matcher.quoteReplacement(value == null ? "" : value);
        });
    }
}
