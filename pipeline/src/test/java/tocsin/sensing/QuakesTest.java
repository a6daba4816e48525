package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.desk.FixedPacks;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.Quake;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Location;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// Earthquakes: told once at each level, never for another kind of event, aftershocks with their main shock.
class QuakesTest {
    static {
        AvroSafety.ensure();
    }

    private static final Instant AT = Instant.parse("2026-02-06T15:50:00Z");
    private static final PackFiles FILES = FixedPacks.qingdao();
    private static final Directory DIRECTORY = DirectoryReader.read(FILES);
    private final Pack pack = PackReader.read(FILES);
    private final MemoryQuakes memory = new MemoryQuakes();
    private final List<LevelChange> told = new ArrayList<>();

    private void quake(String event, double magnitude, double latitude, double longitude, Duration after,
            Duration revised, String kind) {
        told.addAll(Quakes.read(new SensorReading(event, "earthquakes", "magnitude", magnitude, "M", AT.plus(after),
                null,
                new Location(null, "某地", latitude, longitude, null), null, Status.ACTUAL, kind, AT.plus(revised),
                Map.of("depth_km", 10.0)), AT.plus(revised), pack, DIRECTORY, memory));
    }

    private void hualien(String event, double magnitude, Duration after) {
        quake(event, magnitude, 24.17, 121.65, after, after.plusMinutes(3), "earthquake");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"5.9, -", "6.0, BLUE", "6.9, BLUE", "7.0, YELLOW"})
    void farAwayTheMagnitudeDecides(double magnitude, @Nullable WarningLevel level) {
        quake("a", magnitude, -36.5, -73.0, Duration.ZERO, Duration.ZERO, "earthquake");
        assertEquals(level, told.isEmpty() ? null : told.getFirst().getLevel());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"2.0, -", "4.0, BLUE", "4.6, YELLOW", "5.2, ORANGE", "6.0, RED"})
    void underTheCityTheShakingDecides(double magnitude, @Nullable WarningLevel level) {
        quake("a", magnitude, 36.1, 120.4, Duration.ZERO, Duration.ZERO, "earthquake");
        assertEquals(level, told.isEmpty() ? null : told.getFirst().getLevel());
    }

    @Test
    void shakingLessensWithDistanceAndDepth() {
        var attenuation = pack.quakes().getFirst().attenuation().orElseThrow();
        assertTrue(attenuation.intensity(6, 10, 10) > attenuation.intensity(6, 100, 10));
        assertTrue(attenuation.intensity(6, 0, 10) > attenuation.intensity(6, 0, 100));
        assertEquals(1, attenuation.intensity(1, 2_000, 10));
    }

    @ParameterizedTest
    @CsvSource({"quarry blast", "explosion", "ice quake", "other event"})
    void nothingElseEverAlarms(String kind) {
        quake("a", 9, 36.1, 120.4, Duration.ZERO, Duration.ZERO, kind);
        assertEquals(List.of(), told);
    }

    @Test
    void aRevisionIsToldAndOnlyWhereTheLevelChangesAsAChangeOfIt() {
        hualien("a", 6.4, Duration.ZERO);
        quake("a", 6.3, 24.2, 121.6, Duration.ZERO, Duration.ofHours(1), "earthquake");
        quake("a", 6.4, 24.2, 121.6, Duration.ZERO, Duration.ofHours(1), "earthquake");
        assertEquals(List.of(6.4, 6.3, 6.4), told.stream().map(LevelChange::getValue).toList());
        assertTrue(told.stream().skip(1).allMatch(change -> change.getLevel() == change.getPreviousLevel()));
        quake("a", 7.1, 24.2, 121.6, Duration.ZERO, Duration.ofHours(2), "earthquake");
        quake("a", 5.5, 24.2, 121.6, Duration.ZERO, Duration.ofHours(3), "earthquake");
        assertEquals(5, told.size());
        assertEquals(WarningLevel.YELLOW, told.get(3).getLevel());
        assertEquals(WarningLevel.BLUE, told.get(3).getPreviousLevel());
        assertEquals(null, told.get(4).getLevel());
    }

    @Test
    void whatIsOlderThanWhatIsKnownCountsForNothing() {
        quake("a", 5.0, 24.2, 121.6, Duration.ZERO, Duration.ofHours(2), "earthquake");
        quake("a", 7.1, 24.2, 121.6, Duration.ZERO, Duration.ofHours(1), "earthquake");
        assertEquals(List.of(), told);
    }

    @Test
    void ofRevisionsTheLastCountsInAnyOrderAndOfTwoAtOneTimeTheSame() {
        record Revision(double magnitude, String kind, int hour) {}
        List<Revision> revisions = List.of(new Revision(6.4, "earthquake", 0), new Revision(7.1, "earthquake", 1),
                new Revision(6.6, "earthquake", 2), new Revision(6.5, "earthquake", 2),
                new Revision(6.6, "explosion", 2));
        Random random = new Random(3);
        Quake first = null;
        for (int i = 0; i < 60; i++) {
            List<Revision> order = new ArrayList<>(i == 0 ? revisions.reversed() : revisions);
            if (i > 1) {
                Collections.shuffle(order, random);
            }
            MemoryQuakes own = new MemoryQuakes();
            order.forEach(one -> Quakes.read(
                    new SensorReading("a", "earthquakes", "magnitude", one.magnitude(), "M", AT,
                            null, new Location(null, "某地", 24.17, 121.65, null), null, Status.ACTUAL, one.kind(),
                            AT.plus(Duration.ofHours(one.hour())), Map.of("depth_km", 10.0)),
                    AT.plus(Duration.ofDays(1)), pack,
                    DIRECTORY, own));
            Quake known = Objects.requireNonNull(own.get("a"));
            first = first == null ? known : first;
            assertEquals(6.6, known.getMagnitude());
            assertEquals(first.getLevels(), known.getLevels(), () -> "in the order " + order);
            assertEquals(first.getKind(), known.getKind(), () -> "in the order " + order);
        }
    }

    @Test
    void aBlastThatWasTakenForAnEarthquakeIsLifted() {
        hualien("a", 6.4, Duration.ZERO);
        quake("a", 6.4, 24.2, 121.6, Duration.ZERO, Duration.ofHours(1), "explosion");
        assertEquals(null, told.getLast().getLevel());
    }

    @Test
    void foreshocksAndAftershocksBelongToOneSequenceAndDistantOnesDoNot() {
        hualien("foreshock", 6.1, Duration.ZERO);
        hualien("main", 6.4, Duration.ofDays(2));
        quake("aftershock", 6.0, 23.9, 121.7, Duration.ofDays(3), Duration.ofDays(3), "earthquake");
        quake("elsewhere", 6.2, 36.5, 70.8, Duration.ofDays(3), Duration.ofDays(3), "earthquake");
        assertEquals(List.of("foreshock", "foreshock", "foreshock", "elsewhere"),
                told.stream().map(LevelChange::getSequence).toList());
    }

    @ParameterizedTest
    @CsvSource({"5.0, 40, 143", "6.0, 53, 499", "6.4, 60, 821", "7.0, 71, 918"})
    void theWindowsAreThoseOfGardnerAndKnopoff(double magnitude, int kilometres, int days) {
        assertEquals(kilometres, Quakes.windowKm(magnitude), 1);
        assertEquals(days, Quakes.window(magnitude).toDays(), 5);
    }

    @Test
    void aReadingWithoutIdOrPlaceTellsNothing() {
        assertEquals(List.of(), Quakes.read(new SensorReading(null, "earthquakes", "magnitude", 9.0, "M", AT, null,
                new Location(null, null, 36.1, 120.4, null), null, Status.ACTUAL, "earthquake", AT, Map.of()), AT, pack,
                DIRECTORY, memory));
        assertEquals(List.of(), Quakes.read(new SensorReading("a", "earthquakes", "magnitude", 9.0, "M", AT, null, null,
                null, Status.ACTUAL, "earthquake", AT, Map.of()), AT, pack, DIRECTORY, memory));
    }

    @ParameterizedTest
    @CsvSource({"4.0, 30, false", "4.0, 31, true", "7.0, 31, false", "7.0, 1103, false", "7.0, 1104, true"})
    void isForgottenWhenNothingDependsOnItAnyMore(double magnitude, long days, boolean past) {
        quake("a", magnitude, -36.5, -73.0, Duration.ZERO, Duration.ZERO, "earthquake");
        Quake kept = Objects.requireNonNull(memory.get("a"));
        assertEquals(past, Quakes.isPast(kept, AT.plus(Duration.ofDays(days))));
    }
}
