package tocsin.rules;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Grade;

/// The base table of grades: any one figure that reaches a row suffices, and the gravest row wins.
///
/// @param provenance where it comes from (domain 3.1: order 493, article 3)
/// @param rows the rows, gravest first
public record GradingTable(Provenance provenance, List<Row> rows) {
    /// One grade and the least figures that reach it (以上 includes the number).
    ///
    /// @param grade the grade
    /// @param dead dead and missing together, people
    /// @param seriouslyInjured seriously injured, people
    /// @param lossCny direct economic loss, yuan
    public record Row(Grade grade, int dead, int seriouslyInjured, BigDecimal lossCny) {}

    /// What is known to grade by; null is not known, which is not zero.
    ///
    /// @param dead people dead, missing ones included
    /// @param seriouslyInjured people seriously injured
    /// @param lossCny yuan lost
    public record Figures(@Nullable Integer dead, @Nullable Integer seriouslyInjured, @Nullable BigDecimal lossCny) {}

    /// A grade and the figure that decided it.
    public record Graded(Grade grade, String reason) {}

    /// The grade of these figures, or empty where nothing is known to grade by.
    public Optional<Graded> grade(Figures figures) {
        if (figures.dead() == null && figures.seriouslyInjured() == null && figures.lossCny() == null) {
            return Optional.empty();
        }
        for (Row row : rows) {
            if (figures.dead() != null && figures.dead() >= row.dead()) {
                return Optional.of(new Graded(row.grade(), figures.dead() + " dead or missing, from " + row.dead()));
            }
            if (figures.seriouslyInjured() != null && figures.seriouslyInjured() >= row.seriouslyInjured()) {
                return Optional.of(new Graded(row.grade(),
                        figures.seriouslyInjured() + " seriously injured, from " + row.seriouslyInjured()));
            }
            if (figures.lossCny() != null && figures.lossCny().compareTo(row.lossCny()) >= 0) {
                return Optional.of(new Graded(row.grade(),
                        figures.lossCny().toPlainString() + " yuan lost, from " + row.lossCny().toPlainString()));
            }
        }
        return Optional.empty();
    }
}
