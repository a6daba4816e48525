package tocsin.desk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /// The incident, which the desk closes, with what is told of its first reports now.
    IncidentFile closed(IncidentFile file) {
        return file.getIncident().getState() == IncidentState.CLOSED
                ? file
                : turn.pack.accuracy().regrading()
                        .map(rule -> told(file, found(file, file.getIncident().getGrade(), rule))).orElse(file);
    }

    /// What is told by now when a report has changed the grade of this incident.
    ///
    /// @param file the incident with that report, before it was graded
    Map<String, Outcome> graded(IncidentFile file, Incident is) {
        boolean raised = file.getIncident().getState() == IncidentState.CLOSED
                && Grades.gravity(is.getGrade()) > Grades.gravity(file.getIncident().getGrade());
        return turn.pack.accuracy().regrading().filter(rule -> raised)
                .map(rule -> told(file,
                        found(file, is.getGrade(), rule).stream().filter(RegradingTurn::isUnder).toList()))
                .orElse(file).getRegraded();
    }

    /// Tells what was not told before of an agency: an incident can be reopened and closed again.
    private IncidentFile told(IncidentFile file, List<Regrading.Found> found) {
        Map<String, Outcome> told = new TreeMap<>(file.getRegraded());
        for (Regrading.Found one : found) {
            if (told.put(one.agencyId(), one.finding().outcome()) != one.finding().outcome()) {
                tell(file, one);
            }
        }
        return IncidentFile.newBuilder(file).setRegraded(told).build();
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
