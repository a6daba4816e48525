package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.runtime.Callers.ask;
import static tocsin.runtime.Callers.key;
import static tocsin.runtime.Callers.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.attacks.Attack;
import tocsin.attacks.NormalLoad;
import tocsin.attacks.Wire;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.doubles.Until;
import tocsin.intake.Role;
import tocsin.wire.RecordJson;

/// The sharpest attacks of HttpAttacks in short, on a whole Tocsin: normal reports and acknowledgements get through.
@ExtendWith(SharedPair.class)
class HttpAttacksIT {
    private static final int REPORTS = 15;

    @TempDir
    private static Path folder;
    private static Tocsin tocsin;

    @BeforeAll
    static void start(Place place) throws Exception {
        tocsin = new Tocsin(place.settings(folder,
                List.of(key("fire", Role.REPORTER, "qingdao-fire"), key("attacker", Role.REPORTER, "shibei-fire"),
                        key("officer", Role.DUTY_OFFICER, null), key("other", Role.DUTY_OFFICER, null)),
                Duration.ofMillis(50)), FixedPacks.qingdao(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), () -> "not ready");
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    @Test
    void nothingInTheDataFolderIsReadableForOthers() throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> open = files.filter(file -> Files.isRegularFile(file)).filter(file -> {
                try {
                    return !Files.getPosixFilePermissions(file).stream()
                            .allMatch(one -> one.name().startsWith("OWNER_"));
                } catch (NoSuchFileException e) {
                    return false;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
            assertEquals(List.of(), open);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Attack.class, names = {"HELD_BACK", "EMPTY_OBJECTS", "DIGITS", "SLOW_HEADERS"})
    void normalReportsAndAcknowledgementsGetThrough(Attack attack) throws Exception {
        // Given
        URI server = URI.create(tocsin.url());
        try (NormalLoad load = new NormalLoad(server, token("fire"), token("officer"))) {
            String incident = load.incident();

            // When
            try (Attack.Running running = attack
                    .start(new Attack.Target(server, token("attacker"), token("officer")))) {
                load.start(incident);
                Until.holds("enough reports", () -> load.reports().count() >= REPORTS);
                load.stop();

                // Then
                assertEquals(List.of(), load.reports().refused(), () -> attack + " " + running.answers());
                assertEquals(List.of(), load.acknowledgements().refused(), () -> attack + " " + running.answers());
                // How fast is HttpAttacks' to measure, on a machine that does nothing else.
                assertTrue(load.acknowledgements().count() > 0, () -> attack + ": " + load.acknowledgements());
            }
        }
    }

    @Test
    void aListOfManyRefusedRecordsIsAnsweredInBounds() throws Exception {
        HttpResponse<String> over = ask(tocsin, "attacker", "POST", "/api/v1/reports",
                "[" + "{},".repeat(10_000) + "{}]");
        assertEquals(413, over.statusCode());
        assertTrue(over.body().contains("more than 10000 records"), over::body);
        HttpResponse<String> at = ask(tocsin, "attacker", "POST", "/api/v1/reports", "[" + "{},".repeat(9_999) + "{}]");
        assertEquals(207, at.statusCode());
        assertTrue(at.body().length() < 1_500_000, () -> "long: " + at.body().length());
    }

    @Test
    void whatNoReportCanHoldIsRefusedByName() throws Exception {
        ObjectNode report = RecordJson.write(Reports.fire("x", Instant.now()).build());
        HttpResponse<String> digits = ask(tocsin, "fire", "POST", "/api/v1/reports",
                report.deepCopy().put("lossCny", "7".repeat(41)).toString());
        assertEquals(422, digits.statusCode(), digits::body);
        assertTrue(digits.body().contains("lossCny"), digits::body);
        HttpResponse<String> torn = ask(tocsin, "fire", "POST", "/api/v1/reports",
                report.toString().replace("summary-words", "\\ud800"));
        assertEquals(422, torn.statusCode(), torn::body);
        assertTrue(torn.body().contains("\"summary\""), torn::body);
        assertEquals(400, ask(tocsin, "fire", "POST", "/api/v1/reports",
                report.toString().replace("\"lossCny\":null", "\"lossCny\":1e99999999999")).statusCode());
    }

    @Test
    void listenersOfOneKeyLeaveRoomForOthers() throws Exception {
        List<Wire> streams = new ArrayList<>();
        try {
            String last = "";
            for (int i = 0; i < 51; i++) {
                streams.add(new Wire(URI.create(tocsin.url()), Duration.ofSeconds(30)));
                last = streams.getLast().send(listen("officer")).headers();
            }
            assertTrue(last.startsWith("HTTP/1.1 429"), last);
            try (Wire other = new Wire(URI.create(tocsin.url()), Duration.ofSeconds(30))) {
                String head = other.send(listen("other")).headers();
                assertTrue(head.startsWith("HTTP/1.1 200"), head);
                assertTrue(head.contains("Cache-Control: no-store\r\n"), head);
                assertTrue(head.contains("X-Content-Type-Options: nosniff\r\n"), head);
            }
        } finally {
            for (Wire stream : streams) {
                stream.close();
            }
        }
    }

    private static String listen(String name) {
        return "GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                + token(name) + "\r\n\r\n";
    }
}
