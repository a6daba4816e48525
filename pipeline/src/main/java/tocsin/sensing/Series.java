package tocsin.sensing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.SensorValue;

/// What is kept of one sensor and metric: its values on event time, and what is known of them as a whole.
public interface Series {
    /// A value and when it was observed.
    record At(Instant at, SensorValue value) {}

    /// What is known of it as a whole; null before its first value.
    @Nullable
    SensorSeries whole();

    /// Keeps what is known of it as a whole.
    void keep(SensorSeries whole);

    /// The values after one instant, up to and with another, the earliest first.
    List<At> between(Instant after, Instant until);

    /// The last value before an instant.
    Optional<At> before(Instant at);

    /// Keeps the value of an instant; of two for one instant the last is kept.
    void put(Instant at, SensorValue value);

    /// Forgets the values from one instant up to and with another; how many there were.
    int forget(Instant from, Instant until);
}
