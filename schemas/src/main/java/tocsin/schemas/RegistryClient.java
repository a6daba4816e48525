package tocsin.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/// A client of a schema registry that speaks Confluent's REST protocol.
///
/// Several addresses are tried in turn. Every call is bounded by [#CALL_LIMIT]. Safe for use by several threads.
public final class RegistryClient implements AutoCloseable {
    /// Longest time one call to one address may take.
    public static final Duration CALL_LIMIT = Duration.ofSeconds(3);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT = "application/vnd.schemaregistry.v1+json";

    private final List<String> urls;
    private final @Nullable String authorization;
    private final HttpClient http;

    /// @param urls base addresses, comma-separated, such as `http://registry:8081`
    /// @param userInfo `name:password` for basic authentication, or null
    public RegistryClient(String urls, @Nullable String userInfo) {
        this.urls = List.of(urls.split(",")).stream().map(String::strip).filter(url -> !url.isEmpty())
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url).toList();
        if (this.urls.isEmpty()) {
            throw new IllegalArgumentException("schema.registry.url names no address");
        }
        this.authorization = userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CALL_LIMIT).build();
    }

    /// The id of this schema under this subject, registering it if it is new.
    public int register(String subject, Schema schema) {
        return call("POST", "/subjects/" + path(subject) + "/versions", schemaBody(schema)).path("id").asInt();
    }

    /// The id this subject has for this schema; refused as not found if it has none.
    public int lookUp(String subject, Schema schema) {
        return call("POST", "/subjects/" + path(subject), schemaBody(schema)).path("id").asInt();
    }

    /// The schema of this id; refused as not found if there is none.
    public Schema schema(int id) {
        return parse(call("GET", "/schemas/ids/" + id, null));
    }

    /// The newest schema of this subject, or empty where the subject is unknown.
    public Optional<Schema> latest(String subject) {
        return notFoundAsEmpty(() -> parse(call("GET", "/subjects/" + path(subject) + "/versions/latest", null)));
    }

    /// Whether the registry would take this schema under this subject; true for a new subject.
    public boolean isCompatible(String subject, Schema schema) {
        return notFoundAsEmpty(() -> call("POST",
                "/compatibility/subjects/" + path(subject) + "/versions/latest?verbose=true", schemaBody(schema))
                .path("is_compatible").asBoolean()).orElse(true);
    }

    /// All subjects the registry knows.
    public List<String> subjects() {
        List<String> subjects = new ArrayList<>();
        call("GET", "/subjects", null).forEach(subject -> subjects.add(subject.asText()));
        return List.copyOf(subjects);
    }

    /// The compatibility level of this subject, or empty where it has none of its own.
    public Optional<String> compatibility(String subject) {
        return notFoundAsEmpty(() -> call("GET", "/config/" + path(subject), null).path("compatibilityLevel").asText());
    }

    /// Sets the compatibility level of this subject, such as FULL_TRANSITIVE.
    public void setCompatibility(String subject, String level) {
        call("PUT", "/config/" + path(subject), JSON.createObjectNode().put("compatibility", level));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static <T> Optional<T> notFoundAsEmpty(java.util.function.Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (RegistryRefusedException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Schema parse(JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new RegistryRefusedException(40403, "the schema is of type " + type + ", not AVRO");
        }
        try {
            return new Schema.Parser().parse(answer.path("schema").asText());
        } catch (SchemaParseException e) {
            throw new RegistryRefusedException(42201, "the registry's schema cannot be parsed: " + e.getMessage());
        }
    }

    private static ObjectNode schemaBody(Schema schema) {
        return JSON.createObjectNode().put("schema", schema.toString());
    }

    private static String path(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode call(String method, String path, @Nullable ObjectNode body) {
        RegistryUnavailableException failure = null;
        for (String url : urls) {
            try {
                return callOne(url, method, path, body);
            } catch (RegistryUnavailableException e) {
                failure = e;
            }
        }
        if (failure == null) {
            throw new IllegalStateException("no registry address");
        }
        throw failure;
    }

    private JsonNode callOne(String url, String method, String path, @Nullable ObjectNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(CALL_LIMIT)
                .header("Accept", CONTENT + ", application/json");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", CONTENT).method(method,
                    HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer(url, response);
        } catch (IOException e) {
            throw new RegistryUnavailableException("registry " + url + " cannot be reached: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while asking registry " + url, e);
        }
    }

    private static JsonNode answer(String url, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= 500 || status == 408 || status == 429) {
            throw new RegistryUnavailableException("registry " + url + " answered " + status);
        }
        JsonNode json;
        try {
            json = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new RegistryUnavailableException("registry " + url + " answered " + status + " with no JSON", e);
        }
        if (status >= 400) {
            throw new RegistryRefusedException(json.path("error_code").asInt(status),
                    json.path("message").asText("status " + status));
        }
        return json;
    }
}
