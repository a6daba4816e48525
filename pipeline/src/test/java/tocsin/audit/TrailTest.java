package tocsin.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tocsin.audit.Breach.Kind;
import tocsin.desk.Chronicle;
import tocsin.desk.City;
import tocsin.desk.Reports;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.Location;
import tocsin.v1.TimelineCheckpoint;
import tocsin.v1.TimelineEvent;
import tocsin.wire.RecordJson;
import tocsin.wire.Seal;

/// Whatever is done to the timeline is found, and where.
final class TrailTest {
    private static final Seal SEAL = new Seal("a secret of the deployment".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    /// What two desks wrote in a night, as it lies in one partition.
    private static List<TimelineEvent> night() {
        City city = new City();
        city.report(Reports.fire("R1", city.now()).setCasualties(Reports.tollOf(Grade.II)));
        city.report(Reports.fire("R2", city.now()).setAgencyId("huangdao-emergency")
                .setLocation(new Location("370211", "黄岛区某处", null, null, null)));
        city.after(Duration.ofMinutes(20));
        city.command("duty-wang", Action.ACKNOWLEDGE, city.incidents().keySet().iterator().next());
        return new ArrayList<>(city.timeline());
    }

    private static Trail.Verified verified(List<TimelineEvent> events, List<TimelineCheckpoint> seen) {
        Trail trail = new Trail();
        for (int i = 0; i < events.size(); i++) {
            trail.event(events.get(i), "line " + (i + 1));
        }
        return trail.verify(seen);
    }

    private static List<TimelineCheckpoint> checkpoints(List<TimelineEvent> events) {
        List<TimelineCheckpoint> seen = new ArrayList<>();
        events.forEach(event -> seen.add(Checkpoints.of(event, SEAL)));
        return seen;
    }

    @Test
    void whatWasWrittenHolds() {
        // Given
        List<TimelineEvent> events = night();

        // When
        Trail.Verified verified = verified(events, checkpoints(events));

        // Then
        assertTrue(verified.holds(), () -> verified.breaches().toString());
        assertEquals(events.size(), verified.events());
        assertEquals(List.of("370200", "370211"), List.copyOf(verified.heads().keySet()));
    }

    private static TimelineEvent.Builder copy(TimelineEvent event) {
        return TimelineEvent.newBuilder(event);
    }

    static Stream<Arguments> tampering() {
        return Stream.of(
                Arguments.of("other words", Kind.ALTERED,
                        (Consumer<List<TimelineEvent>>) events -> events.set(4,
                                copy(events.get(4)).setReason("nothing happened").build())),
                Arguments.of("another person", Kind.ALTERED,
                        (Consumer<List<TimelineEvent>>) events -> events.set(4,
                                copy(events.get(4)).setActor("somebody").build())),
                Arguments.of("another time", Kind.ALTERED,
                        (Consumer<List<TimelineEvent>>) events -> events.set(4,
                                copy(events.get(4)).setAt(events.get(4).getAt().plusMillis(1)).build())),
                Arguments.of("another hash", Kind.ALTERED,
                        (Consumer<List<TimelineEvent>>) events -> events.set(4,
                                copy(events.get(4)).setHash("0".repeat(64)).build())),
                Arguments.of("other words with their right hash", Kind.BROKEN_LINK,
                        (Consumer<List<TimelineEvent>>) events -> {
                            TimelineEvent forged = copy(events.get(4)).setReason("nothing happened").build();
                            events.set(4, copy(forged).setHash(Chronicle.hash(forged)).build());
                        }),
                Arguments.of("two in the other order", Kind.REORDERED,
                        (Consumer<List<TimelineEvent>>) events -> swap(events)),
                Arguments.of("one taken out", Kind.MISSING,
                        (Consumer<List<TimelineEvent>>) events -> events.remove(4)),
                Arguments.of("the first taken out", Kind.MISSING,
                        (Consumer<List<TimelineEvent>>) events -> events.remove(0)),
                Arguments.of("one twice", Kind.DUPLICATED,
                        (Consumer<List<TimelineEvent>>) events -> events.add(5, events.get(4))),
                Arguments.of("the last cut off", Kind.TRUNCATED,
                        (Consumer<List<TimelineEvent>>) List::removeLast),
                Arguments.of("the last three cut off", Kind.TRUNCATED,
                        (Consumer<List<TimelineEvent>>) events -> {
                            events.removeLast();
                            events.removeLast();
                            events.removeLast();
                        }),
                Arguments.of("all of a desk taken out", Kind.TRUNCATED,
                        (Consumer<List<TimelineEvent>>) events -> events
                                .removeIf(event -> event.getDesk().equals("370211"))));
    }

    /// Swaps two events of one desk.
    private static void swap(List<TimelineEvent> events) {
        List<Integer> of = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).getDesk().equals("370200")) {
                of.add(i);
            }
        }
        Collections.swap(events, of.get(2), of.get(3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampering")
    void whateverIsDoneToItIsFoundOnce(String what, Kind found, Consumer<List<TimelineEvent>> tampering) {
        // Given
        List<TimelineEvent> events = night();
        List<TimelineCheckpoint> seen = List.of(
                Checkpoints.of(last(events, "370200"), SEAL), Checkpoints.of(last(events, "370211"), SEAL));

        // When
        tampering.accept(events);
        Trail.Verified verified = verified(events, seen);

        // Then
        assertEquals(List.of(found), verified.breaches().stream().map(Breach::kind).filter(kind -> kind == found)
                .distinct().toList(), () -> what + ": " + verified.breaches());
        assertTrue(verified.breaches().size() <= 3, () -> what + ": " + verified.breaches());
        assertFalse(verified.breaches().getFirst().place().isEmpty());
    }

    private static TimelineEvent last(List<TimelineEvent> events, String desk) {
        return events.stream().filter(event -> event.getDesk().equals(desk)).toList().getLast();
    }

    @Test
    void aChainThatWasWrittenAnewFromAnEventOnIsSeenByTheCheckpoint() {
        // Given
        List<TimelineEvent> events = night().stream().filter(event -> event.getDesk().equals("370200")).toList();
        List<TimelineCheckpoint> seen = List.of(Checkpoints.of(events.get(5), SEAL));

        // When: everything from the third on is forged, link by link
        List<TimelineEvent> forged = new ArrayList<>(events.subList(0, 2));
        for (TimelineEvent event : events.subList(2, events.size())) {
            TimelineEvent linked = copy(event).setPreviousHash(forged.getLast().getHash()).setActor("nobody").build();
            forged.add(copy(linked).setHash(Chronicle.hash(linked)).build());
        }

        // Then
        assertTrue(verified(forged, List.of()).holds(), "a whole new chain holds by itself");
        assertEquals(List.of(Kind.REWRITTEN),
                verified(forged, seen).breaches().stream().map(Breach::kind).toList());
    }

    @Test
    void aCheckpointNobodySignedIsNone() {
        // Given
        TimelineEvent head = night().getLast();
        JsonNode key = SEAL.publicKey();

        // Then
        TimelineCheckpoint genuine = Checkpoints.of(head, SEAL);
        assertTrue(Checkpoints.isGenuine(genuine, key));
        assertFalse(Checkpoints.isGenuine(
                TimelineCheckpoint.newBuilder(genuine).setSequence(genuine.getSequence() - 1).build(), key));
        assertFalse(Checkpoints.isGenuine(
                Checkpoints.of(head, new Seal("another".getBytes(StandardCharsets.UTF_8))), key));
    }

    @Test
    void anExportReadsBackAndAChangedFileIsNamed() throws Exception {
        // Given
        List<TimelineEvent> events = night();
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(RecordJson.write(event)).append('\n'));
        Files.writeString(folder.resolve("timeline.ndjson"), lines);
        ObjectNode manifest = RecordJson.MAPPER.createObjectNode();
        manifest.putObject("files").putObject("timeline.ndjson").put("sha256",
                tocsin.model.Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8)));
        Files.writeString(folder.resolve("manifest.json"), manifest.toString());
        assertTrue(read(folder).holds());

        // When
        Files.writeString(folder.resolve("timeline.ndjson"), lines.toString().replaceFirst("OPENED", "CLOSED"));

        // Then
        List<Kind> kinds = read(folder).breaches().stream().map(Breach::kind).toList();
        assertTrue(kinds.contains(Kind.ALTERED) && kinds.contains(Kind.FILE_CHANGED), kinds::toString);
    }

    @Test
    void aLineThatIsNoEventIsNamed() throws Exception {
        // Given
        Path file = folder.resolve("timeline.ndjson");
        Files.writeString(file, RecordJson.write(night().getFirst()) + "\n{\"desk\": 1}\nnot json\n");

        // Then
        assertEquals(List.of("timeline.ndjson:2", "timeline.ndjson:3"),
                read(file).breaches().stream().map(Breach::place).toList());
    }

    private static Trail.Verified read(Path path) throws Exception {
        Trail trail = new Trail();
        List<TimelineCheckpoint> seen = new ArrayList<>();
        AuditExport.at(path).read(trail, seen);
        return trail.verify(seen);
    }
}
