package tocsin.desk;

import java.util.List;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.Grades;
import tocsin.rules.Provenance;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Outcome;
import tocsin.verification.Regrading;

/// Rule A7: whether first reports graded too low or too high is seen at the close, once; and what a correction after it
/// raises shows who had graded too low (轻报).
final class RegradingTurn {
    private final DeskTurn turn;

    RegradingTurn(DeskTurn turn) {
        this.turn = turn;
    }

    /// The desk closes this incident.
    void closed(IncidentFile file) {
        if (file.getIncident().getState() != IncidentState.CLOSED) {
            turn.pack.accuracy().regrading()
                    .ifPresent(rule -> found(file, file.getIncident().getGrade(), rule).forEach(it -> tell(file, it)));
        }
    }

    /// A report has changed the grade of this incident, as it was with that report before it was graded.
    void graded(IncidentFile file, Incident is) {
        Grade was = file.getIncident().getGrade();
        if (file.getIncident().getState() == IncidentState.CLOSED
                && Grades.gravity(is.getGrade()) > Grades.gravity(was)) {
            turn.pack.accuracy().regrading().ifPresent(rule -> {
                List<String> known = found(file, was, rule).stream().filter(RegradingTurn::isUnder)
                        .map(Regrading.Found::agencyId).toList();
                found(file, is.getGrade(), rule).stream().filter(RegradingTurn::isUnder)
                        .filter(it -> !known.contains(it.agencyId())).forEach(it -> tell(file, it));
            });
        }
    }

    private static List<Regrading.Found> found(IncidentFile file, @org.jspecify.annotations.Nullable Grade grade,
            Provenance rule) {
        return Regrading.at(file.getStatements(), grade, rule);
    }

    private static boolean isUnder(Regrading.Found found) {
        return found.finding().outcome() == Outcome.UNDER_GRADED;
    }

    private void tell(IncidentFile file, Regrading.Found found) {
        String incidentId = file.getIncident().getIncidentId();
        turn.put(turn.finding(found.finding(), found.agencyId(), incidentId, null));
        if (isUnder(found)) {
            new TrustIndex(turn).move(file.getStatements().stream()
                    .filter(statement -> statement.getAgencyId().equals(found.agencyId())).toList(), false, incidentId,
                    "had graded too low");
        }
    }
}
