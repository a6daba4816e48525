package tocsin.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.rules.condition.Subject;
import tocsin.rules.condition.TollConditions;
import tocsin.v1.Category;

/// How a pack grades: its base table and the scales of special domains, by editions (domain 3).
///
/// @param scales every edition of every scale, the base table's first
/// @param base ids of the editions of the base table
/// @param facts registered figures for special scales, by key
/// @param conditions what conditions of rows are asked about
/// @param zone the zone whose days editions are in force on
public record Grading(List<Scale> scales, List<String> base, Map<String, Words> facts, TollConditions conditions,
        ZoneId zone) {
    /// The gravest grade of every scale in force when it happened, or empty where nothing is known to grade by.
    ///
    /// Two scales that disagree mean the higher (domain 3.4). Social-security events have no statutory grade (Emergency
    /// Response Law, art. 3): only scales that name their category or type grade them.
    ///
    /// @param category the category, or null
    /// @param type the type, or null
    /// @param occurredAt when it happened: the edition in force then decides
    public Optional<Scale.Graded> grade(Toll toll, @Nullable Category category, @Nullable String type,
            Instant occurredAt) {
        List<Scale> inForce = inForce(category, type, occurredAt);
        Subject subject = subject(toll);
        return inForce.stream().flatMap(scale -> scale.grade(toll, subject).stream())
                .min(Comparator.comparing(Scale.Graded::grade));
    }

    /// The grade of this toll by one scale alone, in force or not.
    public Optional<Scale.Graded> by(Scale scale, Toll toll) {
        return scale.grade(toll, subject(toll));
    }

    private Subject subject(Toll toll) {
        return conditions.subject(toll.casualties(), toll.deadOrMissing(), toll.lossCny(), toll.facts());
    }

    /// The scales that grade what happened then, of this category and type.
    public List<Scale> inForce(@Nullable Category category, @Nullable String type, Instant occurredAt) {
        LocalDate day = LocalDate.ofInstant(occurredAt, zone);
        List<Scale> inForce = scales.stream().filter(scale -> scale.grades(category, type, day))
                .filter(scale -> category != Category.SOCIAL_SECURITY
                        || !scale.types().isEmpty() || !scale.categories().isEmpty())
                .toList();
        boolean alone = inForce.stream().anyMatch(Scale::alone);
        return inForce.stream().filter(scale -> !alone || !base.contains(scale.provenance().id())).toList();
    }

    /// The base table's source: what stands for the pack's grading as a whole.
    public Provenance provenance() {
        return scales.getFirst().provenance();
    }
}
