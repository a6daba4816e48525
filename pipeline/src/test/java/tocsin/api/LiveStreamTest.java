package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.attacks.Wire;
import tocsin.desk.FixedPacks;
import tocsin.dispatch.Notifications;
import tocsin.doubles.Until;
import tocsin.intake.Role;
import tocsin.internal.v1.DataAccess;
import tocsin.observe.Meters;
import tocsin.readmodel.Pictures;
import tocsin.readmodel.ReadModel;
import tocsin.v1.Incident;

/// Server-sent events on a real server: ids, replay, reset, and bounds.
class LiveStreamTest {
    private static final HttpLimits.Listeners LIMITS = new HttpLimits.Listeners(10, 10);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EventLog log = new EventLog("a1", new EventLog.Capacity(Duration.ofMinutes(2), 200, 100_000_000),
            System::nanoTime);
    private final ReadModel model = new ReadModel();
    private final SseSeats seats = new SseSeats(model, new FairSeats(10, 10, 0, Duration.ZERO), LIMITS,
            Duration.ofMillis(200), new Meters(registry));
    private final List<DataAccess> noted = new CopyOnWriteArrayList<>();
    private final AccessLog accesses = new AccessLog(noted::addAll, Clock.systemUTC(), new Meters(registry));
    private final LiveStream live = new LiveStream(model, seats, log, new BoundedIncidents(model, new FixedPacks()),
            accesses);
    private Javalin server;

