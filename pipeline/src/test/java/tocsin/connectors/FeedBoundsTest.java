package tocsin.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.mapping.Mapping;
import tocsin.mapping.MappingReader;
import tocsin.mapping.RefusedRow;
import tocsin.mapping.Row;

/// What one fetch or one message may hold, and how many refusals are kept.
class FeedBoundsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T13:00:00Z");
    private static final FeedSettings.Polled POLLED = new FeedSettings.Polled(URI.create("https://news.example/rss"),
            Duration.ofMinutes(1), null);

    private final List<Integer> batches = new ArrayList<>();
    private final List<RefusedRow> kept = new ArrayList<>();
    private final Freshness freshness = new Freshness();
    private long taken;
    private boolean closed;
    private Instant now = NOW;

    private final Door door = new Door() {
        @Override
        public List<@Nullable String> take(Mapping.Kind kind, List<ObjectNode> records) {
            if (closed) {
                throw new DoorClosedException("the disk is full");
            }
            taken += records.size();
            batches.add(records.size());
            return new ArrayList<>(records.stream().map(one -> one.isEmpty() ? "signalId: is missing" : null).toList());
        }

        @Override
        public void refused(RefusedRow row) {
            kept.add(row);
        }
    };

    private FeedSettings feed(String format) {
        FeedSettings feed = new FeedSettings("f", MappingReader.read("f.yaml", """
                mapping: f
                record: media
                format: %s
                fields:
                  signalId: {column: id}
                  publishedAt: {column: at, as: time}
                """.formatted(format)), POLLED, Optional.empty(), List.of());
        freshness.watch(feed, NOW);
        return feed;
    }

    private Rowing rowing(FeedSettings feed) {
        return new Rowing(feed, door, freshness, () -> now);
    }

    private Poller poller(FeedSettings feed) {
        return new Poller(feed, POLLED, rowing(feed), freshness, HttpClient.newHttpClient());
    }

    private static byte[] document(String format, int from, int until) {
        StringBuilder text = new StringBuilder(switch (format) {
            case "csv" -> "id,at\n";
            case "json" -> "[";
            case "geojson" -> "{\"features\":[";
            case "feed" -> "<rss><channel>";
            default -> "";
        });
        for (int i = from; i < until; i++) {
            String comma = i + 1 < until ? "," : "";
            text.append(switch (format) {
                case "csv" -> i + ",\n";
                case "json" -> "{\"id\":" + i + "}" + comma;
                case "geojson" -> "{\"id\":" + i + "}" + comma;
                case "feed" -> "<item><guid>" + i + "</guid></item>";
                default -> "{\"id\":" + i + "}\n";
            });
        }
        return text.append(switch (format) {
            case "json" -> "]";
            case "geojson" -> "],\"crs\":null}";
            case "feed" -> "</channel></rss>";
            default -> "";
        }).toString().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"csv", "ndjson", "json", "geojson", "feed"})
    void aFetchThatIsFullIsTakenWholeAndOfALongerOneWhatFits(String format) {
        // Given
        Poller poller = poller(feed(format));

        // When
        String ofFull = poller.take(document(format, 0, Poller.MOST_ROWS));
        String ofLonger = poller.take(document(format, 1, Poller.MOST_ROWS + 2));

        // Then
        assertNull(ofFull);
        assertEquals(
                "holds more than 50000 rows, and those behind them were left out; fetch a shorter list, such as that"
                        + " of an hour or a day",
                ofLonger);
        assertEquals(Poller.MOST_ROWS + 1, taken, "only the one that is new is sent");
    }

    @Test
    void aListThatIsTooLongStaysTheTroubleOfItsFeedUntilItIsShorter() throws IOException {
        // Given
        HttpServer publisher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int[] rows = {Poller.MOST_ROWS + 1};
        publisher.createContext("/", exchange -> {
            String tag = "\"" + rows[0] + "\"";
            exchange.getResponseHeaders().set("ETag", tag);
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(document("ndjson", 0, rows[0]));
            }
            exchange.close();
        });
        publisher.start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            FeedSettings feed = feed("ndjson");
            Poller poller = new Poller(feed, new FeedSettings.Polled(URI.create("http://127.0.0.1:"
                    + publisher.getAddress().getPort() + "/"), Duration.ofMinutes(1), null), rowing(feed), freshness,
                    http);

            // When
            List<Boolean> whole = new ArrayList<>();
            List<Boolean> trouble = new ArrayList<>();
            for (int held : new int[]{Poller.MOST_ROWS + 1, Poller.MOST_ROWS + 1, Poller.MOST_ROWS}) {
                rows[0] = held;
                whole.add(poller.look());
                trouble.add(String.valueOf(freshness.all().getFirst().trouble()).contains("more than 50000 rows"));
            }

            // Then
            assertEquals(List.of(false, false, true), whole);
            assertEquals(List.of(true, true, false), trouble);
        } finally {
            publisher.stop(0);
        }
    }

    @Test
    void aFullFetchWithOneNewRowInFrontSendsThatRowOnly() {
        // Given
        Poller poller = poller(feed("ndjson"));
        poller.take(document("ndjson", 1, Poller.MOST_ROWS + 1));

        for (int i = 0; i < 3; i++) {
            // When
            taken = 0;
            poller.take(document("ndjson", -i, Poller.MOST_ROWS - i));

            // Then
            assertEquals(1, taken);
        }
    }

    @Test
    void millionsOfEmptyItemsAreFiftyThousandRowsAndAThousandRefusals() {
        // Given
        Poller poller = poller(feed("feed"));
        byte[] bytes = ("<rss>" + "<item/>".repeat(4_600_000) + "</rss>").getBytes(StandardCharsets.UTF_8);

        // When
        String trouble = poller.take(bytes);

        // Then
        assertTrue(String.valueOf(trouble).startsWith("holds more than 50000 rows"), trouble);
        assertEquals(Gathering.ROWS, kept.size(), "what is the same and was told is not told again");
    }

    @Test
    void rowsThatAreLargeTogetherAreSentAFewAtATime() {
        // Given
        Poller poller = poller(feed("ndjson"));
        String large = ("{\"id\":\"" + "x".repeat(Gathering.CHARACTERS / 4) + "%d\"}\n");

        // When
        poller.take((large.formatted(1) + large.formatted(2) + large.formatted(3) + large.formatted(4)
                + large.formatted(5)).getBytes(StandardCharsets.UTF_8));

        // Then
        assertEquals(List.of(4, 1), batches);
    }

    @ParameterizedTest
    @CsvSource({"999, 0", "1000, 1"})
    void rowsAreHeldUpToAThousand(int rows, int sent) {
        // Given
        Gathering gathering = new Gathering(rowing(feed("ndjson")));

        // When
        for (int i = 0; i < rows; i++) {
            gathering.add(new Row(i, Map.of("id", "r" + i)));
        }

        // Then
        assertEquals(sent * rows, taken);
    }

    private static Mqtt5Publish message(String payload) {
        return Mqtt5Publish.builder().topic("gauges/a").payload(payload.getBytes(StandardCharsets.UTF_8)).build();
    }

    private static Set<Mqtt5Publish> told() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000, 0", "1001, 1000, 1", "5000, 1000, 1"})
    void aMessageHasAThousandRowsAndTheRestIsRefusedAsOne(int rows, int sent, int refused) {
        // Given
        MessageRows messages = new MessageRows("f", rowing(feed("ndjson")));

        // When
        messages.send(List.of(message(new String(document("ndjson", 0, rows), StandardCharsets.UTF_8))), told());

        // Then
        assertEquals(sent, taken);
        assertEquals(refused, kept.size());
        assertTrue(kept.stream().allMatch(row -> row.reasons().getFirst().contains("more than 1000 rows")
                && "gauges/a".equals(row.columns().get("id"))));
    }

    @Test
    void aMessageThatIsGivenAgainIsToldOnce() {
        // Given
        MessageRows messages = new MessageRows("f", rowing(feed("ndjson")));
        Set<Mqtt5Publish> told = told();
        List<Mqtt5Publish> both = List.of(message("x".repeat(MessageRows.LARGEST + 1)), message("{\"id\":1}"),
                message("no JSON"));
        closed = true;

        // When
        for (int i = 0; i < 3; i++) {
            try {
                messages.send(both, told);
            } catch (Door.DoorClosedException e) {
                closed = i < 1;
            }
        }

        // Then
        assertEquals(1, taken);
        assertEquals(List.of("the message is over 1 MiB; send less of it", "the message is no JSON of an object"),
                kept.stream().map(row -> row.reasons().getFirst()).toList());
    }

    @Test
    void twentyHostileMessagesLeaveAThousandRefusalsAndTheGoodOneBesideThemIsSent() {
        // Given
        FeedSettings feed = feed("ndjson");
        Rowing rowing = rowing(feed);
        MessageRows messages = new MessageRows("f", rowing);
        List<Mqtt5Publish> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            StringBuilder lines = new StringBuilder();
            for (int j = 0; j < 40_000; j++) {
                lines.append("{\"at\":\"").append(i).append("x").append(j).append("\"}\n");
            }
            all.add(message(lines.toString()));
        }
        all.add(message("{\"id\":\"good\"}"));

        // When
        messages.send(all, told());
        now = NOW.plus(RefusalPace.WINDOW);
        rowing.tell();
        rowing.tell();

        // Then
        assertEquals(1, taken);
        assertEquals(RefusalPace.SINGLY + 1, kept.size());
        long refused = freshness.all().getFirst().refused();
        String more = "and " + (refused - RefusalPace.SINGLY) + " more since 2026-11-30T13:00:00Z: so many rows were"
                + " refused that the others are counted only";
        assertEquals(List.of(more), kept.getLast().reasons());
        assertTrue(kept.getLast().isCount());
        assertEquals(List.of(more), freshness.all().getFirst().refusedRows().getLast().reasons());
        assertEquals(20 * (MessageRows.MOST_ROWS + 1), refused);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000, 0", "1001, 1000, 1"})
    void refusalsOfAMinuteAreKeptUpToAThousandAndTheOthersAreTold(int refusals, int singly, int more) {
        // Given
        RefusalPace pace = new RefusalPace();

        // When
        int keeps = 0;
        for (int i = 0; i < refusals; i++) {
            keeps += pace.keeps(NOW) ? 1 : 0;
        }

        // Then
        assertEquals(singly, keeps);
        assertEquals(Optional.empty(), pace.rest(NOW.plus(RefusalPace.WINDOW).minusMillis(1)));
        assertEquals(more, pace.rest(NOW.plus(RefusalPace.WINDOW)).map(RefusalPace.Rest::count).orElse(0L));
        assertEquals(Optional.empty(), pace.rest(NOW.plus(RefusalPace.WINDOW)));
        assertTrue(pace.keeps(NOW.plus(RefusalPace.WINDOW)));
    }

    @Test
    void aClockThatIsPutBackStopsNoRefusalFromBeingKept() {
        // Given
        RefusalPace pace = new RefusalPace();
        for (int i = 0; i <= RefusalPace.SINGLY; i++) {
            pace.keeps(NOW);
        }

        // When
        Instant back = NOW.minus(Duration.ofDays(1));

        // Then
        assertEquals(Optional.of(new RefusalPace.Rest(1, NOW)), pace.rest(back));
        assertTrue(pace.keeps(back));
    }

    @Test
    void aFeedThatEndsTellsWhatItCounted() {
        // Given
        Rowing rowing = rowing(feed("ndjson"));
        for (int i = 0; i < RefusalPace.SINGLY + 2; i++) {
            rowing.refused("gauges/a", "the message is no JSON of an object");
        }

        // When
        rowing.close();
        rowing.close();

        // Then
        assertEquals(RefusalPace.SINGLY + 1, kept.size());
        assertTrue(kept.getLast().reasons().getFirst().startsWith("and 2 more since "));
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "1000000, 5", "4194304, 1"})
    void messagesAreSentTogetherUpToFourMebibytes(int bytes, int together) {
        // Given
        Mqtt5Publish one = message("x".repeat(bytes));
        Queue<Mqtt5Publish> waiting = new ArrayDeque<>(Collections.nCopies(100, one));

        // When
        List<Mqtt5Publish> gathered = MqttListener.gathered(one, waiting);

        // Then
        assertEquals(together, gathered.size());
        assertEquals(101, gathered.size() + waiting.size());
    }
}
