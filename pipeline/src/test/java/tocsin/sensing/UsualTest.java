package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.rules.Provenance;
import tocsin.rules.UnusualRule;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Category;
import tocsin.v1.WarningLevel;

/// What has no legal limit is unusual where it is far from what it was at that hour of the day, or from what it ever was.
class UsualTest {
    private static final Instant BEGINNING = Instant.parse("2026-03-02T00:00:00Z");
    private static final UnusualRule RULE = new UnusualRule(new Provenance("U", "test", "test"), "patients",
            Category.PUBLIC_HEALTH, "medical", WarningLevel.YELLOW, 14, 7, 3, Duration.ofHours(1),
            Duration.ofHours(6));
    private static final long EVERY_MINUTES = 10;

    static {
        AvroSafety.ensure();
    }

    private final Usual.Memory memory = new Usual.InMemory();

    /// Days of readings, one every ten minutes; the changes they make, as level and day.
    private List<String> run(int days, LongToDoubleFunction value) {
        List<String> changes = new ArrayList<>();
        for (long minute = 0; minute < days * 1_440L; minute += EVERY_MINUTES) {
            take(value.applyAsDouble(minute), minute).ifPresent(changes::add);
        }
        return changes;
    }

    private Optional<String> take(double value, long minute) {
        return Usual.read(RULE, value, BEGINNING.plus(Duration.ofMinutes(minute)), ZoneOffset.UTC, memory)
                .map(change -> change.level() + " on day " + minute / 1_440);
    }

    /// Sixty by day, twenty at night, and some noise.
    private static double days(long minute, Random random) {
        long hour = minute / 60 % 24;
        return (hour >= 8 && hour < 20 ? 60 : 20) + random.nextGaussian();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whatComesAndGoesEveryDayIsUsual(int seed) {
        // Given
        Random random = new Random(seed);

        // Then
        assertEquals(List.of(), run(40, minute -> days(minute, random)));
    }

    @Test
    void aDayThatStaysLowIsUnusualThoughNoValueOfItEverWas() {
        // Given
        Random random = new Random(1);

        // When: on day 20 noon is like night
        List<String> changes = run(22,
                minute -> minute / 1_440 == 20 ? 20 + random.nextGaussian() : days(minute, random));

        // Then
        assertEquals(List.of("YELLOW on day 20", "null on day 21"), changes);
    }

    @Test
    void whatIsFarFromEverythingIsUnusualAtAnyHour() {
        // Given
        Random random = new Random(1);

        // When
        List<String> changes = run(22,
                minute -> minute / 60 == 20 * 24 + 3 ? 300 : days(minute, random));

        // Then
        assertEquals(List.of("YELLOW on day 20", "null on day 20"), changes);
    }

    @Test
    void oneWrongValueIsNotUnusual() {
        // Given
        Random random = new Random(1);

        // Then: the median of an hour does not see it
        assertEquals(List.of(), run(22, minute -> minute == 20 * 1_440 + 600 ? 9_999 : days(minute, random)));
    }

    @Test
    void whatNeverMovesIsNotUnusualForMovingALittle() {
        assertEquals(List.of(), run(20, minute -> minute / 1_440 == 19 ? 45.3 : 45));
    }

    @Test
    void nothingIsUnusualBeforeThreeDaysAreKnown() {
        assertEquals(List.of(), run(3, minute -> minute == 4_000 ? 900 : minute % 7));
    }

    @Test
    void whatCameBeforeOrAgainIsNotLookedAt() {
        // Given
        Random random = new Random(1);
        run(10, minute -> days(minute, random));
        String before = String.valueOf(memory.hour());

        // When
        Optional<String> again = take(9_999, 10 * 1_440 - EVERY_MINUTES);
        Optional<String> late = take(9_999, 9 * 1_440);

        // Then
        assertTrue(again.isEmpty() && late.isEmpty());
        assertEquals(before, String.valueOf(memory.hour()));
    }

    @Test
    void whatStaysNewBecomesUsual() {
        // Given: from day 20 on everything is thirty more
        Random random = new Random(1);

        // When
        List<String> changes = run(60, minute -> days(minute, random) + (minute / 1_440 >= 20 ? 30 : 0));

        // Then
        assertEquals("YELLOW on day 20", changes.getFirst());
        assertTrue(changes.getLast().startsWith("null on day 2") || changes.getLast().startsWith("null on day 3"),
                changes.toString());
        assertEquals(2, changes.size(), changes.toString());
    }
}
