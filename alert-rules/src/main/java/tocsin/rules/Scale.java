package tocsin.rules;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.rules.condition.Condition;
import tocsin.rules.condition.Subject;
import tocsin.v1.Casualties;
import tocsin.v1.Category;
import tocsin.v1.Grade;

/// One edition of one table of grades: any one figure that reaches a row suffices, and the gravest row wins.
///
/// @param provenance where it comes from
/// @param categories the categories it grades; empty for all
/// @param types the types it grades; empty for all
/// @param from the first day on which it is in force, or empty
/// @param until the last day on which it is in force, or empty
/// @param alone whether it counts instead of the base table, and not beside it
/// @param withMissing whether the dead it counts include the missing
/// @param rows the rows, gravest first
public record Scale(Provenance provenance, Set<Category> categories, Set<String> types, Optional<LocalDate> from,
        Optional<LocalDate> until, boolean alone, boolean withMissing, List<Row> rows) {
    /// Figures a row can set a least value for.
    public enum Figure {
        /// People dead, missing ones included where the scale says so.
        DEAD("dead", "人死亡（含失踪）", "dead or missing"),
        /// People seriously injured.
        SERIOUSLY_INJURED("seriously-injured", "人重伤", "seriously injured"),
        /// People whose life is endangered.
        AT_RISK("at-risk", "人生命受威胁", "endangered"),
        /// People evacuated or to be relocated.
        EVACUATED("evacuated", "人疏散转移", "evacuated"),
        /// People trapped.
        TRAPPED("trapped", "人被困", "trapped");

        private final String key;
        private final String zh;
        private final String en;

        Figure(String key, String zh, String en) {
            this.key = key;
            this.zh = zh;
            this.en = en;
        }

        /// Its key in a row.
        public String key() {
            return key;
        }

        private @Nullable Integer of(Toll toll, boolean withMissing) {
            Casualties casualties = toll.casualties();
            if (casualties == null) {
                return null;
            }
            return switch (this) {
                case DEAD -> withMissing ? toll.deadOrMissing() : casualties.getDead();
                case SERIOUSLY_INJURED -> casualties.getSeriouslyInjured();
                case AT_RISK -> casualties.getAtRisk();
                case EVACUATED -> casualties.getEvacuated();
                case TRAPPED -> casualties.getTrapped();
            };
        }
    }

    /// One grade and what reaches it (以上 includes the number).
    ///
    /// @param grade the grade
    /// @param people the least count of people, by figure
    /// @param lossCny the least direct economic loss in yuan, or null
    /// @param facts the least of registered figures, by key
    /// @param when what else reaches it
    public record Row(Grade grade, Map<Figure, Integer> people, @Nullable BigDecimal lossCny,
            Map<String, BigDecimal> facts, List<Condition> when) {}

    /// A grade and what decided it.
    ///
    /// @param grade the grade
    /// @param scale the scale
    /// @param reason the figure that decided
    public record Graded(Grade grade, Provenance scale, Words reason) {}

    /// Whether this edition grades what happened on this day, of this category and type; null is not known.
    public boolean grades(@Nullable Category category, @Nullable String type, LocalDate day) {
        return (categories.isEmpty() || category != null && categories.contains(category))
                && (types.isEmpty() || type != null && types.contains(type))
                && from.filter(day::isBefore).isEmpty() && until.filter(day::isAfter).isEmpty();
    }

    /// The grade this toll comes to, or empty where nothing of it is known to this scale or no row is reached.
    ///
    /// @param subject the same toll, for conditions
    Optional<Graded> grade(Toll toll, Subject subject) {
        for (Row row : rows) {
            Optional<Words> reason = reached(row, toll, subject);
            if (reason.isPresent()) {
                return Optional.of(new Graded(row.grade(), provenance, reason.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Words> reached(Row row, Toll toll, Subject subject) {
        for (Figure figure : Figure.values()) {
            Integer least = row.people().get(figure);
            Integer known = figure.of(toll, withMissing);
            if (least != null && known != null && known >= least) {
                return Optional.of(new Words(known + figure.zh + "，达到" + least,
                        known + " " + figure.en + ", from " + least));
            }
        }
        BigDecimal loss = toll.lossCny();
        if (row.lossCny() != null && loss != null && loss.compareTo(row.lossCny()) >= 0) {
            return Optional.of(new Words("损失" + loss.toPlainString() + "元，达到" + row.lossCny().toPlainString(),
                    loss.toPlainString() + " yuan lost, from " + row.lossCny().toPlainString()));
        }
        for (Map.Entry<String, BigDecimal> least : row.facts().entrySet()) {
            BigDecimal known = toll.facts().get(least.getKey());
            if (known != null && known.compareTo(least.getValue()) >= 0) {
                String value = known.stripTrailingZeros().toPlainString();
                return Optional.of(new Words(least.getKey() + " " + value + "，达到" + least.getValue().toPlainString(),
                        least.getKey() + " " + value + ", from " + least.getValue().toPlainString()));
            }
        }
        return row.when().stream().filter(condition -> condition.ask(subject).holds()).findFirst()
                .map(condition -> new Words(condition.text(), condition.text()));
    }
}
