package tocsin.desk;

import java.util.List;
import java.util.Map;
import tocsin.assessment.Assessment;
import tocsin.assessment.Assessor;
import tocsin.escalation.Signal;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.OfficialAlert;
import tocsin.model.Grades;
import tocsin.model.OfficialAlerts;
import tocsin.rules.Words;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.NotifyReason;
import tocsin.v1.TimelineKind;

/// What becomes of an incident whose official alerts change: its grade follows those in force, and one that rests on
/// alerts alone ends with the last of them.
final class AlertStanding {
    private final DeskTurn turn;

    AlertStanding(DeskTurn turn) {
        this.turn = turn;
    }

    /// The incident, which is kept, after what has expired by now. Nobody is told: whoever was told knows until when it was
    /// in force.
    IncidentFile passed(IncidentFile stored) {
        List<OfficialAlert> passed = OfficialAlerts.passed(stored.getAlerts(), turn.now);
        if (passed.equals(stored.getAlerts())) {
            return stored;
        }
        Incident incident = stored.getIncident();
        passed.stream().filter(alert -> !stored.getAlerts().contains(alert))
                .forEach(alert -> turn.event(TimelineKind.NOTED, incident.getIncidentId(), "desk", null,
                        "the official alert \"" + alert.getSignal().getTitle() + "\" of "
                                + alert.getSignal().getIssuer() + " expired at " + alert.getSignal().getExpiresAt(),
                        Map.of("report", alert.getAgencyId() + "/" + alert.getReportId())));
        IncidentFile with = IncidentFile.newBuilder(stored).setAlerts(passed).build();
        if (incident.getState() == IncidentState.CLOSED) {
            // How it stood when it was closed is its record; only what is over is not quoted any more.
            return turn.keep(stored, IncidentFile.newBuilder(with).setIncident(Incident.newBuilder(incident)
                    .setOfficialSignals(OfficialAlerts.quoted(with)).build()).build());
        }
        IncidentFile graded = graded(stored, with);
        return isOver(graded)
                ? ended(stored, graded, "desk", "its last official alert has expired", false)
                : new Paging(turn).lowered(stored, new BoardDrafts(turn).fitting(graded));
    }

    /// The incident with the grade of what stands now; not kept yet.
    IncidentFile graded(IncidentFile before, IncidentFile with) {
        boolean mayFall = before.getAlerts().stream().filter(OfficialAlerts::isStanding)
                .anyMatch(alert -> !with.getAlerts().contains(alert));
        Incident was = with.getIncident();
        Assessment assessment = IncidentGrade.standing(was, Assessor.assess(with, turn.pack.grading()), mayFall);
        IncidentFile graded = IncidentFile.newBuilder(with).setIncident(assessment.of(was).build()).build();
        new IncidentGrade(turn).changed(was, graded.getIncident());
        return graded;
    }

    /// Whether nothing of an incident that rests on alerts alone is in force any more.
    static boolean isOver(IncidentFile file) {
        return OfficialAlerts.isAlone(file) && OfficialAlerts.standing(file).isEmpty();
    }

    /// The incident, which is kept, after alerts of it were lifted or replaced by somebody.
    ///
    /// @param before the incident as it was kept
    /// @param graded the same with the alerts that stand, and its grade
    IncidentFile fallen(IncidentFile before, IncidentFile graded, String by, Words byWords, String why) {
        if (before.getIncident().getState() == IncidentState.CLOSED) {
            return turn.keep(before, graded);
        }
        if (isOver(graded) && !OfficialAlerts.standing(before).isEmpty()) {
            return ended(before, graded, by, why, true);
        }
        IncidentFile fitting = new BoardDrafts(turn).fitting(graded);
        return isLowered(before, graded)
                ? new Paging(turn).corrected(before, fitting, byWords)
                : turn.keep(before, turn.revised(before, fitting));
    }

    static boolean isLowered(IncidentFile before, IncidentFile after) {
        return Grades.gravity(after.getIncident().getGrade()) < Grades.gravity(before.getIncident().getGrade());
    }

    /// Ends an incident whose alerts are over: boards go dark, nothing is due, and where its issuer lifted the last of them
    /// everybody who was told is told so.
    private IncidentFile ended(IncidentFile before, IncidentFile graded, String by, String why, boolean tell) {
        turn.event(TimelineKind.CLOSED, graded.getIncident().getIncidentId(), by, null, "closed: " + why, Map.of());
        IncidentFile acted = Acts.with(Closings.dropped(graded), TimelineKind.CLOSED, by, why, turn.now);
        IncidentFile dark = new BoardDrafts(turn).cleared(acted, NotifyReason.ALL_CLEAR, by);
        IncidentFile kept = new Paging(turn).signal(before, new DutyTurn(turn).close(dark),
                tell ? new Signal.Closed(by) : new Signal.Lapsed());
        new PerhapsSame(turn).forget(kept.getIncident());
        return kept;
    }
}
