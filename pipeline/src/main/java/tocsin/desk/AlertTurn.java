package tocsin.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Assessor;
import tocsin.checks.Checked;
import tocsin.correlation.Clue;
import tocsin.escalation.Signal;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.AlertEnd;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.OfficialAlert;
import tocsin.model.FindingDraft;
import tocsin.model.Grades;
import tocsin.model.OfficialAlerts;
import tocsin.model.Senders;
import tocsin.rules.Pack;
import tocsin.rules.Provenance;
import tocsin.rules.Scale;
import tocsin.rules.Words;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Finding;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.IncidentState;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Outcome;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;
import tocsin.verification.Verifier;

/// An official alert (预警信号) at the desk: whose place it takes, what stands then, who must know.
///
/// It is no field report. It says what may happen and until when, so it owes no deadline, starts no silence, states no toll
/// and confirms or denies nothing. It joins only the incident that it names: hundreds of alerts near each other in place and
/// time are hundreds of events.
final class AlertTurn {
    private static final Provenance VALIDITY = new Provenance("O1", "CAP 1.2: expires, references, msgType",
            "科学化监测预警");

    private final DeskTurn turn;
    private final AcceptedReport accepted;
    private final IncidentReport report;
    private final Pack judge;
    private final Checked checked;
    private final @Nullable Grade computed;
    private final OfficialAlert alert;
    private final AlertLinks links;

    /// @param judge the pack in force when the report arrived
    /// @param checked the report by itself
    AlertTurn(DeskTurn turn, AcceptedReport accepted, Pack judge, Checked checked) {
        this.turn = turn;
        this.accepted = accepted;
        this.report = accepted.getReport();
        this.judge = judge;
        this.checked = checked;
        OfficialSignal signal = Objects.requireNonNull(report.getOfficialSignal());
        Instant at = report.getOccurredAt() != null ? report.getOccurredAt() : signal.getIssuedAt();
        this.computed = Assessor.computed(report, report.getCategory(), report.getType(), at, judge.grading())
                .map(Scale.Graded::grade).orElse(null);
        this.alert = OfficialAlert.newBuilder(OfficialAlerts.of(report, signal,
                Grades.graver(report.getClaimedGrade(), computed), Senders.isProven(accepted.getProof()),
                checked.believed(), accepted.getArrivedAt())).setSpeaksForIssuer(accepted.getSpeaksForIssuer()).build();
        this.links = new AlertLinks(turn, report, alert);
    }

    /// The incident the alert belongs to; empty for a test, for what is held, and for what was over before it came and
    /// changes nothing that is known.
    Optional<String> take() {
        boolean over = OfficialAlerts.isOver(alert.getSignal(), turn.now) || links.isOutdated();
        if (!opensIncident(over)) {
            verdict(null, List.of());
            return Optional.empty();
        }
        Map<String, String> linked = links.incidents();
        if (linked.isEmpty() && over) {
            links.remember("", true);
            verdict(null, List.of(late()));
            return Optional.empty();
        }
        Evidence evidence = new Evidence(EvidenceKind.REPORT, report.getAgencyId() + "/" + report.getReportId(),
                report.getAgencyId(), accepted.getArrivedAt(), List.of());
        Opening opening = new Opening(turn);
        Iterator<Map.Entry<String, String>> incidents = linked.entrySet().iterator();
        Map.Entry<String, String> first = incidents.hasNext() ? incidents.next() : null;
        Opening.Brought brought = first == null
                ? opening.alone(clue(), evidence, report.getTitle())
                : opening.linked(clue(), turn.stores.incident(first.getKey()).orElseThrow(), evidence,
                        first.getValue());
        String incidentId = brought.file().getIncident().getIncidentId();
        links.remember(incidentId, over);
        if (report.getIncidentRef() != null) {
            turn.stores.indexReference(turn.desk, report.getStatus(), report.getAgencyId(), report.getIncidentRef(),
                    incidentId);
        }
        boolean news = received(brought.before().orElse(null), brought.file());
        verdict(incidentId, news || !over ? List.of() : List.of(late()));
        incidents.forEachRemaining(other -> turn.stores.incident(other.getKey()).ifPresent(this::ends));
        return Optional.of(incidentId);
    }

    /// A test is only logged; what is of unknown status is held, unless it is grave and in force.
    private boolean opensIncident(boolean over) {
        return switch (report.getStatus()) {
            case ACTUAL, EXERCISE -> true;
            case TEST, SYSTEM -> false;
            case UNKNOWN -> Grades.isGrave(alert.getGrade()) && !over && !checked.stale();
        };
    }

