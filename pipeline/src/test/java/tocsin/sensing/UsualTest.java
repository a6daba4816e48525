package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.internal.v1.UsualHistory;
import tocsin.rules.Provenance;
import tocsin.rules.UnusualRule;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Category;
import tocsin.v1.WarningLevel;

/// What has no legal limit is unusual where it is far from what it was just before, at that hour, or ever.
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

    /// The changes once three days are known.
    private List<String> known(int days, LongToDoubleFunction value) {
        return run(days, value).stream().filter(change -> Integer.parseInt(change.replaceAll(".* ", "")) >= 3).toList();
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
        assertEquals(List.of(), known(40, minute -> days(minute, random)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whatComesAndGoesEveryWeekBecomesUsual(int seed) {
        // Given: nothing happens on Saturdays and Sundays
        Random random = new Random(seed);

        // When
        List<String> changes = known(60,
                minute -> minute / 1_440 % 7 >= 5 ? 20 + random.nextGaussian() : days(minute, random));

        // Then: the first weekend is new
        assertEquals(List.of(), changes.stream().filter(change -> !change.matches(".* ([5-9]|1\\d|2[01])")).toList());
    }

    @Test
    void aDayThatStaysLowIsUnusualThoughNoValueOfItEverWas() {
        // Given
        Random random = new Random(1);

        // When: on day 20 noon is like night
        List<String> changes = known(22,
                minute -> minute / 1_440 == 20 ? 20 + random.nextGaussian() : days(minute, random));

        // Then
        assertEquals("YELLOW on day 20", changes.getFirst());
        assertTrue(changes.size() == 2 && changes.getLast().startsWith("null"), changes.toString());
    }

    @Test
    void whatIsFarFromEverythingIsUnusualAtAnyHour() {
        // Given
        Random random = new Random(1);

        // When
        List<String> changes = known(22,
                minute -> minute / 60 == 20 * 24 + 3 ? 300 : days(minute, random));

        // Then
        assertEquals(List.of("YELLOW on day 20", "null on day 20"), changes);
    }

    @Test
    void aSingleValueFarFromEverythingIsUnusual() {
        // Given
        Random random = new Random(1);

        // When
        List<String> changes = known(22, minute -> minute == 20 * 1_440 + 600 ? 9_999 : days(minute, random));

        // Then: and only for as long as the merge gap
        assertEquals(List.of("YELLOW on day 20", "null on day 20"), changes);
    }

    @Test
    void oneWrongValueDoesNotHideTheNext() {
        // Given
        Random random = new Random(1);

        // When
        List<String> changes = known(24, minute -> minute == 20 * 1_440 + 600 ? 9_999
                : minute == 22 * 1_440 + 600 ? 120 : days(minute, random));

        // Then
        assertEquals(List.of("YELLOW on day 20", "null on day 20", "YELLOW on day 22", "null on day 22"), changes);
    }

    @Test
    void whatStaysTheSameForHoursIsUnusualWhereItNeverDid() {
        // Given
        Random random = new Random(1);

        // When: on day 20 the value of noon stays until the evening
        List<String> changes = known(22, minute -> minute / 60 >= 20 * 24 + 12 && minute / 60 < 20 * 24 + 19
                ? 60.4
                : days(minute, random));

        // Then
        assertEquals("YELLOW on day 20", changes.getFirst());
    }

    @Test
    void whatNeverMovesIsNotUnusualForMovingALittle() {
        assertEquals(List.of(), run(20, minute -> minute / 1_440 == 19 ? 45.3 : 45));
    }

    @Test
    void beforeThreeDaysAreKnownOnlyALeapIsUnusual() {
        // When: it rises slowly, and leaps on the third day
        List<String> changes = run(3, minute -> minute == 4_000 ? 900 : minute % 70 / 10.0 + minute / 500.0);

        // Then
        assertEquals(List.of("YELLOW on day 2"), changes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 3_600, 86_400})
    void whatIsKeptOfASeriesIsBoundedAtAnyInterval(int seconds) {
        // Given
        Random random = new Random(1);

        // When
        for (long number = 0; number < 20_000; number++) {
            Usual.read(RULE, random.nextGaussian(), BEGINNING.plusSeconds(number * seconds), ZoneOffset.UTC, memory);
        }

        // Then
        assertTrue(Objects.requireNonNull(memory.hour()).getValues().size() <= 201);
        UsualHistory history = Objects.requireNonNull(memory.history());
        assertTrue(history.getWeek().stream().allMatch(hours -> hours.size() <= 4));
        assertTrue(history.getLargest().stream().allMatch(largest -> largest.size() <= 90));
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
        // Given: from day 20 on everything is thirty more; what is usual is learned from two weeks
        Random random = new Random(1);

        // When
        List<String> changes = known(60, minute -> days(minute, random) + (minute / 1_440 >= 20 ? 30 : 0));

        // Then
        assertEquals("YELLOW on day 20", changes.getFirst());
        assertTrue(changes.size() <= 8, changes.toString());
        assertEquals(List.of(), changes.stream().filter(change -> change.matches(".* ([45]\\d)")).toList());
    }
}
