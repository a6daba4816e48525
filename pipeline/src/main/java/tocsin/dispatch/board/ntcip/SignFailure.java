package tocsin.dispatch.board.ntcip;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import tocsin.dispatch.Attempt;
import tocsin.v1.DeliveryReason;

/// A board cannot be brought to show what it shall: ends the dialogue where it is.
final class SignFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;
    /// A graver message of somebody else's is looked for again after this.
    private static final Duration GRAVER = Duration.ofSeconds(30);

    private final transient Attempt attempt;

    private SignFailure(Attempt attempt, String detail) {
        super(detail, null, false, false);
        this.attempt = attempt;
    }

    Attempt attempt() {
        return attempt;
    }

    static SignFailure unreachable(String detail) {
        return later(DeliveryReason.CONNECTION_FAILED, detail, Optional.empty());
    }

    static SignFailure fault(String detail) {
        return later(DeliveryReason.BOARD_FAULT, detail, Optional.empty());
    }

    static SignFailure graver(String detail) {
        return later(DeliveryReason.SHOWS_GRAVER, detail, Optional.of(GRAVER));
    }

    static SignFailure local() {
        return never(DeliveryReason.BOARD_LOCAL_MODE, "the board is switched to local control");
    }

    static SignFailure notDisplayable(String detail) {
        return never(DeliveryReason.NOT_DISPLAYABLE, detail);
    }

    static SignFailure address(String detail) {
        return never(DeliveryReason.ADDRESS_INVALID, detail);
    }

    private static SignFailure later(DeliveryReason reason, String detail, Optional<Duration> after) {
        return new SignFailure(new Attempt.Retry(reason, detail, after), detail);
    }

    private static SignFailure never(DeliveryReason reason, String detail) {
        return new SignFailure(new Attempt.Refused(reason, detail), detail);
    }
}
