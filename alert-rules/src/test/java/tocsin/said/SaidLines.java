package tocsin.said;

import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a text says on one line, as `DEAD 3 [3人死亡]; INJURED 21..29 [20余人受伤]`.
final class SaidLines {
    private SaidLines() {}

    static String of(String text) {
        return SaidNumbers.in(text).stream()
                .map(said -> said.figure() + " " + range(said) + " [" + said.quote() + "]")
                .collect(Collectors.joining("; "));
    }

    private static String range(Said said) {
        String low = plain(said.low());
        String high = plain(said.high());
        return low.equals(high) ? low : low + ".." + high;
    }

    private static String plain(@Nullable BigDecimal value) {
        return value == null ? "" : value.stripTrailingZeros().toPlainString();
    }
}
