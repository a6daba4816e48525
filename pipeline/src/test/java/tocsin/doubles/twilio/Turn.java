package tocsin.doubles.twilio;

import java.time.Duration;
import java.util.List;

/// What the double does with one create.
///
/// @param accepts whether a create that is otherwise in order counts as sent
/// @param latency how long it takes before anything comes back
/// @param status  of an error
/// @param code    of an error, in Twilio's numbers
/// @param retryAfter seconds to say in Retry-After, or -1 to say nothing
public record Turn(Outcome outcome, boolean accepts, Duration latency, int status, int code, int retryAfter) {
    /// What the client sees.
    public enum Outcome {
        ANSWER, ERROR, CUT, HANG
    }

    private static Turn of(Outcome outcome, boolean accepts, int status, int code) {
        return new Turn(outcome, accepts, Duration.ZERO, status, code, -1);
    }

    /// As Twilio does on a good day.
    public static Turn answer() {
        return of(Outcome.ANSWER, true, 0, 0);
    }

    /// 429 with 20429: not processed.
    public static Turn throttle() {
        return of(Outcome.ERROR, false, 429, 20429);
    }

    /// The same, saying when to come back.
    public static Turn throttle(int retryAfterSeconds) {
        return new Turn(Outcome.ERROR, false, Duration.ZERO, 429, 20429, retryAfterSeconds);
    }

    /// 400 with this code.
    public static Turn refuse(int code) {
        return of(Outcome.ERROR, false, 400, code);
    }

    /// 500, and nothing was sent.
    public static Turn fail() {
        return fail(500);
    }

    /// A 5xx, and nothing was sent.
    public static Turn fail(int status) {
        return of(Outcome.ERROR, false, status, 20000 + status);
    }

    /// 500, and yet it was sent.
    public static Turn acceptAndFail() {
        return of(Outcome.ERROR, true, 500, 20500);
    }

    /// The connection is cut, and nothing was sent.
    public static Turn cut() {
        return of(Outcome.CUT, false, 0, 0);
    }

    /// The connection is cut, and yet it was sent.
    public static Turn acceptAndCut() {
        return of(Outcome.CUT, true, 0, 0);
    }

    /// No answer until the client gives up, and nothing was sent.
    public static Turn hang() {
        return of(Outcome.HANG, false, 0, 0);
    }

    /// No answer until the client gives up, and yet it was sent.
    public static Turn acceptAndHang() {
        return of(Outcome.HANG, true, 0, 0);
    }

    /// The same, later.
    public Turn after(Duration wait) {
        return new Turn(outcome, accepts, wait, status, code, retryAfter);
    }

    /// Chooses a turn for each create.
    @FunctionalInterface
    public interface Policy {
        Turn of(Create create);

        /// Always the same.
        static Policy always(Turn turn) {
            return create -> turn;
        }

        /// Each turn as often as its odds say, otherwise an answer; the same for the same seed, whatever the order of
        /// the threads.
        static Policy seeded(long seed, Odds... odds) {
            List<Odds> all = List.of(odds);
            return create -> {
                double left = create.draw(seed, 0);
                for (Odds one : all) {
                    left -= one.share();
                    if (left < 0) {
                        return one.turn();
                    }
                }
                return answer();
            };
        }
    }

    /// How often a turn is taken, 0 to 1.
    public record Odds(double share, Turn turn) {}
}
