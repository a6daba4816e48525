package tocsin.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Looks every second whether the system's clock was set, by a clock that nobody can set.
final class ClockWatch implements AutoCloseable {
    /// A clock that is brought in line slowly moves by some milliseconds a second; a busy machine looks late by both clocks.
    static final Duration STEP = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /// A pause of the machine between reading the one clock and the other would look like a step.
    private static final Duration LONGEST_LOOK = Duration.ofMillis(500);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Consumer<Duration> stepped;
    private final Repeating looking;
    private Instant time;
    private long nano;

    /// @param nanos a clock in nanoseconds that is never set
    /// @param stepped told by how much the clock was set; negative where it was set back
    ClockWatch(InstantSource clock, LongSupplier nanos, Consumer<Duration> stepped) {
        this.clock = clock;
        this.nanos = nanos;
        this.stepped = stepped;
        this.time = clock.instant();
        this.nano = nanos.getAsLong();
        this.looking = new Repeating("clock", LOOK_EVERY, this::look);
    }

    void start() {
        looking.start();
    }

    /// Looks once.
    void look() {
        Optional<Duration> step = step();
        step.ifPresent(stepped);
    }

    private Optional<Duration> step() {
        long before = nanos.getAsLong();
        Instant now = clock.instant();
        long after = nanos.getAsLong();
        if (after - before > LONGEST_LOOK.toNanos()) {
            // Something held this look up between the two clocks: it says nothing, and the next one does.
            return Optional.empty();
        }
        Duration step = Duration.between(time, now).minusNanos(after - nano);
        time = now;
        nano = after;
        return step.abs().compareTo(STEP) > 0 ? Optional.of(step) : Optional.empty();
    }

    @Override
    public void close() {
        looking.close();
    }
}
