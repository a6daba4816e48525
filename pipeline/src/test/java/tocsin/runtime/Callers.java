package tocsin.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.model.Sha256;

/// Callers of the API in tests: each has a name, and a key that is known by the name.
final class Callers {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Callers() {}

    /// The configured key of a caller.
    ///
    /// @param agency the agency it reports for, or null
    static ApiKey key(String name, Role role, @Nullable String agency) {
        return key(new Caller(name, role, agency, null, Bounds.NONE));
    }

    /// The key of a person of the directory.
    static ApiKey keyOfPerson(String name, Role role, String person) {
        return key(new Caller(name, role, null, null, Bounds.NONE, person));
    }

    /// The key of a duty officer of one area.
    static ApiKey keyOf(String name, String area) {
        return key(new Caller(name, Role.DUTY_OFFICER, null, null, new Bounds(List.of(area), List.of())));
    }

    /// The key of this caller.
    static ApiKey key(Caller holder) {
        return new ApiKey(holder, Sha256.of(token(holder.name()).getBytes(StandardCharsets.UTF_8)));
    }

    /// What a caller of this name sends as its bearer token.
    static String token(String name) {
        return "key of " + name;
    }

    /// Sends a request with a JSON body as the caller of this name.
    ///
    /// @param body the body; empty for none
    static HttpResponse<String> ask(Tocsin tocsin, String as, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(tocsin, token(as), method, path, body);
    }

    /// The same with a bearer token of another form, such as the console's.
    static HttpResponse<String> send(Tocsin tocsin, String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(tocsin.url() + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
