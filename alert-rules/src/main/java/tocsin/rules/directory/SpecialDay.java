package tocsin.rules.directory;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.rules.Words;

/// Days on which duty is more than ordinary.
///
/// @param id their id
/// @param name their name
/// @param kind why they are special
/// @param from the first day, local
/// @param until the last day, local
/// @param areas the areas they concern, as codes; empty for everywhere
/// @param basis where they come from
public record SpecialDay(String id, Words name, Kind kind, LocalDate from, LocalDate until, Set<String> areas,
        String basis) {
    /// Why days are special.
    public enum Kind {
        /// 节假日.
        HOLIDAY,
        /// 特殊时期: a flood season, an election.
        SPECIAL_PERIOD,
        /// 重大活动: a congress, a regatta.
        MAJOR_EVENT
    }

    /// Whether this day in this area is one of them; null is no area in particular.
    public boolean holds(LocalDate day, @Nullable String areaCode) {
        return !day.isBefore(from) && !day.isAfter(until)
                && (areas.isEmpty() || areaCode != null && areas.stream().anyMatch(areaCode::startsWith));
    }
}
