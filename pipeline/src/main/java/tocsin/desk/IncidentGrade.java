package tocsin.desk;

import java.util.Map;
import tocsin.assessment.Assessment;
import tocsin.model.Grades;
import tocsin.v1.Incident;
import tocsin.v1.TimelineKind;

/// The grade of an incident within a turn: it falls only where something may lower it, and each change is told in the
/// timeline.
final class IncidentGrade {
    private final DeskTurn turn;

    IncidentGrade(DeskTurn turn) {
        this.turn = turn;
    }

    /// What is assessed now, with the grade that stands: a lower one stands only where it may fall.
    ///
    /// @param mayFall whether a source corrected itself or lifted its own signal, an incident was split, or a person ruled
    static Assessment standing(Incident was, Assessment now, boolean mayFall) {
        return mayFall || Grades.gravity(now.grade()) >= Grades.gravity(was.getGrade())
                ? now
                : new Assessment(now.casualties(), was.getGrade(), was.getGradeReason(), now.believed(),
                        now.officialSignals());
    }

    /// Tells the timeline of a change.
    void changed(Incident was, Incident is) {
        if (was.getGrade() != is.getGrade()) {
            turn.event(TimelineKind.GRADE_CHANGED, is.getIncidentId(), "desk",
                    turn.pack.grading().provenance().id(), is.getGradeReason(),
                    Map.of("from", String.valueOf(was.getGrade()), "to", String.valueOf(is.getGrade())));
        }
    }
}
