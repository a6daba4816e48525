package tocsin.sensing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// Values as whole millionths of their unit: sums of them are exact, in whatever order they come, and fifty millimetres
/// in five hundred drops are fifty.
final class Millionths {
    private static final int PLACES = 6;
    /// A million million of the unit: more than any gauge tells, and eight of them fit a sum; what is more is no measurement.
    private static final BigDecimal MOST = BigDecimal.valueOf(1, -12);

    private Millionths() {}

    /// This value; empty where it is too large to be reckoned with.
    static Optional<Long> of(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        return exact.abs().compareTo(MOST) > 0
                ? Optional.empty()
                : Optional.of(exact.movePointRight(PLACES).setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    }

    /// The value of these millionths.
    static double value(long millionths) {
        return BigDecimal.valueOf(millionths, PLACES).doubleValue();
    }
}