    /// Lets the alert work on its incident, which is kept.
    ///
    /// @param before the incident as it was kept; null for a new one
    /// @return whether anything of the incident's alerts has changed
    private boolean received(@Nullable IncidentFile before, IncidentFile brought) {
        OfficialAlerts.Received received = OfficialAlerts.with(brought.getAlerts(), alert, links.replaced(),
                links.isOutdated(), turn.now);
        received.dropped().forEach(dropped -> turn.event(TimelineKind.NOTED, brought.getIncident().getIncidentId(),
                "desk", VALIDITY.id(), "there is no room for the official alert \"" + dropped.getSignal().getTitle()
                        + "\", which ends soonest; split the incident",
                Map.of("report", dropped.getAgencyId() + "/" + dropped.getReportId())));
        IncidentFile with = IncidentFile.newBuilder(received.end().isEmpty()
                ? new Closings(turn).takenBack(pictured(brought), report.getAgencyId(),
                        "report " + report.getReportId() + " came")
                : brought).setAlerts(received.alerts()).build();
        IncidentFile was = before == null ? IncidentFile.newBuilder(brought).setAlerts(List.of()).build() : before;
        IncidentFile graded = new AlertStanding(turn).graded(was, with);
        if (received.end().isPresent()) {
            AlertEnd end = received.end().get();
            new AlertStanding(turn).fallen(was, graded, report.getAgencyId(), turn.nameOf(report.getAgencyId()),
                    alert.getSignal().getIssuer() + " has " + (end == AlertEnd.LIFTED ? "lifted" : "ended")
                            + " its last official alert");
        } else {
            page(before, new BeliefTurn(turn).judged(graded));
        }
        return !received.alerts().equals(was.getAlerts());
    }

    /// An incident of alerts alone is where, and of what kind, the newest of them says.
    private IncidentFile pictured(IncidentFile brought) {
        boolean alone = brought.getStatements().isEmpty() && brought.getIncident().getEvidence().stream()
                .allMatch(evidence -> evidence.getKind() == EvidenceKind.REPORT);
        Incident was = brought.getIncident();
        return !alone ? brought
                : IncidentFile.newBuilder(brought).setIncident(Incident.newBuilder(was)
                        .setLocation(report.getLocation() == null ? was.getLocation() : report.getLocation())
                        .setType(report.getType() == null ? was.getType() : report.getType())
                        .setCategory(report.getCategory() == null ? was.getCategory() : report.getCategory()).build())
                        .build();
    }

    /// Ends what the alert takes the place of, or lifts, in another incident.
    private void ends(IncidentFile other) {
        boolean lifts = OfficialAlerts.isLifting(alert.getSignal());
        List<OfficialAlert> left = OfficialAlerts.ended(other.getAlerts(), alert, links.replaced(), turn.now);
        if (!left.equals(other.getAlerts())) {
            String why = "report " + report.getReportId() + " of " + report.getAgencyId()
                    + (lifts ? " lifts" : " takes the place of") + " its official alert";
            turn.event(TimelineKind.NOTED, other.getIncident().getIncidentId(), report.getAgencyId(), VALIDITY.id(),
                    why, Map.of("report", report.getAgencyId() + "/" + report.getReportId()));
            AlertStanding standing = new AlertStanding(turn);
            standing.fallen(other, standing.graded(other, IncidentFile.newBuilder(other).setAlerts(left).build()),
                    report.getAgencyId(), turn.nameOf(report.getAgencyId()), why);
        }
    }

    /// Tells whom the alert concerns; the incident is kept.
    private void page(@Nullable IncidentFile before, IncidentFile after) {
        if (before == null) {
            tell(null, after, false);
            return;
        }
        IncidentFile fitting = new BoardDrafts(turn).fitting(after);
        if (before.getIncident().getState() == IncidentState.CLOSED) {
            closed(before, fitting);
        } else if (AlertStanding.isLowered(before, after)) {
            new Paging(turn).corrected(before, fitting, turn.nameOf(report.getAgencyId()));
        } else if (alert.getBelieved() || !isBelieved(before)) {
            tell(before, fitting, false);
        } else if (Grades.isGrave(alert.getGrade())) {
            // What nobody can prove changes nothing that was proven.
            new Paging(turn).verifyAside(before, fitting);
        } else {
            turn.keep(before, turn.revised(before, fitting));
        }
    }

    /// Opens an incident again whose alerts were all over; one that a person closed before that only by what the pack says.
    private void closed(IncidentFile before, IncidentFile after) {
        boolean comesBack = OfficialAlerts.isAlone(before) && OfficialAlerts.standing(before).isEmpty();
        if (comesBack || Closings.reopens(turn.pack.closing(), before.getIncident(), after.getIncident())) {
            tell(before, after, true);
        } else if (Closings.hasNewHarm(before.getIncident(), after.getIncident())) {
            new Paging(turn).newHarm(before, after);
        } else {
            turn.keep(before, turn.revised(before, after));
        }
    }

