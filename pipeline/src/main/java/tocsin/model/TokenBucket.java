package tocsin.model;

import java.time.Duration;
import java.time.Instant;

/// Tokens that come back with time, up to a bound. Not safe for several threads.
public final class TokenBucket {
    private final int most;
    private final Duration oneEvery;
    private double tokens;
    private Instant at;

    /// A full bucket.
    ///
    /// @param most tokens at most
    /// @param oneEvery the time after which one comes back
    public TokenBucket(int most, Duration oneEvery, Instant now) {
        this.most = most;
        this.oneEvery = oneEvery;
        this.tokens = most;
        this.at = now;
    }

    private void fill(Instant now) {
        // A clock that went back gives nothing and takes nothing.
        double came = Math.max(0, Duration.between(at, now).toNanos() / (double) oneEvery.toNanos());
        tokens = Math.min(most, tokens + came);
        at = now;
    }

    /// Takes a token, if there is one.
    public boolean take(Instant now) {
        fill(now);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /// The time until there is a token again; zero where there is one.
    public Duration wait(Instant now) {
        fill(now);
        return tokens >= 1 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - tokens) * oneEvery.toNanos()));
    }

    /// Whether nothing has been taken that has not come back.
    public boolean isFull(Instant now) {
        fill(now);
        return tokens >= most;
    }
}
