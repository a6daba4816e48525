package tocsin.dispatch.board.ntcip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.board.BoardMessage;
import tocsin.dispatch.board.Boards;
import tocsin.doubles.sign.MovingClock;
import tocsin.doubles.sign.SignDouble;
import tocsin.rules.directory.Board;
import tocsin.v1.DeliveryReason;

/// A board on a port, a driver for it, and a clock for both.
abstract class SignFixture {
    static final BoardMessage FLOOD = Boards.message("n1", 100, "FLOOD WARNING", "KEEP AWAY");
    static final String FLOOD_MULTI = "[jl3]FLOOD WARNING[nl]KEEP AWAY";

    final MovingClock clock = new MovingClock(Boards.NOW);
    SignDouble sign;
    NtcipDriver driver;
    Board board;

    @BeforeEach
    void start() {
        sign = new SignDouble(clock);
        driver = driver(SignDouble.COMMUNITY, Duration.ofSeconds(30), Duration.ofSeconds(30));
        board = Boards.board("ntcip", sign.address(), "en");
    }

    @AfterEach
    void stop() {
        driver.close();
        sign.close();
    }

    static NtcipDriver driver(String community, Duration answer, Duration patience) {
        return new NtcipDriver(new NtcipSettings(community, answer, 0, Duration.ofMinutes(1), patience,
                Duration.ofMillis(1), Duration.ofMillis(2800), Duration.ofMinutes(15), 1));
    }

    Attempt drive(BoardMessage... standing) {
        return driver.drive(board, List.of(standing), clock.instant());
    }

    static void assertRetry(DeliveryReason reason, Attempt attempt) {
        assertEquals(reason, assertInstanceOf(Attempt.Retry.class, attempt).reason(), attempt::toString);
    }

    static void assertRefused(DeliveryReason reason, Attempt attempt) {
        assertEquals(reason, assertInstanceOf(Attempt.Refused.class, attempt).reason(), attempt::toString);
    }
}
