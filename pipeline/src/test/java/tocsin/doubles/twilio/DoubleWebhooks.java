package tocsin.doubles.twilio;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import tocsin.doubles.twilio.TwilioDouble.Answer;

/// Twilio's calls to the program: five seconds to connect, fifteen to answer, once more when nobody takes the call.
final class DoubleWebhooks implements AutoCloseable {
    /// Where a public address really is.
    private record Detour(String published, String local) {}

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final Semaphore lines = new Semaphore(64);
    private volatile Detour detour = new Detour("", "");

    void detour(String published, String local) {
        detour = new Detour(published, local);
    }

    private URI target(String url) {
        Detour now = detour;
        return URI.create(!now.published().isEmpty() && url.startsWith(now.published())
                ? now.local() + url.substring(now.published().length())
                : url);
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream().map(each -> URLEncoder.encode(each.getKey(), StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    /// Posts a form to an address as its owner published it.
    Answer post(String url, Map<String, String> form, String signature) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target(url)).timeout(Duration.ofSeconds(15))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("User-Agent", "TwilioProxy/1.1")
                .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
        if (!signature.isEmpty()) {
            request.header("X-Twilio-Signature", signature);
        }
        lines.acquireUninterruptibly();
        try {
            return call(request.build(), 2);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer(0, "");
        } finally {
            lines.release();
        }
    }

    private Answer call(HttpRequest request, int calls) throws InterruptedException {
        for (int left = calls;; left--) {
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                return new Answer(response.statusCode(), response.body());
            } catch (ConnectException _) {
                if (left == 1) {
                    return new Answer(0, "");
                }
            } catch (IOException _) {
                return new Answer(0, "");
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
