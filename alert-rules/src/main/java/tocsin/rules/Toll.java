package tocsin.rules;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Casualties;

/// What is known to grade by; null and a key that is missing are not known, which is not zero.
///
/// @param casualties people, by what befell them
/// @param lossCny direct economic loss, yuan
/// @param facts figures for special scales, by registered key
public record Toll(@Nullable Casualties casualties, @Nullable BigDecimal lossCny, Map<String, BigDecimal> facts) {
    public Toll {
        facts = Map.copyOf(facts);
    }

    /// Dead and missing together; null where neither is known.
    public @Nullable Integer deadOrMissing() {
        Casualties toll = casualties;
        if (toll == null || toll.getDead() == null && toll.getMissing() == null) {
            return null;
        }
        return orZero(toll.getDead()) + orZero(toll.getMissing());
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
