package tocsin.assessment;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Statement;
import tocsin.model.Grades;
import tocsin.model.OfficialSignals;
import tocsin.model.Tolls;
import tocsin.rules.Grading;
import tocsin.rules.Scale;
import tocsin.rules.Words;
import tocsin.rules.Toll;
import tocsin.v1.Casualties;
import tocsin.v1.Category;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;

/// Grades reports and incidents by the pack's scales (domain 3).
public final class Assessor {
    private Assessor() {}

    /// The grade one report's own figures come to, or empty where it knows none.
    ///
    /// @param category its category, or its incident's
    /// @param type its type, or its incident's
    /// @param occurredAt when it happened: the edition of a scale in force then decides
    public static Optional<Scale.Graded> computed(IncidentReport report, @Nullable Category category,
            @Nullable String type, Instant occurredAt, Grading grading) {
        return grading.grade(new Toll(report.getCasualties(), report.getLossCny(), report.getFacts()), category, type,
                occurredAt);
    }

    /// The incident as all its statements together have it: believed ones, or all where none is believed.
    public static Assessment assess(List<Statement> statements, @Nullable Category category, @Nullable String type,
            Instant occurredAt, Grading grading) {
        boolean believed = statements.stream().anyMatch(Statement::getBelieved);
        List<Statement> counted = counted(statements);
        Toll toll = toll(counted);
        Optional<Scale.Graded> computed = grading.grade(toll, category, type, occurredAt);
        Grade claimed = claimed(counted);
        return new Assessment(toll.casualties(), graver(computed, claimed), reason(computed, claimed).en(), believed,
                statements.stream().filter(statement -> !statement.getRetracted())
                        .map(Statement::getOfficialSignals).reduce(List.of(), OfficialSignals::together));
    }

    /// Why these statements come to their grade, in both languages.
    public static Words reason(List<Statement> statements, @Nullable Category category, @Nullable String type,
            Instant occurredAt, Grading grading) {
        List<Statement> counted = counted(statements);
        return reason(grading.grade(toll(counted), category, type, occurredAt), claimed(counted));
    }

    /// What was taken back counts only where nothing else is said.
    private static List<Statement> counted(List<Statement> statements) {
        List<Statement> standing = statements.stream().filter(statement -> !statement.getRetracted()).toList();
        List<Statement> heard = standing.isEmpty() ? statements : standing;
        boolean believed = heard.stream().anyMatch(Statement::getBelieved);
        return heard.stream().filter(statement -> statement.getBelieved() == believed).toList();
    }

    private static @Nullable Grade claimed(List<Statement> counted) {
        return Grades.gravest(counted.stream().map(Statement::getClaimedGrade).filter(Objects::nonNull));
    }

    /// For each figure the highest that stands.
    private static Toll toll(List<Statement> statements) {
        Casualties casualties = null;
        BigDecimal loss = null;
        Map<String, BigDecimal> facts = new TreeMap<>();
        for (Statement statement : statements) {
            casualties = Tolls.highest(casualties, statement.getCasualties());
            BigDecimal stated = statement.getLossCny();
            loss = loss == null || stated != null && stated.compareTo(loss) > 0 ? stated : loss;
            statement.getFacts().forEach((key, value) -> facts.merge(key, value, BigDecimal::max));
        }
        return new Toll(casualties, loss, facts);
    }

    private static @Nullable Grade graver(Optional<Scale.Graded> computed, @Nullable Grade claimed) {
        Grade byFigures = computed.map(Scale.Graded::grade).orElse(null);
        return Grades.gravity(claimed) > Grades.gravity(byFigures) ? claimed : byFigures;
    }

    private static Words reason(Optional<Scale.Graded> computed, @Nullable Grade claimed) {
        if (claimed != null && Grades.gravity(claimed) > Grades.gravity(
                computed.map(Scale.Graded::grade).orElse(null))) {
            return new Words(
                    "报告单位定为" + claimed + "级" + computed.map(by -> "；按数字为" + by.grade() + "级").orElse(""),
                    "stated as grade " + claimed
                            + computed.map(by -> "; the figures come to " + by.grade()).orElse(""));
        }
        return computed
                .map(by -> new Words(by.scale().id() + "：" + by.reason().zh(),
                        by.scale().id() + ": " + by.reason().en()))
                .orElse(new Words("没有可据以定级的数字", "nothing known to grade by"));
    }
}
