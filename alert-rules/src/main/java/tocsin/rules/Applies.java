package tocsin.rules;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.rules.condition.Condition;

/// Which reports a rule can apply to at all: what an index is made of.
///
/// @param only the values it is limited to, by axis; an axis that is missing limits nothing
public record Applies(Map<Axis, Set<String>> only) {
    /// What a rule can be limited by.
    public enum Axis {
        /// The kind of report.
        KIND("report.kind"),
        /// The category of event.
        CATEGORY("report.category"),
        /// The type of event.
        TYPE("report.type");

        private final String path;

        Axis(String path) {
            this.path = path;
        }
    }

    public Applies {
        Map<Axis, Set<String>> copy = new EnumMap<>(Axis.class);
        only.forEach((axis, values) -> copy.put(axis, Set.copyOf(values)));
        only = java.util.Collections.unmodifiableMap(copy);
    }

    /// These limits and those a condition has of itself: what `report.kind == 'FLASH' && …` says of the kind.
    static Applies of(Map<Axis, Set<String>> written, Optional<Condition> when) {
        Map<Axis, Set<String>> only = new EnumMap<>(Axis.class);
        only.putAll(written);
        for (Axis axis : Axis.values()) {
            when.map(condition -> condition.only().get(axis.path))
                    .ifPresent(values -> only.merge(axis, values, Applies::both));
        }
        return new Applies(only);
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }

    /// Whether no report can ever be meant.
    public boolean never() {
        return only.values().stream().anyMatch(Set::isEmpty);
    }

    /// The values of an axis, or empty where it limits nothing.
    public Optional<Set<String>> values(Axis axis) {
        return Optional.ofNullable(only.get(axis));
    }

    /// Whether a report with this kind, category and type is meant; null is not known, and then no limit lets it pass.
    public boolean to(@Nullable Enum<?> kind, @Nullable Enum<?> category, @Nullable String type) {
        return passes(Axis.KIND, kind == null ? null : kind.name())
                && passes(Axis.CATEGORY, category == null ? null : category.name()) && passes(Axis.TYPE, type);
    }

    /// Whether an event of this category and type is meant, whatever kind of report tells of it.
    public boolean about(@Nullable Enum<?> category, @Nullable String type) {
        return passes(Axis.CATEGORY, category == null ? null : category.name()) && passes(Axis.TYPE, type);
    }

    private boolean passes(Axis axis, @Nullable String value) {
        Set<String> values = only.get(axis);
        return values == null || value != null && values.contains(value);
    }
}
