package tocsin.intake;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a key may act, and for which agencies. What lies outside is refused, and is not shown.
///
/// @param areas area codes (行政区划代码); each holds every area below it, so that 370200 holds 370202; empty for everywhere
/// @param agencies ids of agencies; empty for all
public record Bounds(List<String> areas, List<String> agencies) {
    /// Everywhere, for all agencies.
    public static final Bounds NONE = new Bounds(List.of(), List.of());

    /// Two digits of a code that stand for "all below".
    private static final String ALL_BELOW = "00";

    /// Takes copies.
    public Bounds {
        areas = List.copyOf(areas);
        agencies = List.copyOf(agencies);
    }

    /// Whether this bounds nothing.
    public boolean isNone() {
        return areas.isEmpty() && agencies.isEmpty();
    }

    /// Whether this area lies within. What has no area lies within only where no area bounds.
    public boolean holdsArea(@Nullable String areaCode) {
        return areas.isEmpty()
                || areaCode != null && areas.stream().anyMatch(area -> areaCode.startsWith(prefix(area)));
    }

    /// Whether this agency is one of them.
    public boolean holdsAgency(@Nullable String agencyId) {
        return agencies.isEmpty() || agencyId != null && agencies.contains(agencyId);
    }

    /// The bounds in a sentence: `areas [370202] and agencies [shinan-fire]`.
    public String inWords() {
        return Stream.of(areas.isEmpty() ? "" : "areas " + areas, agencies.isEmpty() ? "" : "agencies " + agencies)
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(" and "));
    }

    /// The digits that every area below this one begins with: 37 of 370000, 3702 of 370200.
    private static String prefix(String area) {
        String prefix = area;
        while (prefix.length() > 2 && prefix.length() % 2 == 0 && prefix.endsWith(ALL_BELOW)) {
            prefix = prefix.substring(0, prefix.length() - 2);
        }
        return prefix;
    }
}