    private static boolean isBelieved(IncidentFile file) {
        return Stream.concat(file.getStatements().stream().map(statement -> statement.getBelieved()),
                OfficialAlerts.standing(file).stream().map(OfficialAlert::getBelieved)).anyMatch(believed -> believed);
    }

    private void tell(@Nullable IncidentFile before, IncidentFile after, boolean reopens) {
        boolean believed = isBelieved(after);
        Grade credible = Assessor.believed(after, turn.pack.grading());
        Grade grade = turn.pack.pagingGrade(believed ? credible : after.getIncident().getGrade(),
                after.getSensitive());
        boolean silent = checked.stale();
        GraveClaims claims = new GraveClaims(turn);
        Optional<GraveClaims.Claimant> claimant = GraveClaims.Claimant.of(accepted);
        boolean follows = claimant.filter(who -> claims.isFollowing(after, who, grade)).isPresent();
        IncidentFile paged = new Paging(turn).signal(before, after, new Signal.Evidence(
                believed && !follows ? Signal.Ground.REPORT : Signal.Ground.UNVERIFIED_REPORT, grade, silent, reopens,
                new Words("", "")));
        if (believed && !follows && !silent) {
            claimant.ifPresent(who -> claims.reachedLeaders(paged, who, grade));
        }
        if (!silent && !follows) {
            BoardDrafts boards = new BoardDrafts(turn);
            boards.propose(boards.prolonged(new Neighbours(turn).told(paged)), alert.getBelieved()
                    && Senders.isAgencyItself(accepted.getProof()) ? Optional.of(report.getAgencyId())
                            : Optional.empty());
        }
    }

    private Clue clue() {
        OfficialSignal signal = alert.getSignal();
        Instant begins = signal.getOnsetAt() != null
                ? signal.getOnsetAt()
                : report.getOccurredAt() != null ? report.getOccurredAt() : signal.getIssuedAt();
        return new Clue(report.getAgencyId(), report.getIncidentRef(), report.getStatus(), report.getCategory(),
                report.getType(), report.getLocation(), begins, accepted.getArrivedAt(), "", report);
    }

    /// That the alert was over before it came.
    private FindingDraft late() {
        OfficialSignal signal = alert.getSignal();
        String title = signal.getTitle();
        return OfficialAlerts.isLifting(signal)
                ? new FindingDraft(VALIDITY, Outcome.UNKNOWN_INCIDENT, List.of("officialSignal.references"), new Words(
                        "解除的预警信号“" + title + "”未曾收到，只记录；如应已发布，请核查来源。",
                        "Lifts the official alert \"" + title
                                + "\", which nobody has relayed here; it is recorded. If it was issued, look at the feed."))
                : new FindingDraft(VALIDITY, Outcome.STALE, List.of("officialSignal.expiresAt"), new Words(
                        "预警信号“" + title + "”到达时已失效或已被替代，只记录，不呼叫任何人。",
                        "The official alert \"" + title
                                + "\" had expired, or was replaced or lifted, before it arrived; it is recorded and pages nobody."));
    }

    private void verdict(@Nullable String incidentId, List<FindingDraft> more) {
        List<FindingDraft> drafts = new ArrayList<>(checked.findings());
        int accuracy = Verifier.accuracy(drafts, judge.accuracy().cost());
        drafts.addAll(more);
        List<Finding> findings = drafts.stream()
                .map(draft -> turn.finding(draft, report.getAgencyId(), incidentId, report.getReportId())).toList();
        turn.event(TimelineKind.VERDICT, incidentId, report.getAgencyId(), null, findings.isEmpty()
                ? "an official alert, complete"
                : findings.stream().map(finding -> finding.getOutcome().name()).distinct()
                        .collect(Collectors.joining(", ")),
                Map.of("reportId", report.getReportId(), "accuracy", Integer.toString(accuracy), "arrivedAt",
                        accepted.getArrivedAt().toString(), "arrivalBasis", accepted.getArrivalBasis().name()));
        turn.put(Verdict.newBuilder().setReportId(report.getReportId()).setAgencyId(report.getAgencyId())
                .setDesk(turn.desk).setIncidentId(incidentId).setArrivedAt(accepted.getArrivedAt())
                .setFindings(findings).setDeadlines(List.of()).setComputedGrade(computed)
                .setAccuracy(accuracy).setPackHash(judge.hash()).setKind(report.getKind())
                .setStatus(report.getStatus()).setVia(report.getVia()).setAwaited(List.of())
                .setContentSha256(alert.getProven() ? accepted.getContentSha256() : null)
                .setArrivalBasis(accepted.getArrivalBasis()).build());
    }
}
