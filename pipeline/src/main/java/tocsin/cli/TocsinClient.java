package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.runtime.InstanceFiles;
import tocsin.wire.RecordJson;

/// A client of a running Tocsin.
final class TocsinClient implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final String url;
    private final String key;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    TocsinClient(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /// The Tocsin named by `TOCSIN_URL` and `TOCSIN_API_KEY`, or the one of this data folder.
    static TocsinClient find(Map<String, String> environment, Path dataDir) {
        String url = environment.get("TOCSIN_URL");
        String key = environment.get("TOCSIN_API_KEY");
        if (url != null && key != null) {
            return new TocsinClient(url, key);
        }
        InstanceFiles.Endpoint endpoint = new InstanceFiles(dataDir).endpoint()
                .orElseThrow(() -> new CommandFailure(Main.WRONG_USAGE, "no Tocsin has run in " + dataDir
                        + "; start one (./tocsin demo), name its folder with --data-dir, or set TOCSIN_URL and TOCSIN_API_KEY"));
        return new TocsinClient(url != null ? url : endpoint.url(), key != null ? key : endpoint.apiKey());
    }

    /// An answer.
    record Answer(int status, JsonNode body) {
        boolean isGood() {
            return status < 300;
        }

        /// The body of a good answer; throws a failure with the lines of a refusal.
        JsonNode good() {
            if (!isGood()) {
                throw new CommandFailure(Main.NOT_SO, ClientOptions.refusal(this));
            }
            return body;
        }
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    private Answer send(String method, String path, @Nullable JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(WITHIN)
                .header("Authorization", "Bearer " + key).header("Content-Type", "application/json");
        request.method(method, body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString()));
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body().isBlank()
                    ? JsonNodeFactory.instance.nullNode()
                    : RecordJson.MAPPER.readTree(response.body()));
        } catch (IOException e) {
            throw new CommandFailure(Main.NOT_SO,
                    "Tocsin at " + url + " does not answer (" + e.getClass().getSimpleName()
                            + "); is it running?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(Main.NOT_SO, "interrupted");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
