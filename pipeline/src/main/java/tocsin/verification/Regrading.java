package tocsin.verification;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Statement;
import tocsin.model.FindingDraft;
import tocsin.model.Grades;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.v1.Grade;
import tocsin.v1.Outcome;

/// Rule A7: whether agencies first reported too low (轻报) or too high a grade.
public final class Regrading {
    private Regrading() {}

    /// A finding about one agency.
    public record Found(String agencyId, FindingDraft finding) {}

    /// What the grade an incident came to says of each agency's first report; agencies that are not scored are left out.
    public static List<Found> at(List<Statement> statements, @Nullable Grade grade, Provenance rule) {
        List<Found> found = new ArrayList<>();
        for (Statement statement : statements) {
            Grade first = statement.getFirstGrade();
            if (statement.getProven() && first != null && grade != null && first != grade) {
                boolean under = Grades.gravity(first) < Grades.gravity(grade);
                found.add(new Found(statement.getAgencyId(), under ? under(rule, first, grade)
                        : over(rule, first,
                                grade)));
            }
        }
        return List.copyOf(found);
    }

    private static FindingDraft under(Provenance rule, Grade first, Grade grade) {
        return new FindingDraft(rule, Outcome.UNDER_GRADED, List.of("claimedGrade"), new Words(
                "首报为" + first + "级，最终定为" + grade + "级，属轻报；请说明首报依据。",
                "First reported grade " + first + ", and it came to grade " + grade
                        + ": graded too low. Explain what the first grade rested on."));
    }

    private static FindingDraft over(Provenance rule, Grade first, Grade grade) {
        return new FindingDraft(rule, Outcome.OVER_GRADED, List.of("claimedGrade"), new Words(
                "首报为" + first + "级，最终定为" + grade + "级，首报偏高；请在后续报告中核准等级。",
                "First reported grade " + first + ", and it came to grade " + grade
                        + ": graded too high. Check grades in later reports."));
    }
}
