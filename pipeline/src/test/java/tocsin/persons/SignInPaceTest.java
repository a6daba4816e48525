package tocsin.persons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tries are slowed by person and by address, and nobody is kept out by what others try.
class SignInPaceTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final int PER_MINUTE = 10;

    private final SignInPace pace = new SignInPace(PER_MINUTE, NOW);

    private long taken(int tries, java.util.function.IntFunction<String> person,
            java.util.function.IntFunction<String> address) {
        return IntStream.range(0, tries)
                .filter(n -> pace.take(person.apply(n), address.apply(n), NOW).isEmpty()).count();
    }

    @Test
    void tenThousandTriesOnOnePersonKeepNobodyElseAtTheSameAddressOut() {
        // When
        long taken = taken(10_000, n -> "duty-wang", n -> "10.0.0.1");

        // Then
        assertEquals(PER_MINUTE, taken);
        assertTrue(pace.take("duty-wang", "10.0.0.1", NOW).orElseThrow().compareTo(Duration.ofMinutes(1)) < 0);
        assertTrue(pace.take("duty-wang", "10.0.0.2", NOW).isPresent(), "the person is slowed everywhere");
        // One try more at this address is the bound of the address; another address is free.
        assertEquals(Optional.empty(), pace.take("duty-li", "10.0.0.3", NOW));
    }

    @Test
    void triesWithManyNamesAreBoundByTheirAddress() {
        // When
        long taken = taken(10_000, n -> "name-" + n, n -> "10.0.0.1");

        // Then
        assertEquals(PER_MINUTE, taken);
        assertEquals(Optional.empty(), pace.take("duty-li", "10.0.0.2", NOW), "others are not slowed");
    }

    @Test
    void triesFromEverywhereAreBoundAllTogether() {
        // When
        long taken = taken(50_000, n -> "name-" + n, n -> "10." + n / 65_536 + "." + n / 256 % 256 + "." + n % 256);

        // Then
        assertEquals(PER_MINUTE * SignInPace.ALL_TO_ONE, taken);
        assertTrue(pace.size() <= 3 * SignInPace.REMEMBERED, "what is remembered is bounded");
    }

    @Test
    void whoHasSignedInFromHereBeforeIsNotKeptOutByAnybody() {
        // Given
        pace.good("duty-li", "10.0.0.1", NOW);

        // When: the address, the person and everybody are used up
        taken(1_000, n -> "name-" + n, n -> "10.0.0.1");
        taken(1_000, n -> "duty-li", n -> "10.9.0." + n);
        taken(10_000, n -> "x" + n, n -> "10.8." + n / 256 + "." + n % 256);

        // Then
        assertEquals(Optional.empty(), pace.take("duty-li", "10.0.0.1", NOW));
        assertTrue(pace.take("duty-li", "10.0.0.2", NOW).isPresent());
        assertEquals(PER_MINUTE - 1, taken(10_000, n -> "duty-li", n -> "10.0.0.1"), "and is slowed themselves");
    }

    @Test
    void triesComeBackWithTime() {
        // Given
        taken(100, n -> "duty-wang", n -> "10.0.0.1");
        Duration pause = pace.take("duty-wang", "10.0.0.1", NOW).orElseThrow();

        // When, then
        assertTrue(pace.take("duty-wang", "10.0.0.1", NOW.plus(pause).minusMillis(1)).isPresent());
        assertEquals(Optional.empty(), pace.take("duty-wang", "10.0.0.1", NOW.plus(pause)));
    }

    @Test
    void memoryIsBounded() {
        // When
        for (int n = 0; n < 3 * SignInPace.REMEMBERED; n++) {
            pace.good("name-" + n, "10.0.0.1", NOW);
            pace.take("other-" + n, "address-" + n, NOW.plus(Duration.ofMinutes(n)));
        }

        // Then
        assertEquals(3 * SignInPace.REMEMBERED, pace.size());
    }
}
