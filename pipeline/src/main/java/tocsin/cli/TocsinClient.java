package tocsin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tocsin.runtime.InstanceFiles;
import tocsin.runtime.PlainAddress;
import tocsin.text.PlainText;
import tocsin.transit.ClientTrust;
import tocsin.wire.RecordJson;

/// A client of a running Tocsin.
final class TocsinClient implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration BEFORE_AGAIN = Duration.ofSeconds(1);
    private static final int TIMES = 3;
    /// The largest answer that is read: bytes.
    private static final long LONGEST_ANSWER = 128L * 1024 * 1024;
    private static final String CA_FILE = "TOCSIN_CA_FILE";
    private static final Path USUAL = Path.of("data", "demo");

    private final String url;
    private final String key;
    private final String keyFrom;
    private final HttpClient http;

    TocsinClient(String url, String key) {
        this(url, key, "the demonstration", new Trust(null, Optional.empty()));
    }

    /// @param keyFrom where the key was found, for whoever has to correct it
    private TocsinClient(String url, String key, String keyFrom, Trust trust) {
        this.url = url;
        this.key = key;
        this.keyFrom = keyFrom;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5));
        if (url.toLowerCase(Locale.ROOT).startsWith("https:")) {
            builder.sslContext(trust.context());
        }
        this.http = builder.build();
    }

    /// Whom it believes where it speaks TLS.
    ///
    /// @param authorities a file of authorities that `TOCSIN_CA_FILE` names, or null for the system's
    /// @param known the certificate of the Tocsin of a data folder; empty for one elsewhere
    private record Trust(@Nullable String authorities, Optional<X509Certificate> known) {
        SSLContext context() {
            try {
                return ClientTrust.context(authorities == null || authorities.isBlank() ? null : Path.of(authorities),
                        known);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(Main.WRONG_USAGE, "TOCSIN_CA_FILE: " + e.getMessage());
            }
        }
    }

    /// The Tocsin of the folder that was named, else the one of `TOCSIN_URL` and `TOCSIN_API_KEY`, else the one of the
    /// usual folder. `TOCSIN_API_KEY` alone is another key for the one of a folder.
    ///
    /// @param named a data folder that stands on the command line, or null
    static TocsinClient find(Map<String, String> environment, @Nullable Path named) {
        String url = environment.get("TOCSIN_URL");
        String key = environment.get("TOCSIN_API_KEY");
        if (named == null && url != null && key != null) {
            return new TocsinClient(address(url), checked(key), "TOCSIN_API_KEY",
                    new Trust(environment.get(CA_FILE), Optional.empty()));
        }
        Path folder = named != null ? named : usual(environment);
        InstanceFiles.Endpoint endpoint = endpoint(folder);
        if (named == null && url != null && !address(url).equals(endpoint.url())) {
            throw new CommandFailure(Main.WRONG_USAGE, "TOCSIN_URL is set and TOCSIN_API_KEY is not: the key of "
                    + folder + " is not for there; set both, or neither");
        }
        Trust trust = new Trust(environment.get(CA_FILE), new InstanceFiles(folder).certificate());
        return key == null || named != null && url != null
                ? new TocsinClient(endpoint.url(), endpoint.apiKey(), folder.resolve("endpoint.json").toString(),
                        trust)
                : new TocsinClient(endpoint.url(), checked(key), "TOCSIN_API_KEY", trust);
    }

    /// The folder that is looked into where none is named.
    static Path usual(Map<String, String> environment) {
        String folder = environment.get("TOCSIN_DATA_DIR");
        return folder == null || folder.isBlank() ? USUAL : Path.of(folder);
    }

    private static InstanceFiles.Endpoint endpoint(Path folder) {
        return new InstanceFiles(folder).endpoint().orElseThrow(() -> new CommandFailure(Main.WRONG_USAGE,
                Files.exists(folder.resolve("endpoint.json"))
                        ? folder.resolve("endpoint.json")
                                + " does not say how a Tocsin is reached: it is cut off, or something else; start that"
                                + " Tocsin again, or set TOCSIN_URL and TOCSIN_API_KEY"
                        : "no Tocsin has run in " + folder
                                + "; start one (./tocsin demo), name its folder with --data-dir, or set TOCSIN_URL and"
                                + " TOCSIN_API_KEY"));
    }

    private static String address(String given) {
        String text = given.strip().replaceAll("/+$", "");
        try {
            URI uri = URI.create(text);
            boolean web = uri.getScheme() != null
                    && List.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT));
            if (web && uri.getHost() != null && uri.getPort() <= 65_535 && uri.getUserInfo() == null
                    && uri.getQuery() == null && uri.getFragment() == null) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // Told below like every other address that is none.
        }
        String shown = PlainText.shortened(PlainText.line(PlainAddress.withoutPassword(text)), 200);
        throw new CommandFailure(Main.WRONG_USAGE, "TOCSIN_URL: \"" + shown
                + "\" is no address; write one with scheme, host and port such as http://127.0.0.1:8080");
    }

    private static String checked(String key) {
        String stripped = key.strip();
        if (!stripped.matches("[\\x21-\\x7e]{1,1000}")) {
            throw new CommandFailure(Main.WRONG_USAGE, "TOCSIN_API_KEY " + (stripped.isEmpty()
                    ? "is empty; set it to a key, or unset it"
                    : "is no key: it holds blanks, ends of lines or characters that no key has"));
        }
        return stripped;
    }

    /// An answer.
    ///
    /// @param keyFrom where the key was found that asked
    record Answer(int status, JsonNode body, String keyFrom) {
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

    /// Where it is reached.
    String url() {
        return url;
    }

    Answer get(String path) {
        try {
            return send("GET", path, null);
        } catch (IOException e) {
            throw unreached(e);
        }
    }

    Answer delete(String path) {
        try {
            return send("DELETE", path, null);
        } catch (IOException e) {
            throw unreached(e);
        }
    }

    Answer post(String path, JsonNode body) {
        try {
            return send("POST", path, body);
        } catch (IOException e) {
            throw unreached(e);
        }
    }

    /// Gives an order under an id of its own, so that an order whose answer was lost is given again and done once.
    Answer order(String path, ObjectNode command) {
        if (!command.has("commandId")) {
            command.put("commandId", UUID.randomUUID().toString());
        }
        for (int time = 1;; time++) {
            try {
                return send("POST", path, command);
            } catch (ConnectException e) {
                throw unreached(e);
            } catch (IOException e) {
                if (time == TIMES) {
                    throw new CommandFailure(Main.NOT_SO, unreached(e).getMessage()
                            + "; whether the order was taken is not known: give it again with --command-id "
                            + command.path("commandId").asText() + ", and it is done once");
                }
                LockSupport.parkNanos(BEFORE_AGAIN.toNanos());
            }
        }
    }

    private Answer send(String method, String path, @Nullable JsonNode body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(WITHIN)
                .header("Authorization", "Bearer " + key).header("Content-Type", "application/json");
        request.method(method, body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString()));
        try {
            HttpResponse<String> response = http.send(request.build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER));
            return new Answer(response.statusCode(), json(response), keyFrom);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(Main.NOT_SO, "interrupted");
        }
    }

    private JsonNode json(HttpResponse<String> response) {
        if (response.body().isBlank()) {
            return JsonNodeFactory.instance.nullNode();
        }
        try {
            return RecordJson.MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CommandFailure(Main.NOT_SO, "what answers at " + url + " is no Tocsin: status "
                    + response.statusCode() + ", and no JSON; correct the address");
        }
    }

    private CommandFailure unreached(IOException failure) {
        return new CommandFailure(Main.NOT_SO, "Tocsin at " + url + " does not answer ("
                + FailureWords.unreached(failure) + "); is it running?");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
