package tocsin.connectors;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.mapping.Row;
import tocsin.mapping.Rows;

/// Fetches a file and sends what is new in it.
public final class Poller {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final Duration WITHIN = Duration.ofSeconds(30);
    /// A month of earthquakes is 8 MB.
    private static final int LIMIT_BYTES = 32 * 1024 * 1024;

    private final FeedSettings feed;
    private final FeedSettings.Polled polled;
    private final Rowing rowing;
    private final Freshness freshness;
    private final HttpClient http;
    private @Nullable String tag;
    private @Nullable String modified;

    public Poller(FeedSettings feed, FeedSettings.Polled polled, Rowing rowing, Freshness freshness, HttpClient http) {
        this.feed = feed;
        this.polled = polled;
        this.rowing = rowing;
        this.freshness = freshness;
        this.http = http;
    }

    /// Looks once. Throws nothing: what cannot be fetched or sent now is the next time.
    ///
    /// @return whether it could be
    public boolean look() {
        try {
            fetch();
            return true;
        } catch (IOException | UncheckedIOException e) {
            trouble("cannot be read: " + e.getMessage());
        } catch (Door.DoorClosedException e) {
            trouble("cannot be sent now: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("feed {} failed", feed.id(), e);
            freshness.failed(feed.id(), e.getClass().getSimpleName());
        }
        return false;
    }

    private void trouble(String trouble) {
        LOG.warn("feed {} {}", feed.id(), trouble);
        freshness.failed(feed.id(), trouble);
    }

    private void fetch() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(polled.url()).timeout(WITHIN).GET();
        if (polled.authorization() != null) {
            request.header("Authorization", polled.authorization());
        }
        if (tag != null) {
            request.header("If-None-Match", tag);
        }
        if (modified != null) {
            request.header("If-Modified-Since", modified);
        }
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() == 304) {
                freshness.unchanged(feed.id());
                return;
            }
            if (response.statusCode() != 200) {
                throw new IOException("the server answered " + response.statusCode());
            }
            byte[] bytes = body.readNBytes(LIMIT_BYTES + 1);
            if (bytes.length > LIMIT_BYTES) {
                throw new IOException("it is longer than " + LIMIT_BYTES + " bytes");
            }
            List<Row> rows = new ArrayList<>();
            Rows.read(feed.id(), new ByteArrayInputStream(bytes), feed.mapping().file(), rows::add);
            rowing.send(rows);
        }
        tag = response.headers().firstValue("ETag").orElse(null);
        modified = response.headers().firstValue("Last-Modified").orElse(null);
    }
}
