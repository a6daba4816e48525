package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import tocsin.rules.directory.Measured;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;

/// Whether a sensor can have measured a value, by what the directory knows of it.
final class Plausibility {
    private Plausibility() {}

    /// Why it cannot; empty where it can.
    ///
    /// @param value in the unit of what is measured
    /// @param before the value before, if one is kept
    static Optional<Refusal> objection(double value, Instant at, Measured measured, Optional<Series.At> before) {
        return range(value, measured).or(() -> before.flatMap(known -> change(value, at, measured, known)));
    }

    private static Optional<Refusal> range(double value, Measured measured) {
        boolean possible = value >= measured.least().orElse(Double.NEGATIVE_INFINITY)
                && value <= measured.most().orElse(Double.POSITIVE_INFINITY);
        return possible
                ? Optional.empty()
                : refused(value + " " + measured.unit() + " cannot be: the directory says " + bound(measured.least())
                        + " to " + bound(measured.most()));
    }

    private static Optional<Refusal> change(double value, Instant at, Measured measured, Series.At before) {
        double hours = Duration.between(before.at(), at).toMillis() / (double) Duration.ofHours(1).toMillis();
        double change = Math.abs(value - Millionths.value(before.value().getMillionths()));
        double most = measured.changePerHour().orElse(Double.POSITIVE_INFINITY);
        return change <= most * hours
                ? Optional.empty()
                : refused(value + " " + measured.unit() + " differs by " + change + " from the value before at "
                        + before.at() + "; the directory says that it changes by " + most + " in an hour at most");
    }

    private static Optional<Refusal> refused(String detail) {
        return Optional.of(new Refusal(RejectReason.INVALID_VALUE, "value", detail));
    }

    private static String bound(OptionalDouble bound) {
        return bound.isPresent() ? Double.toString(bound.getAsDouble()) : "any";
    }
}
