package tocsin.rules.directory;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a sensor measures, and how one sees that it does not.
///
/// @param metric its name in readings
/// @param unit the unit its values are kept in; readings in others are converted
/// @param kind what a value says
/// @param least no value can be less; empty for no bound
/// @param most no value can be more; empty for no bound
/// @param changePerHour it cannot change faster, in units an hour; empty for no bound
/// @param stuckAfter the same value for so long is a fault; empty for never
/// @param every how often it tells; a pause of more than one and a half of that is a gap; empty where that is not known
/// @param silentAfter nothing for so long is an alarm; empty for never
public record Measured(String metric, String unit, Kind kind, OptionalDouble least, OptionalDouble most,
        OptionalDouble changePerHour, Optional<Duration> stuckAfter, Optional<Duration> every,
        Optional<Duration> silentAfter) {
    /// A pause longer than this is an interruption: one and a half of [#every], else [#silentAfter]; empty where neither
    /// is known.
    public Optional<Duration> longestPause() {
        return every.map(interval -> interval.multipliedBy(3).dividedBy(2)).or(() -> silentAfter);
    }

    /// What a value says.
    public enum Kind {
        /// How it is at that instant: a level, a temperature.
        INSTANT,
        /// What came since the value before: rain in a bucket.
        INCREMENT,
        /// What came since the counter began; one that falls has begun anew.
        COUNTER
    }
}
