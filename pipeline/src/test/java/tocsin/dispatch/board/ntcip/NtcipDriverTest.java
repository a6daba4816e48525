package tocsin.dispatch.board.ntcip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.board.BoardMessage;
import tocsin.dispatch.board.Boards;
import tocsin.v1.DeliveryReason;

class NtcipDriverTest extends SignFixture {
    @Test
    void aMessageIsShownAndReadBack() {
        assertEquals(new Attempt.Delivered("n1"), drive(FLOOD));
        assertEquals(FLOOD_MULTI, sign.shows());
        assertEquals(8, sign.sourceMode());
    }

    @Test
    void twoPagesTakeTurns() {
        drive(new BoardMessage("n1", List.of(List.of("FLOOD"), List.of("KEEP [5 M] AWAY")), 9, FLOOD.until()));
        assertEquals("[pt28o0][jl3]FLOOD[np][jl3]KEEP [[5 M]] AWAY", sign.shows());
    }

    @Test
    void onlyTheGravestIsShownAndTheFirstOfEquals() {
        drive(Boards.message("n1", 50, "ICE"), Boards.message("n2", 90, "FIRE"), Boards.message("n3", 90, "FOG"));
        assertEquals("[jl3]FIRE", sign.shows());
    }

    @Test
    void whatStandsAlreadyIsNotActivatedAgain() {
        // Given
        drive(FLOOD);
        clock.pass(Duration.ofMinutes(10));

        // Then
        assertEquals(new Attempt.Delivered("n1"), drive(FLOOD));
        assertEquals(1, sign.activations());
    }

    @Test
    void anotherEndMovesTheEndOnly() {
        // Given
        drive(FLOOD);
        BoardMessage longer = new BoardMessage("n2", FLOOD.pages(), FLOOD.priority(), FLOOD.until().plusSeconds(3600));

        // When
        assertEquals(new Attempt.Delivered("n2"), drive(longer));
        for (int quarter = 0; quarter < 7; quarter++) {
            clock.pass(Duration.ofMinutes(14));
            drive(longer);
        }

        // Then
        assertEquals(1, sign.activations());
        assertEquals(FLOOD_MULTI, sign.shows());
        clock.pass(Duration.ofMinutes(14));
        drive(longer);
        clock.pass(Duration.ofMinutes(8));
        assertEquals("", sign.shows());
        assertEquals(14, sign.sourceMode());
    }

    @Test
    void aMessageEndsOnTheBoardWithoutACall() {
        // Given
        Instant until = Boards.NOW.plusSeconds(61);
        drive(new BoardMessage("n1", FLOOD.pages(), 9, until));

        // Then
        clock.pass(Duration.ofSeconds(119));
        assertEquals(FLOOD_MULTI, sign.shows());
        clock.pass(Duration.ofSeconds(1));
        assertEquals("", sign.shows());
    }

    @Test
    void aBoardThatHearsNothingGoesDark() {
        // Given
        drive(FLOOD);

        // Then
        clock.pass(Duration.ofMinutes(14));
        assertEquals(FLOOD_MULTI, sign.shows());
        clock.pass(Duration.ofMinutes(1));
        assertEquals("", sign.shows());
        assertEquals(12, sign.sourceMode());
    }

    @Test
    void nothingStandingIsDark() {
        // Given
        drive(FLOOD);

        // Then
        assertEquals(new Attempt.Delivered("dark"), drive());
        assertEquals("", sign.shows());
        assertEquals(new Attempt.Delivered("dark"), drive());
        assertEquals(2, sign.activations(), "dark is not made darker");
    }

    @Test
    void whatIsPastItsTimeDoesNotStand() {
        // Given
        drive(FLOOD);
        clock.pass(Duration.ofMinutes(10));

        // When
        Attempt attempt = drive(new BoardMessage("n1", FLOOD.pages(), 100, clock.instant()));

        // Then
        assertEquals(new Attempt.Delivered("dark"), attempt);
        assertEquals("", sign.shows());
    }

    @Test
    void aMessageOfSomebodyElsesIsNotClearedAway() {
        // Given
        sign.shownBySomebodyElse("[jl3]ROAD CLOSED", 20);

        // Then
        assertEquals(new Attempt.Delivered("dark"), drive());
        assertEquals("[jl3]ROAD CLOSED", sign.shows());
    }

    @ParameterizedTest
    @CsvSource({"99,true", "100,true", "101,false", "255,false"})
    void aMessageReplacesWhatIsNotGraver(int theirs, boolean ours) {
        // Given
        sign.shownBySomebodyElse("[jl3]ROAD CLOSED", theirs);

        // When
        Attempt attempt = drive(FLOOD);

        // Then
        assertEquals(ours ? FLOOD_MULTI : "[jl3]ROAD CLOSED", sign.shows());
        if (ours) {
            assertEquals(new Attempt.Delivered("n1"), attempt);
        } else {
            assertRetry(DeliveryReason.SHOWS_GRAVER, attempt);
            assertEquals(Optional.of(Duration.ofSeconds(30)), ((Attempt.Retry) attempt).after());
        }
    }

    @Test
    void aGraverMessageOfOursGivesWayToALesserOne() {
        // Given
        drive(Boards.message("n2", 250, "EVACUATE NOW"), FLOOD);

        // Then
        assertEquals(new Attempt.Delivered("n1"), drive(FLOOD));
        assertEquals(FLOOD_MULTI, sign.shows());
    }
}
