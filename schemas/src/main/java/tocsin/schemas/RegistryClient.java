package tocsin.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// A client of a schema registry that speaks Confluent's REST protocol.
///
/// Several addresses are tried in turn. Every call is bounded by [#CALL_LIMIT]. Safe for use by several threads.
public final class RegistryClient implements AutoCloseable {
    /// Longest time one call to one address may take.
    public static final Duration CALL_LIMIT = Duration.ofSeconds(3);

    /// Schemas that one schema may refer to, directly and not.
    static final int MOST_REFERENCES = 50;
    /// The largest answer that is read: bytes.
    static final int LONGEST_ANSWER = 4_000_000;
    private static final int INVALID_SCHEMA = 42201;

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

    /// The schema of an answer, and what it refers to before it. Whatever keeps it from being one is the schema's fault.
    private Schema parse(JsonNode answer) {
        try {
            Schema.Parser parser = new Schema.Parser();
            referred(answer, parser, new HashSet<>());
            return parser.parse(text(answer));
        } catch (SerializationException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new RegistryRefusedException(INVALID_SCHEMA, "the registry's schema cannot be parsed: "
                    + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static String text(JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new RegistryRefusedException(40403, "the schema is of type " + type + ", not AVRO");
        }
        return answer.path("schema").asText();
    }

    /// What a schema refers to, the innermost first, each once.
    private void referred(JsonNode answer, Schema.Parser parser, Set<String> seen) {
        for (JsonNode reference : answer.path("references")) {
            String path = "/subjects/" + path(reference.path("subject").asText()) + "/versions/"
                    + reference.path("version").asInt();
            if (!seen.add(path)) {
                continue;
            }
            if (seen.size() > MOST_REFERENCES) {
                throw new RegistryRefusedException(INVALID_SCHEMA, "the schema refers to more than "
                        + MOST_REFERENCES + " others");
            }
            JsonNode referred = call("GET", path, null);
            referred(referred, parser, seen);
            parser.parse(text(referred));
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
        CompletableFuture<HttpResponse<String>> response = http.sendAsync(request.build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER));
        try {
            // The request's own limit ends with the headers; an answer that trickles in must end, too.
            HttpResponse<String> whole = response.get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return answer(url, whole.statusCode(), whole.body());
        } catch (ExecutionException e) {
            if (String.valueOf(e.getMessage()).contains("exceeds capacity")) {
                throw new RegistryRefusedException(INVALID_SCHEMA,
                        "the registry's answer has more than " + LONGEST_ANSWER + " bytes");
            }
            throw new RegistryUnavailableException("registry " + url + " cannot be reached: " + e.getCause(), e);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new RegistryUnavailableException("registry " + url + " did not answer within " + CALL_LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while asking registry " + url, e);
        }
    }

    private static JsonNode answer(String url, int status, String body) {
        if (status >= 500 || status == 408 || status == 429) {
            throw new RegistryUnavailableException("registry " + url + " answered " + status);
        }
        if (status == 401 || status == 403 || status == 407) {
            throw new RegistryUnavailableException("registry " + url + " answered " + status
                    + ": it does not let us in; look at schema-registry.basic-auth");
        }
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (StreamConstraintsException e) {
            throw new RegistryRefusedException(INVALID_SCHEMA,
                    "the registry's answer is nested too deep or too long: " + e.getOriginalMessage());
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
