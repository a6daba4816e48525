package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is kept for listeners: bounded, in order, and honest about what is lost.
class EventLogTest {
    private final AtomicLong nanos = new AtomicLong(1_000);
    private final EventLog log = new EventLog("a1", new EventLog.Capacity(Duration.ofMinutes(2), 10, 1_000),
            nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void happens(String... events) {
        for (String event : events) {
            if (log.isWanted()) {
                log.add("incident", event, new EventLog.Subject(null, null));
            }
        }
    }

    private Optional<List<String>> after(long number) throws InterruptedException {
        return log.after(number, Duration.ZERO).map(all -> all.stream().map(EventLog.Event::json).toList());
    }

    @ParameterizedTest
    @CsvSource({"0,true", "60,true", "119,true", "121,false"})
    void aGapOfAMinuteIsReplayed_andALongerOneIsKnownToBeOne(int seconds, boolean whole) throws InterruptedException {
        // Given
        log.joined();
        happens("a", "b");
        log.left();

        // When
        happens("c");
        pass(Duration.ofSeconds(seconds));

        // Then
        assertEquals(whole ? OptionalLong.of(0) : OptionalLong.empty(), log.resumes("a1-0"));
        assertEquals(whole ? Optional.of(List.of("b", "c")) : Optional.empty(), after(0));
    }

    @Test
    void whatHappenedWhileNothingWasKeptIsNotPassedOver() {
        log.joined();
        happens("a");
        log.left();
        pass(Duration.ofMinutes(3));
        happens("lost");
        log.joined();
        happens("b");
        assertEquals(OptionalLong.empty(), log.resumes("a1-0"));
        assertEquals(OptionalLong.of(1), log.resumes("a1-1"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "b2-0", "a1-", "a1-99", "a1--2", "a1-x", "0", "a1-0-0", "a1-99999999999999999999"})
    void anIdOfAnotherInstanceOrOfNothingResumesNothing(String id) {
        log.joined();
        happens("a");
        assertEquals(OptionalLong.empty(), log.resumes(id));
    }

    @Test
    void countAndCharactersAreBounded() throws InterruptedException {
        // Given
        log.joined();

        // When
        for (int i = 0; i < 25; i++) {
            happens("e" + i);
        }

        // Then
        assertEquals(10, log.size());
        assertEquals(Optional.empty(), after(13));
        assertEquals(10, after(14).orElseThrow().size());
        happens("x".repeat(995), "y");
        assertTrue(log.size() <= 3, () -> "kept: " + log.size());
        happens("z".repeat(2_000));
        assertEquals(0, log.size());
        assertEquals(Optional.empty(), after(25));
    }

    @Test
    void whoeverListensHearsEveryEventOnceInOrderOrKnowsThatSomeAreLost() throws InterruptedException {
        // Given
        Random random = new Random(17);
        log.joined();
        long heard = log.latest();
        List<String> all = new ArrayList<>();
        for (int round = 0; round < 2_000; round++) {
            // When
            for (int i = random.nextInt(14); i > 0; i--) {
                all.add("e" + all.size());
                happens(all.getLast());
            }
            Optional<List<EventLog.Event>> events = log.after(heard, Duration.ZERO);

            // Then
            assertEquals(all.size() - (heard + 1) > 10, events.isEmpty());
            heard = events.isEmpty() ? log.latest() : heard + events.get().size();
            assertEquals(all.size() - 1, heard);
            assertFalse(events.isPresent() && !events.get().isEmpty()
                    && !events.get().getLast().json().equals(all.getLast()));
        }
    }
}
