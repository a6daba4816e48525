package tocsin.desk;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Assessment;
import tocsin.assessment.Assessor;
import tocsin.correlation.Marks;
import tocsin.correlation.Merging;
import tocsin.escalation.Escalator;
import tocsin.escalation.Signal;
import tocsin.internal.v1.BoardDraft;
import tocsin.internal.v1.BoardDraftState;
import tocsin.internal.v1.EscalationFile;
import tocsin.internal.v1.EscalationPhase;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.MeasuredValue;
import tocsin.internal.v1.OfficialAlert;
import tocsin.internal.v1.ReportPrint;
import tocsin.internal.v1.SeenReport;
import tocsin.internal.v1.StatedReport;
import tocsin.internal.v1.Statement;
import tocsin.model.IncidentName;
import tocsin.model.OfficialAlerts;
import tocsin.rules.Words;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Confidence;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.NotifyReason;
import tocsin.v1.TimelineKind;

/// An order that two incidents are one, or that one is two.
///
/// Merging takes everything of one incident into another: who was told of either is told of what becomes of it, and
/// what names the first finds the second. Splitting takes the evidence of some sources out again, as an incident of its
/// own; the timelines of both tell who did it and why.
final class MergeTurn {
    private final DeskTurn turn;
    private final Command command;

    MergeTurn(DeskTurn turn, Command command) {
        this.turn = turn;
        this.command = command;
    }

    void take(IncidentFile file) {
        String merged = file.getIncident().getMergedInto();
        if (merged != null) {
            refuse("incidentId", "was merged into " + merged + "; order it of that one");
        } else if (command.getAction() == Action.MERGE) {
            merge(file);
        } else {
            split(file);
        }
    }

    private void merge(IncidentFile from) {
        String name = command.getArguments().getOrDefault("into", "");
        Optional<IncidentFile> named = turn.stores.standing(name);
        Incident incident = from.getIncident();
        if (named.isEmpty()) {
            refuse("arguments.into", "\"" + name + "\" is no incident of desk " + turn.desk
                    + "; name the one that stays, such as " + incident.getIncidentId());
            return;
        }
        IncidentFile into = named.get();
        String id = into.getIncident().getIncidentId();
        List<String> shown = from.getBoardDrafts().stream()
                .filter(draft -> draft.getState() == BoardDraftState.SHOWN)
                .map(BoardDraft::getTemplate).toList();
        if (id.equals(incident.getIncidentId())) {
            refuse("arguments.into", "must be another incident than the one that is merged");
        } else if (into.getIncident().getStatus() != incident.getStatus()) {
            refuse("arguments.into", id + " is " + into.getIncident().getStatus() + " and " + incident.getIncidentId()
                    + " is " + incident.getStatus() + "; what is real and what is not never mix");
        } else if (into.getIncident().getState() == IncidentState.CLOSED) {
            refuse("arguments.into", id + " is closed; merge the other way round");
        } else if (!shown.isEmpty()) {
            refuse("incidentId",
                    "messages of " + incident.getIncidentId() + " stand on display boards: " + shown
                            + "; merge the other way round, or clear them first");
        } else {
            merge(from, into);
        }
    }

    private void merge(IncidentFile from, IncidentFile into) {
        String gone = from.getIncident().getIncidentId();
        String stays = into.getIncident().getIncidentId();
        event(TimelineKind.MERGED, gone, "merged into " + stays, Map.of("into", stays));
        event(TimelineKind.MERGED, stays, gone + " is merged into this", Map.of("from", gone));
        from.getTold().forEach(told -> {
            turn.tells().forgetTold(told.getRecipient(), gone);
            turn.tells().told(told.getRecipient(), stays);
        });
        references(from.getStatements(), List.of(), from, stays);
        // Nothing of it is shown: what only waits is not to be approved any more, and the other proposes its own.
        IncidentFile silent = new BoardDrafts(turn).cleared(Closings.dropped(from), NotifyReason.ALL_CLEAR,
                command.getBy());
        EscalationFile ended = EscalationFile.newBuilder(from.getEscalation()).setPhase(EscalationPhase.CLOSED)
                .setDueAt(null).build();
        turn.keep(from, turn.revised(from, IncidentFile.newBuilder(silent).setEscalation(ended).setDuties(List.of())
                .setIncident(Incident.newBuilder(from.getIncident()).setState(IncidentState.MERGED)
                        .setMergedInto(stays).setPerhapsSame(List.of()).setClosingAt(null).build())
                .build()));
        new PerhapsSame(turn).forget(from.getIncident());
        IncidentFile standing = turn.stores.incident(stays).orElse(into);
        pictured(standing, Closings.dropped(Merging.merged(standing, from)));
    }

