package tocsin.assessment;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Statement;
import tocsin.model.Grades;
import tocsin.model.Tolls;
import tocsin.rules.GradingTable;
import tocsin.v1.Casualties;
import tocsin.v1.Category;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;

/// Grades reports and incidents by the base table (domain 3.1).
public final class Assessor {
    private Assessor() {}

    /// The grade one report's own figures come to, or null where it knows none.
    public static @Nullable Grade computed(IncidentReport report, GradingTable table) {
        return table.grade(Tolls.figures(report.getCasualties(), report.getLossCny())).map(GradingTable.Graded::grade)
                .orElse(null);
    }

    /// The incident as all its statements together have it: believed ones, or all where none is believed.
    ///
    /// Social-security events have no statutory grade (Emergency Response Law, art. 3): only a claimed one counts.
    public static Assessment assess(List<Statement> statements, @Nullable Category category, GradingTable table) {
        boolean believed = statements.stream().anyMatch(Statement::getBelieved);
        List<Statement> counted = statements.stream().filter(statement -> statement.getBelieved() == believed).toList();
        Casualties casualties = null;
        BigDecimal loss = null;
        for (Statement statement : counted) {
            casualties = Tolls.highest(casualties, statement.getCasualties());
            BigDecimal stated = statement.getLossCny();
            loss = loss == null || stated != null && stated.compareTo(loss) > 0 ? stated : loss;
        }
        Optional<GradingTable.Graded> computed = category == Category.SOCIAL_SECURITY
                ? Optional.empty()
                : table.grade(Tolls.figures(casualties, loss));
        Grade claimed = Grades.gravest(counted.stream().map(Statement::getClaimedGrade).filter(Objects::nonNull));
        return new Assessment(casualties, graver(computed, claimed), reason(computed, claimed, table), believed);
    }

    private static @Nullable Grade graver(Optional<GradingTable.Graded> computed, @Nullable Grade claimed) {
        Grade byFigures = computed.map(GradingTable.Graded::grade).orElse(null);
        return Grades.gravity(claimed) > Grades.gravity(byFigures) ? claimed : byFigures;
    }

    private static String reason(Optional<GradingTable.Graded> computed, @Nullable Grade claimed, GradingTable table) {
        if (claimed != null && Grades.gravity(claimed) > Grades.gravity(
                computed.map(GradingTable.Graded::grade).orElse(null))) {
            return "stated as grade " + claimed + computed.map(by -> "; the figures come to " + by.grade()).orElse("");
        }
        return computed.map(by -> table.provenance().id() + ": " + by.reason()).orElse("nothing known to grade by");
    }
}