    @BeforeEach
    void start() {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.routes.get("/s", request -> live.serve(request,
                    new Caller("duty", Role.DUTY_OFFICER, null, null, tocsin.intake.Bounds.NONE)));
            config.routes.get("/licang", request -> live.serve(request,
                    BoundedIncidentsTest.bound(Role.DUTY_OFFICER, "370213", null)));
            config.routes.exception(ApiException.class, (e, request) -> request.status(e.status()));
        }).start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /// A client that keeps what it has read and not looked at.
    private static final class Listener implements AutoCloseable {
        private final Wire wire;
        private final StringBuilder rest = new StringBuilder();
        private final byte[] part = new byte[64 * 1024];

        private Listener(Wire wire) {
            this.wire = wire;
        }

        /// Everything to the first of these words, with it.
        String untilOneOf(String one, String other) throws IOException {
            long began = System.nanoTime();
            while (rest.indexOf(one) < 0 && rest.indexOf(other) < 0) {
                int read = wire.read(part);
                if (read < 0 || System.nanoTime() - began > 30_000_000_000L) {
                    throw new IOException("neither \"" + one + "\" nor \"" + other + "\" in time: " + rest.length());
                }
                rest.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
            }
            int at = rest.indexOf(one);
            return until(at >= 0 && (rest.indexOf(other) < 0 || at < rest.indexOf(other)) ? one : other);
        }

        /// Everything to these words, with them.
        String until(String wanted) throws IOException {
            int from = 0;
            long began = System.nanoTime();
            for (int at = rest.indexOf(wanted); at < 0; at = rest.indexOf(wanted, from)) {
                from = Math.max(0, rest.length() - wanted.length());
                int read = wire.read(part);
                if (read < 0 || System.nanoTime() - began > 30_000_000_000L) {
                    throw new IOException("no \"" + wanted + "\" in time: " + rest.length());
                }
                rest.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
            }
            int end = rest.indexOf(wanted) + wanted.length();
            String heard = rest.substring(0, end);
            rest.delete(0, end);
            return heard;
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    private Listener listen(String path, String headers) throws IOException {
        return new Listener(send(path, headers));
    }

    private Wire send(String path, String headers) throws IOException {
        return new Wire(URI.create("http://127.0.0.1:" + server.port()), Duration.ofSeconds(20), 64 * 1024)
                .send("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }

    private void happens(String id) {
        live.hear("notification", Notifications.mail(id).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Accept: */*\r\n", "Accept: text/event-stream\r\n", "Accept: text/*;q=0.5\r\n",
            "Accept: text/html, text/event-stream;q=0.9, */*;q=0.1\r\n", "Accept: TEXT/EVENT-STREAM\r\n"})
    void whoeverMayTakeEventsIsServedThem(String accept) throws IOException {
        try (Listener wire = listen("/s", accept)) {
            String head = wire.until(": listening");
            assertTrue(head.startsWith("HTTP/1.1 200") && head.contains("text/event-stream"), head);
            happens("n1");
            assertTrue(wire.until("\"n1\"").contains("event: notification\ndata: {"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream;q=0", "text/html, */*;q=0.0"})
    void whoeverWantsNoneIsTold406(String accept) throws IOException {
        try (Wire wire = send("/s", "Accept: " + accept + "\r\nConnection: close\r\n")) {
            assertTrue(wire.rest().startsWith("HTTP/1.1 406"));
        }
    }

    @ParameterizedTest
    @CsvSource({"Last-Event-ID: a1-0,false", "Last-Event-ID: a1-99,true", "Last-Event-ID: other-0,true",
            "Last-Event-ID: nonsense,true"})
    void whoComesBackHearsWhatHeMissedOrReset(String header, boolean reset) throws IOException {
        // Given
        try (Listener wire = listen("/s", "")) {
            wire.until("listening");
            happens("n1");
            assertTrue(wire.until("}\n\n").contains("id: a1-0\nevent: notification\n"));
        }
        happens("n2");

        // When
        try (Listener wire = listen("/s", header + "\r\n")) {
            String begin = wire.until("listening");
            happens("n3");
            String heard = begin + wire.until("\"n3\"");

            // Then
            int first = heard.indexOf("event: ");
            assertEquals(reset, heard.startsWith("event: reset", first), heard);
            assertEquals(!reset, heard.contains("\"n2\""), heard);
            assertTrue(heard.contains("id: a1-2\n"), heard);
        }
    }

    @Test
    void aNewListenerLearnsAnIdBeforeTheFirstEvent() throws IOException {
        try (Listener wire = listen("/s", "")) {
            assertTrue(wire.until("listening").contains("id: a1--1\n\n"));
        }
        happens("n1");
        try (Listener wire = listen("/s?lastEventId=a1--1", "")) {
            assertTrue(wire.until("\"n1\"").contains("id: a1-0"));
        }
    }

    @Test
    void aCommentComesWhereNothingHappens() throws IOException {
        try (Listener wire = listen("/s", "")) {
            long began = System.nanoTime();
            wire.until("still here");
            assertTrue(Duration.ofNanos(System.nanoTime() - began).compareTo(LiveStream.PING_EVERY.plusSeconds(3)) < 0);
        }
    }

    @Test
    void aListenerThatDoesNotReadIsCutOff_andHoldsNobodyUp() throws Exception {
        try (Listener stuck = listen("/s", ""); Listener reads = listen("/s", "")) {
            // Given
            stuck.until("listening");
            reads.until("listening");

            // When
            String large = "x".repeat(200_000);
            for (int i = 0; i < 100; i++) {
                live.hear("notification", Notifications.mail("n" + i).setBody(large).build());
            }

            // Then
            reads.until("\"n99\"");
            Until.holds("cut off", () -> {
                seats.cutStuck();
                return Optional.ofNullable(registry.find("tocsin.http.over.bound").tag("bound", "listener_stuck")
                        .counter()).isPresent();
            });
        }
    }

    @Test
    void aListenerBehindAllThatIsKeptHearsReset() throws Exception {
        try (Listener slow = listen("/s", "")) {
            // Given
            slow.until("listening");

            // When
            String large = "x".repeat(20_000);
            for (int i = 0; i < 1_500; i++) {
                live.hear("notification", Notifications.mail("n" + i).setBody(large).build());
            }

            // Then
            assertTrue(log.size() <= 200);
            slow.until("event: reset");
            // It may be behind once more, and a reset tells of what came before it.
            boolean heard = false;
            for (int i = 0; i < 50 && !heard; i++) {
                happens("after" + i);
                heard = slow.untilOneOf("\"after" + i + "\"", "event: reset").endsWith("\"after" + i + "\"");
            }
            assertTrue(heard);
        }
    }

    private void changes(Incident incident) {
        Pictures.put(model, incident);
        live.hear("incident", incident);
    }

    @Test
    void whoIsBoundedHearsWhatLiesWithin_andLearnsNothingOfTheRest() throws IOException {
        try (Listener wire = listen("/licang", "")) {
            wire.until("listening");

            // When: much happens elsewhere, something within, and something that belongs nowhere
            for (int i = 0; i < 150; i++) {
                changes(Pictures.incident("370200-20260301-1" + i, "370202", "shinan-fire"));
            }
            live.hear("notification",
                    Notifications.mail("of-no-known-incident").setIncidentId("370200-20260302-0099").build());
            changes(Pictures.incident("370200-20260302-0001", "370213", "licang-fire"));
            happens("within");
            String heard = wire.until("\"within\"");

            // Then
            assertFalse(heard.contains("370202") || heard.contains("of-no-known-incident"), heard);
            assertTrue(heard.contains("event: incident"), heard);
            assertTrue(heard.contains("\nid: ") && !heard.contains("id: a1-"), heard);
        }
    }

    @Test
    void whoIsBoundedComesBackAsEverybodyDoes() throws IOException {
        // Given
        changes(Pictures.incident("370200-20260302-0001", "370213", "licang-fire"));
        String id;
        try (Listener wire = listen("/licang", "")) {
            wire.until("listening");
            happens("n1");
            String heard = wire.until("\"n1\"");
            id = heard.substring(heard.lastIndexOf("id: ") + 4, heard.indexOf("\nevent: notification")).strip();
        }
        happens("n2");

        // When
        try (Listener wire = listen("/licang", "Last-Event-ID: " + id + "\r\n")) {
            String heard = wire.until("\"n2\"");

            // Then
            assertFalse(heard.contains("reset") || heard.contains("\"n1\""), heard);
        }
        try (Listener wire = listen("/licang", "Last-Event-ID: a1-0\r\n")) {
            assertTrue(wire.until("listening").contains("event: reset"));
        }
    }

    @Test
    void whatIsToldOfPeopleIsNoted_andNothingIsWhereItCannotBe() throws Exception {
        // Given
        changes(Pictures.incident("370200-20260302-0001", "370213", "licang-fire"));
        try (Listener wire = listen("/licang", "")) {
            wire.until("listening");

            // When
            happens("n1");
            wire.until("\"n1\"");
            accesses.store();

            // Then
            assertEquals(List.of("370200-20260302-0001"), noted.getFirst().getIncidents());

            // And
            for (int i = 0; i < AccessLog.WAITING; i++) {
                accesses.shown(new AccessLog.Asked(BoundedIncidentsTest.bound(Role.ANALYST, null, null), "r" + i,
                        Personal.RECIPIENTS, null), List.of(), 1);
            }
            happens("n2");
            assertThrows(IOException.class, () -> wire.until("\"n2\""));
        }
    }

    @Test
    void whatHappensElsewhereNeitherDelaysNorHurriesAComment() throws IOException {
        try (Listener wire = listen("/licang", "")) {
            wire.until("listening");
            long began = System.nanoTime();
            changes(Pictures.incident("370200-20260301-0007", "370202", "shinan-fire"));
            wire.until("still here");
            Duration after = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(after.compareTo(LiveStream.PING_EVERY.minusMillis(500)) > 0
                    && after.compareTo(LiveStream.PING_EVERY.plusSeconds(3)) < 0, after::toString);
        }
    }
}
