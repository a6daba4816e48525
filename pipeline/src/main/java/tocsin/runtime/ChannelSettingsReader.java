package tocsin.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.dispatch.board.mqtt.MqttSettings;
import tocsin.dispatch.board.ntcip.NtcipSettings;
import tocsin.dispatch.email.MailAddress;
import tocsin.dispatch.email.SmtpSettings;
import tocsin.dispatch.sms.http.GatewayMapping;
import tocsin.dispatch.sms.http.GatewayMappingReader;
import tocsin.dispatch.sms.twilio.TwilioSettings;
import tocsin.text.FileTrouble;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads the `channels` of a configuration.
final class ChannelSettingsReader {
    private final SettingValues values;
    private final Problems problems;
    private final @Nullable URI publicUrl;

    /// @param publicUrl the address this deployment is reached at from outside, or null
    ChannelSettingsReader(SettingValues values, Problems problems, @Nullable URI publicUrl) {
        this.values = values;
        this.problems = problems;
        this.publicUrl = publicUrl;
    }

    ChannelSettings read(YamlNode channels) {
        channels.onlyKeys("sms", "email", "board");
        YamlNode sms = channels.optional("sms").onlyKeys("provider", "twilio", "http");
        YamlNode email = channels.optional("email").onlyKeys("provider", "smtp");
        String bySms = oneOf(sms.optional("provider"), "outbox", Set.of("outbox", "twilio", "http"));
        String byMail = oneOf(email.optional("provider"), "outbox", Set.of("outbox", "smtp"));
        return new ChannelSettings(bySms.equals("twilio") ? twilio(sms.required("twilio")) : null,
                bySms.equals("http") ? gateway(sms.required("http")) : null,
                byMail.equals("smtp") ? smtp(email.required("smtp")) : null, boards(channels.optional("board")),
                ntcip(channels.optional("board").optional("ntcip")), mqtt(channels.optional("board").optional("mqtt")),
                publicUrl);
    }

    private String oneOf(YamlNode node, String otherwise, Set<String> allowed) {
        String text = values.text(node, otherwise);
        if (!allowed.contains(text)) {
            values.problem(node, "\"" + text + "\" is not one of " + new TreeSet<>(allowed)
                    + Nearest.hint(text, allowed));
            return otherwise;
        }
        return text;
    }

    private @Nullable TwilioSettings twilio(YamlNode node) {
        node.onlyKeys("account-sid", "auth-token", "messaging-service-sid", "from", "base-url", "connections", "limit",
                "receipt-within");
        String service = values.textOrNull(node.optional("messaging-service-sid"));
        String from = values.textOrNull(node.optional("from"));
        if ((service == null) == (from == null)) {
            node.problem("give either messaging-service-sid or from, and not both");
        }
        if (from != null && !from.matches("\\+?[0-9]{3,15}")) {
            values.problem(node.optional("from"), "\"" + from + "\" is no number such as +15005550006");
        }
        URI callback = publicUrl == null ? null : publicUrl.resolve("/webhooks/twilio/status");
        return new TwilioSettings(values.required(node, "account-sid"),
                values.required(node, "auth-token"), service, from,
                values.origin(node.optional("base-url")), callback,
                values.number(node.optional("connections"), 50, 1, 1_000),
                values.duration(node.optional("limit"), Duration.ofSeconds(10)),
                values.duration(node.optional("receipt-within"), Duration.ofMinutes(1)));
    }

    private @Nullable GatewayMapping gateway(YamlNode node) {
        node.onlyKeys("mapping");
        String file = values.required(node, "mapping");
        if (file.isBlank()) {
            return null;
        }
        try {
            YamlNode mapping = YamlNode.parse(file, Files.readString(values.path(node.optional("mapping"), ".")),
                    problems);
            return new GatewayMappingReader(values::filled).read(mapping);
        } catch (IOException e) {
            values.problem(node.optional("mapping"), "\"" + file + "\" cannot be read: " + FileTrouble.of(e)
                    + "; name the file that describes the gateway");
            return null;
        }
    }

    private SmtpSettings smtp(YamlNode node) {
        node.onlyKeys("host", "port", "security", "username", "password", "from", "connections", "limit");
        String user = values.text(node.optional("username"), "");
        SmtpSettings.Security how = switch (oneOf(node.optional("security"), "starttls",
                Set.of("none", "starttls", "tls"))) {
            case "none" -> SmtpSettings.Security.NONE;
            case "tls" -> SmtpSettings.Security.TLS;
            default -> SmtpSettings.Security.STARTTLS;
        };
        if (how == SmtpSettings.Security.NONE && !user.isBlank() && !isThisMachine(values.required(node, "host"))) {
            values.problem(node.optional("security"),
                    "\"none\" would send the password readable for everybody on the way; use"
                            + " starttls or tls, or leave username and password out");
        }
        return new SmtpSettings(values.required(node, "host"), values.number(node.optional("port"), 587, 1, 65_535),
                how,
                user.isBlank() ? null : user, user.isBlank() ? null : values.required(node, "password"),
                sender(node), values.number(node.optional("connections"), 4, 1, 1_000),
                values.duration(node.optional("limit"), Duration.ofSeconds(10)));
    }

    private static boolean isThisMachine(String host) {
        return Set.of("localhost", "127.0.0.1", "::1").contains(host);
    }

    private String sender(YamlNode node) {
        String from = values.required(node, "from");
        if (!from.isBlank()) {
            try {
                MailAddress.of(from);
            } catch (IllegalArgumentException e) {
                values.problem(node.optional("from"), "\"" + from + "\" " + e.getMessage()
                        + "; write duty@example.gov or \"值班室 <duty@example.gov>\"");
            }
        }
        return from;
    }

    private Set<String> boards(YamlNode node) {
        node.onlyKeys("providers", "ntcip", "mqtt");
        Set<String> providers = node.optional("providers").items().stream()
                .map(provider -> oneOf(provider, "web", Set.of("web", "ntcip", "mqtt")))
                .collect(Collectors.toUnmodifiableSet());
        for (String provider : providers) {
            if (!provider.equals("web") && !node.optional(provider).isPresent()) {
                node.problem("providers names " + provider + ": say under " + provider + " how it is reached");
            }
        }
        return providers.isEmpty() ? Set.of("web") : providers;
    }

    private @Nullable NtcipSettings ntcip(YamlNode node) {
        node.onlyKeys("community");
        return node.isPresent() ? NtcipSettings.usual(values.required(node, "community")) : null;
    }

    private @Nullable MqttSettings mqtt(YamlNode node) {
        node.onlyKeys("host", "port", "security", "username", "password", "prefix", "client-id", "limit");
        if (!node.isPresent()) {
            return null;
        }
        boolean tls = oneOf(node.optional("security"), "tls", Set.of("none", "tls")).equals("tls");
        String prefix = values.text(node.optional("prefix"), MqttSettings.PREFIX);
        if (prefix.isBlank() || prefix.matches(".*[+#].*") || prefix.endsWith("/")) {
            values.problem(node.optional("prefix"), "\"" + prefix + "\" must be a topic without +, # and a last /");
        }
        return new MqttSettings(values.required(node, "host"),
                values.number(node.optional("port"), tls ? 8883 : 1883, 1, 65_535), tls,
                values.textOrNull(node.optional("username")), values.textOrNull(node.optional("password")), prefix,
                values.text(node.optional("client-id"), ""),
                values.duration(node.optional("limit"), Duration.ofSeconds(5)));
    }
}
