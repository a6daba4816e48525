package tocsin.connectors;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How many refused rows of one feed are kept singly: so many a minute. The others are counted, and told as one when the
/// minute is over. Safe for several threads.
final class RefusalPace {
    /// Refusals of a minute that are kept singly.
    static final int SINGLY = 1_000;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private Instant since = Instant.EPOCH;
    private int kept;
    private long more;

    /// Rows that were refused and not kept.
    ///
    /// @param count how many, 1 or more
    /// @param since when the minute began in which they were
    record Rest(long count, Instant since) {}

    /// Whether a refusal of this time is kept singly; else it is counted.
    synchronized boolean keeps(Instant now) {
        if (more == 0 && isOver(now)) {
            since = now;
            kept = 0;
        }
        if (kept < SINGLY) {
            kept++;
            return true;
        }
        more++;
        return false;
    }

    /// What is to be told of the minute that is over; empty where it is not, or nothing was left out. Told once.
    synchronized Optional<Rest> rest(Instant now) {
        return isOver(now) ? end() : Optional.empty();
    }

    /// The same of a minute that ends here.
    synchronized Optional<Rest> end() {
        Optional<Rest> rest = more == 0 ? Optional.empty() : Optional.of(new Rest(more, since));
        more = 0;
        return rest;
    }

    /// A clock that was put back begins anew.
    private boolean isOver(Instant now) {
        return now.isBefore(since) || !now.isBefore(since.plus(WINDOW));
    }
}