    /// What names a case of these statements finds this incident from now on, unless the case stays with others.
    private void references(List<Statement> statements, List<Statement> others, IncidentFile file, String incidentId) {
        statements.forEach(statement -> statement.getRefs().stream()
                .filter(reference -> others.stream().noneMatch(other -> other.getAgencyId()
                        .equals(statement.getAgencyId()) && other.getRefs().contains(reference)))
                .forEach(reference -> turn.stores.indexReference(turn.desk, file.getIncident().getStatus(),
                        statement.getAgencyId(), reference, incidentId)));
    }

    private void split(IncidentFile file) {
        Set<String> reports = listed("reports");
        if (!reports.isEmpty()) {
            reports(file, reports);
            return;
        }
        Set<String> sources = listed("sources");
        List<Evidence> evidence = file.getIncident().getEvidence();
        TreeSet<String> known = new TreeSet<>(evidence.stream().map(Evidence::getSource).toList());
        Set<String> unknown = new LinkedHashSet<>(sources);
        unknown.removeIf(one -> evidence.stream().anyMatch(piece -> Merging.isOf(piece, Set.of(one))));
        Optional<Evidence> torn = evidence.stream().filter(piece -> piece.getKind() == EvidenceKind.REPORT)
                .filter(piece -> sources.contains(piece.getId()) && !sources.contains(piece.getSource())).findFirst();
        if (sources.isEmpty() || !unknown.isEmpty()) {
            refuse("arguments.sources", "must name sources of its evidence, with commas between them"
                    + (unknown.isEmpty() ? "" : "; " + unknown + " are none") + "; there are " + known);
        } else if (torn.isPresent()) {
            refuse("arguments.sources", "names one report of " + torn.get().getSource()
                    + "; name single reports in arguments.reports");
        } else {
            splitUnlessEmpty(file, Merging.split(file, sources), "arguments.sources");
        }
    }

    private void reports(IncidentFile file, Set<String> reports) {
        ReportSplit split = new ReportSplit(file, reports, turn.pack.accuracy().chain().figures());
        String objection = split.objection();
        if (!listed("sources").isEmpty()) {
            refuse("arguments.sources", "goes without reports; order one split after the other");
        } else if (objection != null) {
            refuse("arguments.reports", objection);
        } else {
            splitUnlessEmpty(file, split.split(), "arguments.reports");
        }
    }

    private void splitUnlessEmpty(IncidentFile file, Merging.Split split, String field) {
        if (split.left().getIncident().getEvidence().isEmpty()) {
            refuse(field, "are all its evidence, so nothing would be left; keep one of "
                    + new TreeSet<>(file.getIncident().getEvidence().stream().map(Evidence::getSource).toList()));
        } else {
            split(file, split);
        }
    }

    private Set<String> listed(String argument) {
        return new LinkedHashSet<>(Arrays.stream(command.getArguments().getOrDefault(argument, "").split("[,\\s]+"))
                .filter(one -> !one.isEmpty()).toList());
    }

    private void split(IncidentFile file, Merging.Split split) {
        String stays = file.getIncident().getIncidentId();
        IncidentName name = turn.nextName();
        event(TimelineKind.SPLIT, stays, split.evidence().size() + " pieces of evidence are another event: " + name,
                Map.of("into", name.toString()));
        event(TimelineKind.SPLIT, name.toString(), "split from " + stays, Map.of("from", stays));
        Set<String> going = split.evidence().stream().map(Evidence::getId).collect(Collectors.toSet());
        List<OfficialAlert> alerts = OfficialAlerts.relayed(file.getAlerts(), going, true);
        AlertLinks.moved(turn, alerts, file.getIncident().getStatus(), name.toString());
        IncidentFile left = Closings.dropped(IncidentFile.newBuilder(split.left())
                .setAlerts(OfficialAlerts.relayed(file.getAlerts(), going, false))
                .setMeasured(measured(file, split.left().getIncident().getEvidence())).build());
        pictured(file, left);
        references(split.statements(), left.getStatements(), file, name.toString());
        split.evidence().stream().filter(piece -> piece.getKind() == EvidenceKind.REPORT)
                .forEach(piece -> seen(piece, name.toString()));
        pictured(null, IncidentFile.newBuilder(apart(file, split, name)).setAlerts(alerts).build());
    }

