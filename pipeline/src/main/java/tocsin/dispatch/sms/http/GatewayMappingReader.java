package tocsin.dispatch.sms.http;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tocsin.v1.DeliveryReason;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// Reads the file that describes a gateway.
public final class GatewayMappingReader {
    /// The places a request's fields may have.
    static final Set<String> PLACES = Set.of("to", "to-without-plus", "text", "template", "parameters", "signature",
            "reference", "id", "validity-seconds");
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    private final BiFunction<YamlNode, String, String> secrets;

    /// @param secrets fills `${NAME}` in the text of a node from the environment
    public GatewayMappingReader(BiFunction<YamlNode, String, String> secrets) {
        this.secrets = secrets;
    }

    /// The mapping in this document; what is wrong with it is noted with the document's problems.
    public GatewayMapping read(YamlNode root) {
        root.onlyKeys("gateway", "request", "templates", "answer", "query", "connections", "limit");
        YamlNode request = root.required("request").onlyKeys("url", "body", "headers", "fields");
        Map<String, String> headers = new LinkedHashMap<>();
        request.optional("headers").mapping()
                .forEach((name, value) -> headers.put(name, secrets.apply(value, value.text())));
        Map<String, String> fields = new LinkedHashMap<>();
        request.required("fields").mapping().forEach((name, value) -> fields.put(name, field(value)));
        Map<String, String> templates = new HashMap<>();
        root.optional("templates").mapping().forEach((name, code) -> templates.put(name, code.text()));
        return new GatewayMapping(
                root.required("gateway").as("lower-case letters, digits and hyphens", "http", name -> {
                    if (!name.matches("[a-z0-9-]{1,32}")) {
                        throw new IllegalArgumentException(name);
                    }
                    return name;
                }), url(request.required("url")), oneOf(request.optional("body"), "json", List.of("json", "form"))
                        .equals("json"),
                headers, fields, templates, answer(root.required("answer")), query(root),
                connections(root), limit(root.optional("limit"), Duration.ofSeconds(10)));
    }

    private static int connections(YamlNode root) {
        int connections = root.optional("connections").integer(8);
        if (connections < 1 || connections > 1_000) {
            root.optional("connections").problem("must be 1 to 1000");
        }
        return Math.clamp(connections, 1, 1_000);
    }

    private static Duration limit(YamlNode node, Duration otherwise) {
        Duration limit = node.duration(otherwise);
        if (!limit.isPositive()) {
            node.problem("must be longer than nothing");
            return otherwise;
        }
        return limit;
    }

    private static URI url(YamlNode node) {
        return node.as("an address such as https://sms.example/send", URI.create("http://localhost"), text -> {
            URI url = URI.create(text);
            if (url.getHost() == null || !List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
                throw new IllegalArgumentException(text);
            }
            return url;
        });
    }

    private String field(YamlNode node) {
        String text = secrets.apply(node, node.text());
        Matcher places = PLACE.matcher(text);
        while (places.find()) {
            if (!PLACES.contains(places.group(1))) {
                node.problem("{" + places.group(1) + "} is no place known here" + Nearest.hint(places.group(1), PLACES)
                        + "; known are " + new java.util.TreeSet<>(PLACES));
            }
        }
        return text;
    }

    private static String oneOf(YamlNode node, String otherwise, List<String> allowed) {
        if (!node.isPresent()) {
            return otherwise;
        }
        if (!allowed.contains(node.text())) {
            node.problem("\"" + node.text() + "\" is not one of " + allowed);
            return otherwise;
        }
        return node.text();
    }

    private static GatewayMapping.Answer answer(YamlNode node) {
        node.onlyKeys("code", "success", "id", "errors");
        Map<String, GatewayMapping.Meaning> errors = new HashMap<>();
        node.optional("errors").mapping().forEach((code, error) -> {
            error.onlyKeys("class", "reason");
            errors.put(code, new GatewayMapping.Meaning(
                    oneOf(error.required("class"), "permanent", List.of("permanent", "retry")).equals("permanent"),
                    error.required("reason").symbol(DeliveryReason.class).orElse(DeliveryReason.PROVIDER_ERROR)));
        });
        return new GatewayMapping.Answer(node.required("code").text(), node.required("success").text(),
                node.required("id").text(), errors);
    }

    private static Optional<GatewayMapping.Query> query(YamlNode root) {
        YamlNode node = root.optional("query").onlyKeys("url", "status", "delivered", "failed", "ask-every", "within");
        return node.isPresent()
                ? Optional.of(new GatewayMapping.Query(node.required("url").text(), node.required("status").text(),
                        node.required("delivered").text(), node.required("failed").text(),
                        limit(node.optional("ask-every"), Duration.ofSeconds(10)),
                        limit(node.optional("within"), Duration.ofMinutes(1))))
                : Optional.empty();
    }
}
