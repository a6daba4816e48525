package tocsin.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tocsin.mapping.Mapping;
import tocsin.mapping.MappingReader;
import tocsin.mapping.RefusedRow;
import tocsin.mapping.Row;
import tocsin.mapping.Rows;

/// Every item of a feed is sent or refused with its reason, once.
class RowingTest {
    private static final Instant NOW = Instant.parse("2026-11-30T13:00:00Z");
    private static final Mapping NEWS = MappingReader.read("news.yaml", """
            mapping: news
            record: media
            format: feed
            fields:
              signalId: {text: "news/{id}"}
              source: {value: news}
              publishedAt: {column: published, as: time}
              text: {text: "{title} {summary}"}
              status: {value: ACTUAL}
            """);

    private final List<ObjectNode> taken = new ArrayList<>();
    private final List<RefusedRow> kept = new ArrayList<>();
    private final Freshness freshness = new Freshness();
    private final FeedSettings feed = new FeedSettings("news", NEWS,
            new FeedSettings.Polled(URI.create("https://news.example/rss"), Duration.ofMinutes(1), null),
            Optional.empty(), List.of());
    private final Rowing rowing = new Rowing(feed, new Door() {
        @Override
        public List<@Nullable String> take(Mapping.Kind kind, List<ObjectNode> records) {
            taken.addAll(records);
            return new ArrayList<>(records.stream()
                    .map(record -> record.path("text").asText().contains("no") ? "text: is refused" : null).toList());
        }

        @Override
        public void refused(RefusedRow row) {
            kept.add(row);
        }
    }, freshness, InstantSource.fixed(NOW));

    private void send(String items) {
        List<Row> rows = new ArrayList<>();
        Rows.read("news", new ByteArrayInputStream(("<rss><channel>\n" + items + "</channel></rss>")
                .getBytes(StandardCharsets.UTF_8)), NEWS.file(), rows::add);
        rowing.send(rows);
    }

    private static String item(String id, String title, String date) {
        return "<item><guid>" + id + "</guid><title>" + title + "</title><description>fire</description><pubDate>"
                + date
                + "</pubDate></item>\n";
    }

    @Test
    void itemsOfOneMomentInTheFormsOfTheWorldAreReadAndTheWrongOneIsToldWithItsReason() {
        // Given
        freshness.watch(feed, NOW);

        // When
        send(item("a1", "offset", "Mon, 30 Nov 2026 07:30:00 -0500")
                + item("a2", "est", "Mon, 30 Nov 2026 07:30:00 EST")
                + item("a3", "utc", "Mon, 30 Nov 2026 12:30:00 UTC") + item("a4", "z", "Mon, 30 Nov 2026 12:30:00 Z")
                + item("a5", "wrongday", "Tue, 30 Nov 2026 12:30:00 GMT")
                + item("a6", "2digit", "Mon, 30 Nov 26 12:30:00 GMT")
                + item("a7", "minutes", "Mon, 30 Nov 2026 12:30 GMT"));

        // Then
        assertEquals(List.of("2026-11-30T12:30:00.000Z"),
                taken.stream().map(post -> post.path("publishedAt").asText()).distinct().toList());
        Freshness.Fresh fresh = freshness.all().getFirst();
        assertEquals(6, fresh.records());
        assertEquals(1, fresh.refused());
        Freshness.Refused refused = fresh.refusedRows().getFirst();
        assertEquals("a5", refused.id());
        assertEquals(6, refused.line());
        assertEquals(List.of("publishedAt: \"Tue, 30 Nov 2026 12:30:00 GMT\" is no time that can be read: it says Tue,"
                + " and that day is a Monday, so one of the two is wrong"), refused.reasons());
        assertEquals("feed news:6", kept.getFirst().source());
    }

    @Test
    void whatIsRefusedAtTheDoorIsToldTooAndNothingTwice() {
        // Given
        freshness.watch(feed, NOW);
        String items = item("b1", "no", "Mon, 30 Nov 2026 12:30:00 GMT") + item("b2", "yes", "tomorrow");

        // When
        send(items);
        send(items);

        // Then
        assertEquals(2, freshness.all().getFirst().refused());
        assertEquals(List.of("b2", "b1"), freshness.all().getFirst().refusedRows().stream()
                .map(Freshness.Refused::id).toList());
        assertEquals(2, kept.size());
    }

    @Test
    void theNewestRefusalsAreShownAndAllAreCounted() {
        // Given
        freshness.watch(feed, NOW);
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 3 * Freshness.REFUSED_SHOWN; i++) {
            items.append(item("c" + i, "t", "never"));
        }

        // When
        send(items.toString());
        rowing.refused("gauges/a", "the message is no JSON of an object");

        // Then
        Freshness.Fresh fresh = freshness.all().getFirst();
        assertEquals(3 * Freshness.REFUSED_SHOWN + 1, fresh.refused());
        assertEquals(Freshness.REFUSED_SHOWN, fresh.refusedRows().size());
        assertEquals("gauges/a", fresh.refusedRows().getLast().id());
        assertTrue(fresh.refusedRows().getFirst().reasons().getFirst().startsWith("publishedAt"));
    }
}