    /// What replaces a report that was split off finds it in its new incident.
    private void seen(Evidence report, String incidentId) {
        String reportId = report.getId().substring(report.getSource().length() + 1);
        for (boolean proven : new boolean[]{true, false}) {
            turn.stores.seenReport(turn.desk, report.getSource(), reportId, proven)
                    .ifPresent(seen -> turn.stores.putSeenReport(turn.desk, report.getSource(), reportId, proven,
                            SeenReport.newBuilder(seen).setIncidentId(incidentId).build()));
        }
    }

    private static List<MeasuredValue> measured(IncidentFile file, List<Evidence> evidence) {
        return file.getMeasured().stream().filter(value -> evidence.stream().anyMatch(
                piece -> piece.getId().endsWith("/" + value.getSource())
                        || value.getSource().startsWith(piece.getSource() + "/")))
                .toList();
    }

    private IncidentFile apart(IncidentFile file, Merging.Split split, IncidentName name) {
        Incident was = file.getIncident();
        Statement first = split.statements().isEmpty() ? null : split.statements().getFirst();
        Location location = first == null || first.getLocation() == null ? was.getLocation() : first.getLocation();
        Incident incident = Incident.newBuilder(was).setIncidentId(name.toString())
                .setOpenedBy("split/" + command.getCommandId()).setState(IncidentState.OPEN)
                .setType(first == null || first.getType() == null ? was.getType() : first.getType())
                .setTitle(first == null || first.getAccount() == null ? was.getTitle() : first.getAccount().getTitle())
                .setLocation(location).setEvidence(split.evidence()).setConfidence(Confidence.POSSIBLE).setRevision(1)
                .setOpenedAt(turn.now).setUpdatedAt(turn.now).setPackHash(turn.pack.hash()).setCausedBy(List.of())
                .setOpenedAs(null).setPerhapsSame(List.of()).setClosingAt(null).build();
        Instant occurredAt = occurredAt(split.statements()).orElse(file.getOccurredAt());
        return IncidentFile.newBuilder(file).setIncident(incident).setStatements(split.statements())
                .setOccurredAt(occurredAt)
                .setEscalation(Escalator.untold(turn.pack.hash())).setTold(List.of()).setBoardDrafts(List.of())
                .setDuties(split.duties()).setSpecialReports(List.of()).setRegraded(Map.of()).setActs(List.of())
                .setRuled(null).setRuledAt(null).setRuling(null).setClosing(null)
                .setMeasured(measured(file, split.evidence()))
                .setMarks(Marks.at(location, occurredAt)).build();
    }

    /// When the event happened by what is kept of these reports; empty where none of them says so.
    private static Optional<Instant> occurredAt(List<Statement> statements) {
        return statements.stream().flatMap(statement -> statement.getReports().stream()).map(ReportPrint::getStated)
                .filter(Objects::nonNull).map(StatedReport::getOccurredAt).filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }

    /// Keeps an incident whose evidence was changed by an order: graded, judged and told by what it rests on now.
    ///
    /// @param before the incident as it was kept; null for a new one
    private void pictured(@Nullable IncidentFile before, IncidentFile after) {
        Incident was = after.getIncident();
        Assessment assessment = IncidentGrade.standing(was, Assessor.assess(after, turn.pack.grading()),
                command.getAction() == Action.SPLIT);
        IncidentFile graded = new BeliefTurn(turn).judged(IncidentFile.newBuilder(after)
                .setIncident(assessment.of(was).build()).build());
        new IncidentGrade(turn).changed(was, graded.getIncident());
        IncidentFile awaited = new DutyTurn(turn).grade(graded);
        IncidentFile paged = new Paging(turn).signal(before, awaited, new Signal.Evidence(ground(awaited, assessment),
                turn.pack.pagingGrade(assessment.grade(), awaited.getSensitive()), false, new Words("", "")));
        new BoardDrafts(turn).propose(paged, Optional.empty());
    }

    private static Signal.Ground ground(IncidentFile file, Assessment assessment) {
        if (!file.getStatements().isEmpty() || OfficialAlerts.isAlone(file)) {
            return assessment.believed() ? Signal.Ground.REPORT : Signal.Ground.UNVERIFIED_REPORT;
        }
        return file.getIncident().getEvidence().stream().anyMatch(one -> one.getKind() == EvidenceKind.SENSOR)
                ? Signal.Ground.SENSOR
                : Signal.Ground.MEDIA;
    }

    private void event(TimelineKind kind, String incidentId, String what, Map<String, String> detail) {
        java.util.TreeMap<String, String> told = new java.util.TreeMap<>(detail);
        told.put("commandId", command.getCommandId());
        String note = command.getNote();
        turn.event(kind, incidentId, command.getBy(), null, note == null ? what : what + ": " + note, told);
    }

    private void refuse(String field, String detail) {
        turn.reject(command, field, detail);
    }
}
