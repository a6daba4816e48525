package tocsin.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.City;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.InterruptionKind;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.LevelInterruption;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.v1.Rejected;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// What becomes of readings on their way to the desk.
class EvidenceTopologyTest {
    private static final Instant EVENING = City.NIGHT.minus(Duration.ofHours(3));

    @TempDir
    private Path stateDir;
    private Pipe pipe;

    @BeforeEach
    void start() {
        pipe = new Pipe(TocsinTopology::evidence, stateDir, City.NIGHT);
    }

    @AfterEach
    void stop() {
        pipe.close();
    }

    private void rain(double value, Instant at, Status status) {
        reading("rain-licang-01", "rain_mm", value, "mm", at, status);
    }

    private void reading(String sensor, String metric, double value, String unit, Instant at, Status status) {
        pipe.append(pipe.topics.readings, sensor + "|" + metric,
                new SensorReading(null, sensor, metric, value, unit, at, null, null, null, status, null, null,
                        Map.of()));
    }

    private List<LevelChange> levels() {
        return pipe.out(pipe.topics.inbox).stream().map(InboxRecord::getBody).filter(LevelChange.class::isInstance)
                .map(LevelChange.class::cast).toList();
    }

    @Test
    void aLevelGoesToTheDeskOfTheSensorsAreaAndOnlyWhenItChanges() {
        // When: 50 mm in an hour and a half, then more of the same
        for (int i = 1; i <= 12; i++) {
            rain(5, EVENING.plus(Duration.ofMinutes(10L * i)), Status.ACTUAL);
        }

        // Then
        List<InboxRecord> inbox = pipe.out(pipe.topics.inbox);
        assertEquals(1, inbox.size());
        assertEquals("370200", inbox.getFirst().getDesk());
        LevelChange change = (LevelChange) inbox.getFirst().getBody();
        assertEquals(WarningLevel.ORANGE, change.getLevel());
        assertEquals(50.0, change.getValue());
    }

    @Test
    void anExercisesReadingsAddNothingToRealOnes() {
        // When
        for (int i = 1; i <= 5; i++) {
            rain(9, EVENING.plus(Duration.ofMinutes(10L * i)), Status.ACTUAL);
            rain(9, EVENING.plus(Duration.ofMinutes(10L * i)), Status.EXERCISE);
        }
        assertEquals(List.of(), levels());
        rain(9, EVENING.plus(Duration.ofMinutes(60)), Status.EXERCISE);

        // Then
        assertEquals(List.of(Status.EXERCISE), levels().stream().map(LevelChange::getStatus).toList());
    }

    @Test
    void aDirtyReadingIsKeptAsRejectedWithWhy() {
        // When
        rain(-999, City.NIGHT, Status.ACTUAL);
        rain(3, City.NIGHT, Status.ACTUAL);

        // Then
        Rejected rejected = pipe.out(pipe.topics.rejected).getFirst();
        assertEquals(pipe.topics.readings.name(), rejected.getSourceTopic());
        assertEquals("rain-licang-01", rejected.getSender());
        assertEquals("value", rejected.getReasons().getFirst().getField());
        assertTrue(rejected.getReasons().getFirst().getDetail().contains("cannot be"), rejected::toString);
    }

    @Test
    void aSensorThatStopsIsNewsOnceAndSoIsItsReturn() {
        // Given
        rain(0, pipe.now(), Status.ACTUAL);

        // When
        pipe.after(Duration.ofMinutes(59));
        assertEquals(List.of(), pipe.out(pipe.topics.inbox));
        pipe.after(Duration.ofMinutes(60));

        // Then
        List<InboxRecord> silent = pipe.out(pipe.topics.inbox);
        assertEquals(1, silent.size(), "once");
        SensorFault fault = (SensorFault) silent.getFirst().getBody();
        assertEquals(SensorFaultKind.SILENT, fault.getKind());
        assertEquals(City.NIGHT, fault.getSince());

        // When
        rain(0, pipe.now(), Status.ACTUAL);

        // Then
        assertEquals(List.of(SensorFaultKind.RECOVERED), pipe.out(pipe.topics.inbox).stream()
                .map(record -> ((SensorFault) record.getBody()).getKind()).toList());
    }

    @Test
    void aGapInReadingsThatCameNewestFirstIsToldOnce() {
        // When: four values are missing, and all come at one moment
        for (int slot : new int[]{20, 19, 18, 17, 16, 15, 10, 9, 8, 7}) {
            rain(0, EVENING.plus(Duration.ofMinutes(10L * slot - 60)), Status.ACTUAL);
        }
        pipe.after(Duration.ofSeconds(10));
        pipe.after(Duration.ofSeconds(10));

        // Then
        List<SensorFault> faults = pipe.out(pipe.topics.inbox).stream().map(InboxRecord::getBody)
                .map(SensorFault.class::cast).toList();
        assertEquals(List.of(SensorFaultKind.GAP), faults.stream().map(SensorFault::getKind).toList());
        assertEquals(EVENING.plus(Duration.ofMinutes(40)), faults.getFirst().getSince());
    }

    @Test
    void aLevelWhoseDataStopIsToldAsInterruptedOnceAndNeverLifted() {
        // Given: more than its yellow at the river
        for (int i = 0; i <= 4; i++) {
            reading("river-licun-01", "water_level_m", 3.7, "m", City.NIGHT.minus(Duration.ofMinutes(20 - 5L * i)),
                    Status.ACTUAL);
        }
        assertEquals(List.of(WarningLevel.YELLOW), levels().stream().map(LevelChange::getLevel).toList());

        // When
        for (int minute = 0; minute < 12; minute++) {
            pipe.after(Duration.ofMinutes(1));
        }

        // Then
        LevelInterruption interruption = (LevelInterruption) pipe.out(pipe.topics.inbox).getFirst().getBody();
        assertEquals(InterruptionKind.INTERRUPTED, interruption.getKind());
        assertEquals(WarningLevel.YELLOW, interruption.getLevel());

        // When
        pipe.after(Duration.ofHours(6));

        // Then
        assertEquals(List.of("SILENT", "NOT_KNOWN"), pipe.out(pipe.topics.inbox).stream().map(InboxRecord::getBody)
                .map(body -> body instanceof LevelInterruption known
                        ? known.getKind().name()
                        : ((SensorFault) body).getKind().name())
                .toList());
    }

    @Test
    void aSensorNobodyKnowsNeverAlarms() {
        reading("nobodys", "gas_lel_pct", 99, "%", City.NIGHT, Status.ACTUAL);
        pipe.after(Duration.ofHours(3));
        assertEquals(List.of(), pipe.out(pipe.topics.inbox));
        assertEquals(List.of(), pipe.out(pipe.topics.rejected));
    }
}
