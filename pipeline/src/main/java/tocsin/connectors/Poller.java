package tocsin.connectors;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
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

    /// Rows that are taken of one fetch.
    static final int MOST_ROWS = 50_000;

    private final FeedSettings feed;
    private final FeedSettings.Polled polled;
    private final Rowing rowing;
    private final Freshness freshness;
    private final HttpClient http;
    private @Nullable String tag;
    private @Nullable String modified;
    private @Nullable String leftOut;

    public Poller(FeedSettings feed, FeedSettings.Polled polled, Rowing rowing, Freshness freshness, HttpClient http) {
        this.feed = feed;
        this.polled = polled;
        this.rowing = rowing;
        this.freshness = freshness;
        this.http = http;
    }

    /// Looks once. Throws nothing: what cannot be fetched or sent now is the next time.
    ///
    /// @return whether all of it could be
    public boolean look() {
        rowing.tell();
        try {
            fetch();
            String more = leftOut;
            if (more == null) {
                return true;
            }
            // It stays so until the publisher changes it, also while the server answers that nothing has changed.
            trouble(more);
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
            take(bytes);
        }
        tag = response.headers().firstValue("ETag").orElse(null);
        modified = response.headers().firstValue("Last-Modified").orElse(null);
    }

    /// Takes the rows of a file, as many as one fetch may have. Reads it twice: nothing is sent of a file that is not what
    /// its form says, and no more of it is held than is sent at a time.
    ///
    /// @return what it says of rows that were left out; null where all were taken
    @Nullable
    String take(byte[] bytes) {
        leftOut = read(bytes, row -> {})
                ? "holds more than " + MOST_ROWS + " rows, and those behind them were left out;"
                        + " fetch a shorter list, such as that of an hour or a day"
                : null;
        Gathering gathering = new Gathering(rowing);
        boolean _ = read(bytes, gathering::add);
        gathering.send();
        return leftOut;
    }

    /// Whether there are more rows than are taken.
    private boolean read(byte[] bytes, Consumer<Row> rows) {
        int[] count = new int[1];
        Rows.readWhile(feed.id(), new ByteArrayInputStream(bytes), feed.mapping().file(), row -> {
            count[0]++;
            if (count[0] > MOST_ROWS) {
                return false;
            }
            rows.accept(row);
            return true;
        });
        return count[0] > MOST_ROWS;
    }
}
