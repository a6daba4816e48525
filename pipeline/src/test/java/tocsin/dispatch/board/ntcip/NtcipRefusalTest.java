package tocsin.dispatch.board.ntcip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.board.BoardMessage;
import tocsin.dispatch.board.Boards;
import tocsin.doubles.sign.SignDouble;
import tocsin.doubles.sign.SignMemory;
import tocsin.rules.directory.Board;
import tocsin.v1.DeliveryReason;

/// What a board refuses, and what is wrong with it.
class NtcipRefusalTest extends SignFixture {
    @Test
    void aBoardUnderLocalControlIsLeftAlone() {
        // Given
        drive(FLOOD);
        sign.local(true);

        // Then
        assertEquals(new Attempt.Delivered("n1"), drive(FLOOD), "it shows it all the same");
        assertRefused(DeliveryReason.BOARD_LOCAL_MODE, drive(Boards.message("n2", 200, "FIRE")));
        assertRefused(DeliveryReason.BOARD_LOCAL_MODE, drive());
        assertEquals(FLOOD_MULTI, sign.shows());
        sign.local(false);
        assertEquals(new Attempt.Delivered("dark"), drive());
    }

    @Test
    void chineseIsRefusedWithoutACall() {
        // Given
        BoardMessage chinese = Boards.message("n1", 100, "洪水预警");
        sign.fallSilent();

        // Then
        assertEquals(DeliveryReason.NOT_DISPLAYABLE, driver.objection(board, chinese).orElseThrow().reason());
        assertRefused(DeliveryReason.NOT_DISPLAYABLE, drive(chinese));
        assertEquals(Optional.empty(), driver.objection(board, FLOOD));
    }

    @Test
    void whatTheBoardFindsTooBigIsRefused() {
        // Given
        Board believed = new Board("east-3", board.name(), "qingdao", "370213", 36, 120, "ntcip", sign.address(),
                board.languages(), 9, 99, false, true);

        // When
        Attempt attempt = driver.drive(believed, List.of(Boards.message("n1", 9, "A", "B", "C", "D")), Boards.NOW);

        // Then
        assertRefused(DeliveryReason.NOT_DISPLAYABLE, attempt);
        assertTrue(attempt.toString().contains("TEXT_TOO_BIG at"), attempt::toString);
        assertEquals(5, sign.status(1));
        assertEquals(new Attempt.Delivered("n1"), drive(FLOOD), "the row is of use again");
    }

    @Test
    void aSilentBoardIsTriedLater() {
        try (NtcipDriver impatient = driver(SignDouble.COMMUNITY, Duration.ofMillis(50), Duration.ofSeconds(30))) {
            sign.fallSilent();
            assertRetry(DeliveryReason.CONNECTION_FAILED, impatient.drive(board, List.of(FLOOD), Boards.NOW));
            assertRetry(DeliveryReason.CONNECTION_FAILED, impatient.drive(board, List.of(), Boards.NOW));
        }
    }

    @Test
    void aWrongCommunityIsNotAnswered() {
        try (NtcipDriver stranger = driver("public", Duration.ofMillis(50), Duration.ofSeconds(30))) {
            assertRetry(DeliveryReason.CONNECTION_FAILED, stranger.drive(board, List.of(FLOOD), Boards.NOW));
            assertEquals("", sign.shows());
        }
    }

    @Test
    void aCallThatTakesTooLongEnds() {
        NtcipSettings none = new NtcipSettings(SignDouble.COMMUNITY, Duration.ofSeconds(30), 0, Duration.ZERO,
                Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofSeconds(3), Duration.ofMinutes(15), 1);
        try (NtcipDriver hurried = new NtcipDriver(none)) {
            assertRetry(DeliveryReason.CONNECTION_FAILED, hurried.drive(board, List.of(FLOOD), Boards.NOW));
            assertEquals(Duration.ofSeconds(30), hurried.callLimit());
        }
    }

    @ParameterizedTest
    @EnumSource(value = SignMemory.Fault.class, names = {"SHOWS_NOTHING_NEW", "COUNTS_WRONG"})
    void aBoardThatDoesNotProveItIsFaulty(SignMemory.Fault fault) {
        try (NtcipDriver impatient = driver(SignDouble.COMMUNITY, Duration.ofSeconds(30), Duration.ofMillis(20))) {
            sign.suffers(fault);
            assertRetry(DeliveryReason.BOARD_FAULT, impatient.drive(board, List.of(FLOOD), Boards.NOW));
        }
    }

    @ParameterizedTest
    @EnumSource(value = SignMemory.Fault.class, names = {"KNOWS_NO_BEACONS", "KEEPS_NO_LOSS_MESSAGE"})
    void aBoardWithoutWhatIsOptionalShowsItAllTheSame(SignMemory.Fault fault) {
        sign.suffers(fault);
        assertEquals(new Attempt.Delivered("n1"), drive(FLOOD));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"null", "''", ":161", "127.0.0.1:", "127.0.0.1:port", "127.0.0.1:0",
            "127.0.0.1:65536"})
    void aBoardWithoutAnAddressIsRefused(String address) {
        assertRefused(DeliveryReason.ADDRESS_INVALID,
                driver.drive(Boards.board("ntcip", address, "en"), List.of(FLOOD), Boards.NOW));
    }
}
