package tocsin.desk;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Duty;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Statement;
import tocsin.rules.Applies;
import tocsin.rules.Pack;
import tocsin.rules.TimelinessRule;
import tocsin.rules.TimelinessRule.DeskAct;
import tocsin.rules.TimelinessRule.Trigger;
import tocsin.rules.condition.Subject;
import tocsin.timeliness.Duties;
import tocsin.timeliness.LocalDays;
import tocsin.timeliness.Overdues;
import tocsin.v1.DueTime;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.IncidentState;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;

/// What is awaited about an incident within a turn: begun, met, told when it does not come.
final class DutyTurn {
    private final DeskTurn turn;

    DutyTurn(DeskTurn turn) {
        this.turn = turn;
    }

    /// What this pack's conditions are asked about.
    ///
    /// @param report the report of the turn, or null
    Subject subject(Pack pack, @Nullable IncidentReport report, Instant arrivedAt, @Nullable Incident incident,
            @Nullable Statement before, @Nullable Grade grade) {
        return pack.conditions().subject(report, arrivedAt, incident, before, grade,
                LocalDays.at(arrivedAt, turn.desk, pack, turn.directory));
    }

    /// The incident with what evidence of others makes awaited from those who are responsible there.
    IncidentFile evidence(IncidentFile file, Trigger trigger, Instant at, @Nullable String except) {
        Incident incident = file.getIncident();
        List<String> responsible = turn.directory.responsible(
                incident.getLocation() == null ? null : incident.getLocation().getAreaCode(), incident.getType())
                .stream().filter(agency -> !agency.equals(except)).toList();
        return with(file, Duties.of(file).afterEvidence(trigger, responsible, at, file, subject(file), turn.moment()));
    }

    /// The incident with what its grade makes the desk and those who reported it owe.
    IncidentFile grade(IncidentFile file) {
        return file.getIncident().getState() == IncidentState.CLOSED
                ? file
                : with(file, Duties.of(file).afterGrade(file, subject(file),
                        turn.directory.agencies()::containsKey, turn.moment()));
    }

    /// The incident after an act that meets what the desk owes.
    IncidentFile act(IncidentFile file, DeskAct act) {
        return with(file, Duties.of(file).afterAct(act, turn.moment()));
    }

    /// The incident after the desk has closed it.
    IncidentFile close(IncidentFile file) {
        return with(file, Duties.of(file).afterClose(file, subject(file), turn.moment()));
    }

    /// The incident after it was taken back.
    IncidentFile retract(IncidentFile file) {
        return with(file, Duties.of(file).afterRetract());
    }

    private Subject subject(IncidentFile file) {
        return subject(turn.pack, null, turn.now, file.getIncident(), null, file.getIncident().getGrade());
    }

    /// The incident with these duties; what is new or met is told in the timeline.
    IncidentFile with(IncidentFile file, Duties duties) {
        if (duties.rows().equals(file.getDuties()) || isNotWorked(file)) {
            return file;
        }
        for (Duty duty : duties.rows()) {
            Duty before = file.getDuties().stream().filter(known -> same(known, duty)).findFirst().orElse(null);
            if (isShadow(duty)) {
                continue;
            }
            if (duty.getMetAt() != null && before != null && before.getMetAt() == null) {
                event(TimelineKind.MET, file, duty, "met at " + duty.getMetAt());
            } else if (duty.getMetAt() == null && (before == null || !before.getDueAt().equals(duty.getDueAt()))) {
                event(TimelineKind.AWAITED, file, duty, "awaited until " + duty.getDueAt());
            }
        }
        return IncidentFile.newBuilder(file).setDuties(duties.rows()).build();
    }

    /// What this agency still owes on this incident, the soonest first.
    List<DueTime> awaitedOf(String agencyId, IncidentFile file) {
        return file.getDuties().stream()
                .filter(duty -> agencyId.equals(duty.getAgencyId()) && duty.getMetAt() == null && !isShadow(duty))
                .sorted(Comparator.comparing(Duty::getDueAt).thenComparing(Duty::getRule))
                .map(duty -> new DueTime(duty.getRule(), what(duty), duty.getDueAt())).toList();
    }

    private String what(Duty duty) {
        return turn.packOf(duty.getPackHash()).timeliness().rule(duty.getRule())
                .flatMap(rule -> rule.applies().values(Applies.Axis.KIND)).stream().flatMap(Set::stream)
                .sorted(Comparator.comparing(ReportKind::valueOf)).collect(Collectors.joining(","));
    }

    private boolean isShadow(Duty duty) {
        return turn.packOf(duty.getPackHash()).timeliness().rule(duty.getRule())
                .filter(rule -> rule.provenance().shadow()).isPresent();
    }

    private static boolean same(Duty one, Duty other) {
        return one.getRule().equals(other.getRule())
                && java.util.Objects.equals(one.getAgencyId(), other.getAgencyId());
    }

    /// Nothing is awaited of what is only logged or not known to be real.
    private static boolean isNotWorked(IncidentFile file) {
        Status status = file.getIncident().getStatus();
        return status != Status.ACTUAL && status != Status.EXERCISE;
    }

    /// Lets time pass over what is awaited; gives the incident, not kept yet.
    IncidentFile pass(IncidentFile file) {
        Overdues.Passed passed = Overdues.pass(Duties.of(file), file.getIncident().getIncidentId(), turn.now,
                turn::packOf, turn.directory);
        passed.told().forEach(told -> tell(file.getIncident().getIncidentId(), told));
        return IncidentFile.newBuilder(file).setDuties(passed.duties().rows()).build();
    }

    private void tell(String incidentId, Overdues.Told told) {
        if (told.finding().rule().shadow()) {
            turn.shadowed(told.finding(), incidentId, actor(told.duty()), null);
            return;
        }
        turn.put(turn.finding(told.finding(), isDesksOwn(told) ? null : told.duty().getAgencyId(), incidentId, null));
        turn.event(TimelineKind.OVERDUE, incidentId, actor(told.duty()), told.duty().getRule(),
                told.finding().outcome() + ": " + told.finding().words().en(),
                Map.of("dueAt", told.duty().getDueAt().toString()));
    }

    /// That an agency may have missed an event it never told of is not hinted to it before the desk has verified it.
    private boolean isDesksOwn(Overdues.Told told) {
        return told.finding().outcome() == Outcome.DUE_SOON && turn.packOf(told.duty().getPackHash()).timeliness()
                .rule(told.duty().getRule()).flatMap(TimelinessRule::awaited)
                .filter(awaited -> awaited.overdue() == TimelinessRule.Overdue.POSSIBLY_MISSED).isPresent();
    }

    private void event(TimelineKind kind, IncidentFile file, Duty duty, String what) {
        turn.event(kind, file.getIncident().getIncidentId(), actor(duty), duty.getRule(),
                duty.getRule() + " of " + actor(duty) + ": " + what, Map.of("dueAt", duty.getDueAt().toString()));
    }

    private static String actor(Duty duty) {
        return duty.getAgencyId() == null ? "desk" : duty.getAgencyId();
    }
}
