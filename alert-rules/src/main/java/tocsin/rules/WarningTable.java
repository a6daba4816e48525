package tocsin.rules;

import java.util.Set;
import tocsin.v1.WarningLevel;

/// A published scale of warnings: not every hazard has every colour.
///
/// @param issuer who publishes it, such as CMA (中国气象局)
/// @param hazard the hazard, such as 暴雨 rain
/// @param edition which edition it is
/// @param colours the colours it has
public record WarningTable(String issuer, String hazard, String edition, Set<WarningLevel> colours) {
    public WarningTable {
        colours = Set.copyOf(colours);
    }

    /// Its name for people.
    public String name() {
        return issuer + " " + hazard + " " + edition;
    }
}
