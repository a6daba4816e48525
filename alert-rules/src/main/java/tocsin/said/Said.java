package tocsin.said;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// One figure that a text states, as a range because texts say "about" and "at least".
///
/// @param figure what is counted
/// @param low the least it can be, inclusive; null is open
/// @param high the most it can be, inclusive; null is open
/// @param quote the exact words of the text
/// @param from where the quote starts in the text, in characters
public record Said(SaidFigure figure, @Nullable BigDecimal low, @Nullable BigDecimal high, String quote, int from) {
    /// Whether this number is one the words allow.
    public boolean agreesWith(BigDecimal stated) {
        return (low == null || stated.compareTo(low) >= 0) && (high == null || stated.compareTo(high) <= 0);
    }
}
