package tocsin.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Assessment;
import tocsin.assessment.Assessor;
import tocsin.checks.Checked;
import tocsin.checks.ReportChecks;
import tocsin.correlation.Clue;
import tocsin.correlation.Correlator;
import tocsin.correlation.Score;
import tocsin.escalation.Signal;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SeenReport;
import tocsin.internal.v1.Statement;
import tocsin.model.FindingDraft;
import tocsin.model.Grades;
import tocsin.model.OfficialAlerts;
import tocsin.model.Senders;
import tocsin.model.Tolls;
import tocsin.rules.Pack;
import tocsin.rules.Scale;
import tocsin.rules.TimelinessRule.Trigger;
import tocsin.rules.Words;
import tocsin.rules.condition.Subject;
import tocsin.schemas.CanonicalAvro;
import tocsin.timeliness.Arrival;
import tocsin.timeliness.Deadlines;
import tocsin.timeliness.Duties;
import tocsin.timeliness.LocalDays;
import tocsin.v1.Category;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Finding;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.Outcome;
import tocsin.v1.RejectReason;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;
import tocsin.verification.PackRules;
import tocsin.verification.Verifier;

/// A report at the desk: is it new, is it sound, which incident is it, how grave, who must know.
final class ReportTurn {
    private final DeskTurn turn;
    private final AcceptedReport accepted;
    private final IncidentReport report;
    /// The pack in force when the report arrived: it judges the report, whatever is in force when it is read. Whom the
    /// incident concerns now is decided by the pack in force now.
    private final Pack judge;

    ReportTurn(DeskTurn turn, AcceptedReport accepted) {
        this.turn = turn;
        this.accepted = accepted;
        this.report = accepted.getReport();
        this.judge = turn.packAt(accepted.getArrivedAt());
    }

    void take() {
        boolean proven = Senders.isProven(accepted.getProof());
        Optional<SeenReport> seen = proven
                ? turn.stores.seenReport(turn.desk, report.getAgencyId(), report.getReportId(), true)
                : turn.stores.seenReport(turn.desk, report.getAgencyId(), report.getReportId());
        if (seen.isPresent()) {
            again(seen.get());
            return;
        }
        Checked checked = ReportChecks.check(accepted, judge, turn.directory);
        Optional<String> incidentId = OfficialAlerts.isAlert(report)
                ? new AlertTurn(turn, accepted, judge, checked).take()
                : incident(checked);
        turn.stores.putSeenReport(turn.desk, report.getAgencyId(), report.getReportId(), proven,
                new SeenReport(accepted.getContentSha256(), incidentId.orElse(null)));
    }

    private Optional<String> incident(Checked checked) {
        if (opensIncident(checked)) {
            return Optional.of(evidence(checked));
        }
        alone(checked);
        return Optional.empty();
    }

    /// A report that belongs to no incident: a daily one, a test, one that is held.
    private void alone(Checked checked) {
        Grade computed = computed(report.getCategory(), report.getType());
        Subject subject = new DutyTurn(turn).subject(judge, report, accepted.getArrivedAt(), null, null, computed);
        Arrival arrival = new Arrival(report, accepted.getArrivedAt(), Optional.empty(), Optional.empty(), subject,
                LocalDays.at(accepted.getArrivedAt(), turn.desk, judge, turn.directory));
        if (report.getKind() == ReportKind.DAILY && report.getStatus() == Status.ACTUAL
                && Senders.isProven(accepted.getProof())) {
            new DailyTurn(turn).came(report.getAgencyId(), accepted.getArrivedAt());
        }
        turn.put(verdict(checked, List.of(), arrival, computed, null).verdict());
    }

    private @Nullable Grade computed(@Nullable Category category, @Nullable String type) {
        Instant occurredAt = report.getOccurredAt() != null ? report.getOccurredAt() : accepted.getArrivedAt();
        return Assessor.computed(report, category, type, occurredAt, judge.grading()).map(Scale.Graded::grade)
                .orElse(null);
    }

    private void again(SeenReport seen) {
        if (seen.getContentSha256().equals(accepted.getContentSha256())) {
            FindingDraft draft = new FindingDraft(judge.accuracy().duplicates(), Outcome.DUPLICATE, List.of(),
                    new Words("报告" + report.getReportId() + "重复到达，只计一次，无需重发。",
                            "The same report " + report.getReportId()
                                    + " came again; it counts once. Nothing is asked."));
            turn.put(turn.finding(draft, report.getAgencyId(), seen.getIncidentId(), report.getReportId()));
            turn.event(TimelineKind.DUPLICATE, seen.getIncidentId(), report.getAgencyId(), draft.rule().id(),
                    draft.words().en(), Map.of());
        } else {
            turn.reject(report.getAgencyId(), CanonicalAvro.bytes(report), RejectReason.ID_REUSED, "reportId",
                    "The agency " + report.getAgencyId() + " has sent another report as " + report.getReportId()
                            + " before; give every report an id of its own, and name the one it replaces in supersedes.",
                    Map.of("agencyId", report.getAgencyId(), "reportId", report.getReportId(), "contentSha256",
                            accepted.getContentSha256(), "arrivedAt", accepted.getArrivedAt().toString()));
        }
    }

    /// A daily report never opens an incident; a test is only logged; a report of unknown status is held, unless what
    /// it says is grave.
    private boolean opensIncident(Checked checked) {
        if (report.getKind() == ReportKind.DAILY) {
            return false;
        }
        return switch (report.getStatus()) {
            case ACTUAL, EXERCISE -> true;
            case TEST, SYSTEM -> false;
            case UNKNOWN -> isGrave(computed(report.getCategory(), report.getType())) && !checked.stale();
        };
    }

    private boolean isGrave(@Nullable Grade computed) {
        return Grades.isGrave(computed) || Grades.isGrave(report.getClaimedGrade());
    }

    private String evidence(Checked checked) {
        Clue clue = clue();
        Evidence evidence = new Evidence(EvidenceKind.REPORT, report.getAgencyId() + "/" + report.getReportId(),
                report.getAgencyId(), accepted.getArrivedAt(), List.of());
        Opening.Brought brought = new Opening(turn).bring(clue, linked(clue), evidence, report.getTitle());
        IncidentFile file = new Closings(turn).takenBack(brought.file(), report.getAgencyId(),
                "report " + report.getReportId() + " came");
        Incident was = file.getIncident();
        Grade computed = computed(category(was), type(was));
        Statements statements = new Statements(Statements.registered(report, judge.grading().facts().keySet()),
                accepted, computed, judge.accuracy().chain().figures(),
                judge.accuracy().credence());
        List<FindingDraft> contradictions = Verifier.verify(report, accepted.getArrivedAt(), computed,
                Senders.isProven(accepted.getProof()), statements.denies(), file, judge.accuracy());
        Statements.Stated stated = statements.added(file.getStatements(), checked.believed());
        IncidentFile with = facts(IncidentFile.newBuilder(file).setStatements(stated.statements())
                .setAlerts(AlertLinks.quoted(turn, accepted, file)).build(), file, clue, stated.effect());
        Assessment assessment = IncidentGrade.standing(was, Assessor.assess(with, turn.pack.grading()),
                stated.effect() == Statements.Effect.LOWERS);
        IncidentFile pictured = new BeliefTurn(turn).judged(IncidentFile.newBuilder(with)
                .setIncident(assessment.of(with.getIncident()).build()).build());
        Arrival arrival = arrival(brought.before(), file, pictured);
        Judgement judgement = verdict(checked, contradictions, arrival, computed, was.getIncidentId());
        if (report.getIncidentRef() != null) {
            turn.stores.indexReference(turn.desk, clue.status(), report.getAgencyId(), report.getIncidentRef(),
                    was.getIncidentId());
        }
        new IncidentGrade(turn).changed(was, pictured.getIncident());
        boolean sensitive = judgement.found().stream().anyMatch(finding -> finding.outcome() == Outcome.SENSITIVE);
        IncidentFile marked = IncidentFile.newBuilder(pictured).setSensitive(file.getSensitive() || sensitive)
                .setRegraded(new RegradingTurn(turn).graded(file, pictured.getIncident())).build();
        boolean reopens = Closings.reopens(turn.pack.closing(), was, marked.getIncident());
        IncidentFile kept = awaited(marked, arrival, checked, reopens);
        turn.put(Verdict.newBuilder(judgement.verdict())
                .setAwaited(new DutyTurn(turn).awaitedOf(report.getAgencyId(), kept)).build());
        page(brought.before().orElse(null), kept, new News(checked, computed, stated.effect(), reopens));
        return was.getIncidentId();
    }

    /// What decides who is told of this report.
    ///
    /// @param computed the grade its own figures come to, or null
    /// @param reopens whether it brings new harm by which the pack opens a closed incident again
    private record News(Checked checked, @Nullable Grade computed, Statements.Effect effect, boolean reopens) {}

    /// What rules are asked about: the report, its agency's words until now, and the incident as it is with it.
    private Arrival arrival(Optional<IncidentFile> before, IncidentFile file, IncidentFile with) {
        Optional<Statement> mine = file.getStatements().stream()
                .filter(statement -> statement.getAgencyId().equals(report.getAgencyId())).findFirst();
        Subject subject = new DutyTurn(turn).subject(judge, report, accepted.getArrivedAt(), with.getIncident(),
                mine.orElse(null), with.getIncident().getGrade());
        return new Arrival(report, accepted.getArrivedAt(), before, mine, subject,
                LocalDays.at(accepted.getArrivedAt(), turn.desk, judge, turn.directory));
    }

    /// The incident with what this report meets and starts; nobody is asked for more because of a report that is not
    /// theirs, came a day late, or ended before.
    private IncidentFile awaited(IncidentFile file, Arrival arrival, Checked checked, boolean reopens) {
        DutyTurn duties = new DutyTurn(turn);
        boolean closed = file.getIncident().getState() == IncidentState.CLOSED && !reopens;
        if (checked.stale() || closed) {
            return duties.with(file, Duties.of(file).afterLateReport(arrival, turn.moment(judge)));
        }
        IncidentFile mine = Senders.isProven(accepted.getProof())
                && turn.directory.agencies().containsKey(report.getAgencyId())
                        ? duties.with(file, Duties.of(file).afterReport(arrival, file, turn.moment(judge)))
                        : file;
        return duties.grade(duties.evidence(mine, Trigger.AGENCY, accepted.getArrivedAt(), report.getAgencyId()));
    }

    /// The agency, if its sender has proven to be it: the desk that writes a call down has not.
    private Optional<String> proven() {
        return Senders.isAgencyItself(accepted.getProof()) ? Optional.of(report.getAgencyId()) : Optional.empty();
    }

    private Clue clue() {
        Instant occurredAt = report.getOccurredAt() != null ? report.getOccurredAt() : accepted.getArrivedAt();
        return new Clue(report.getAgencyId(), report.getIncidentRef(), report.getStatus(), report.getCategory(),
                report.getType(), report.getLocation(), occurredAt, around(),
                Score.words(report.getTitle(), report.getLocation()), report);
    }

    /// When it happened as nearly as the report tells: a claim of more than a day ago, or of the future, tells nothing.
    private Instant around() {
        Instant arrivedAt = accepted.getArrivedAt();
        return report.getOccurredAt() != null
                ? report.getOccurredAt()
                : Stream.of(report.getReceivedAt(), report.getLearnedAt(), report.getCalledAt())
                        .filter(Objects::nonNull)
                        .filter(told -> !told.isAfter(arrivedAt)
                                && told.isAfter(arrivedAt.minus(turn.pack.timeliness().staleAfter())))
                        .min(Comparator.naturalOrder()).orElse(arrivedAt);
    }

    /// The incident this report's own links name: our id, the agency's case number, the report it replaces.
    private Optional<Correlator.Join> linked(Clue clue) {
        String reference = report.getIncidentRef();
        if (reference != null) {
            Optional<Correlator.Join> byName = turn.stores.standing(reference)
                    .flatMap(file -> Correlator.byReference(clue, file, "the report names it"));
            Optional<Correlator.Join> byCase = turn.stores
                    .incidentByReference(turn.desk, clue.status(), report.getAgencyId(), reference)
                    .flatMap(turn.stores::standing).flatMap(file -> Correlator.byCaseNumber(clue, file,
                            "the agency's own case number " + reference));
            if (byName.isPresent() || byCase.isPresent()) {
                return byName.or(() -> byCase);
            }
        }
        String replaced = report.getSupersedes();
        return replaced == null
                ? Optional.empty()
                : turn.stores.seenReport(turn.desk, report.getAgencyId(), replaced)
                        .map(SeenReport::getIncidentId).flatMap(turn.stores::standing)
                        .flatMap(file -> Correlator.byReference(clue, file, "it replaces report " + replaced));
    }

    /// What was decided about the report, and what was found.
    private record Judgement(Verdict verdict, List<FindingDraft> found) {}

    /// Judges the report; the timeline says so.
    private Judgement verdict(Checked checked, List<FindingDraft> contradictions, Arrival arrival,
            @Nullable Grade computed, @Nullable String incidentId) {
        Deadlines.Judged judged = Deadlines.judge(arrival, judge.timeliness(), judge.zone());
        List<FindingDraft> found = new ArrayList<>(judged.findings());
        found.addAll(checked.findings());
        found.addAll(contradictions);
        found.addAll(PackRules.check(judge.accuracy().rules(), report.getKind(), arrival.category(),
                arrival.type(), arrival.subject()));
        List<FindingDraft> drafts = found.stream().filter(draft -> !draft.rule().shadow()).toList();
        List<Finding> findings = drafts.stream()
                .map(draft -> turn.finding(draft, report.getAgencyId(), incidentId, report.getReportId())).toList();
        int accuracy = Verifier.accuracy(drafts, judge.accuracy().cost());
        turn.event(TimelineKind.VERDICT, incidentId, report.getAgencyId(), null,
                findings.isEmpty() ? "on time and complete"
                        : String.join(", ",
                                findings.stream().map(finding -> finding.getOutcome().name()).distinct().toList()),
                Map.of("reportId", report.getReportId(), "accuracy", Integer.toString(accuracy), "arrivedAt",
                        accepted.getArrivedAt().toString(), "arrivalBasis", accepted.getArrivalBasis().name()));
        found.stream().filter(draft -> draft.rule().shadow())
                .forEach(draft -> turn.shadowed(draft, incidentId, report.getAgencyId(), report.getReportId()));
        return new Judgement(new Verdict(report.getReportId(), report.getAgencyId(), turn.desk, incidentId,
                accepted.getArrivedAt(), findings, judged.deadlines(), computed, accuracy, judge.hash(),
                report.getKind(), report.getStatus(), report.getVia(), List.of(),
                Senders.isProven(accepted.getProof()) ? accepted.getContentSha256() : null,
                accepted.getArrivalBasis()), drafts);
    }

    private @Nullable String type(Incident incident) {
        return report.getType() != null ? report.getType() : incident.getType();
    }

    private @Nullable Category category(Incident incident) {
        return report.getCategory() != null ? report.getCategory() : incident.getCategory();
    }

    /// The incident with place and type as they are known with this report. A first official report takes over from what
    /// only sensors or posts said; what was not known is filled in; a source that corrects itself moves what it had said.
    private IncidentFile facts(IncidentFile with, IncidentFile before, Clue clue, Statements.Effect effect) {
        Incident was = before.getIncident();
        Incident.Builder is = Incident.newBuilder(was);
        Optional<Statement> mine = before.getStatements().stream()
                .filter(statement -> statement.getAgencyId().equals(report.getAgencyId())).findFirst();
        boolean firstReport = before.getStatements().isEmpty()
                && was.getEvidence().getFirst().getKind() != EvidenceKind.REPORT;
        boolean corrects = effect == Statements.Effect.LOWERS;
        Location location = clue.location();
        boolean saidPlace = mine.map(Statement::getLocation)
                .filter(said -> Objects.equals(said, was.getLocation())).isPresent();
        if (location != null && (firstReport || corrects && saidPlace || was.getLocation() == null)) {
            is.setLocation(location);
        } else if (location != null && isMoreExact(location, was.getLocation())) {
            is.setLocation(location);
        }
        is.setCategory(was.getCategory() != null ? was.getCategory() : clue.category());
        boolean saidType = mine.map(Statement::getType).filter(said -> said.equals(was.getType())).isPresent();
        is.setType(was.getType() == null || corrects && saidType && clue.type() != null ? clue.type() : was.getType());
        return IncidentFile.newBuilder(with).setIncident(is.build()).build();
    }

    /// Whether a place adds to one that names neither a spot nor coordinates, without contradicting its area.
    private static boolean isMoreExact(Location location, Location known) {
        boolean vague = known.getPlace() == null && known.getLatitude() == null;
        boolean inside = known.getAreaCode() == null || location.getAreaCode() != null
                && location.getAreaCode().startsWith(known.getAreaCode().replaceAll("(00)+$", ""));
        return vague && inside && (location.getPlace() != null || location.getLatitude() != null);
    }

    private void page(@Nullable IncidentFile before, IncidentFile after, News news) {
        Paging paging = new Paging(turn);
        Checked checked = news.checked();
        boolean believed = after.getStatements().stream().anyMatch(Statement::getBelieved);
        // News of an incident that goes on is no old news, whenever that began.
        boolean opensLate = checked.stale()
                && (before == null || !Closings.hasNewHarm(before.getIncident(), after.getIncident()));
        boolean silent = opensLate || report.getStatus() == Status.TEST;
        if (before != null && news.effect() == Statements.Effect.UNPROVEN) {
            paging.verifyAside(before, after);
        } else if (before != null && before.getIncident().getState() == IncidentState.CLOSED && !news.reopens()
                && Closings.hasNewHarm(before.getIncident(), after.getIncident())) {
            paging.newHarm(before, after);
        } else if (before != null && news.effect() == Statements.Effect.LOWERS && isLowered(before, after)) {
            new BeliefTurn(turn).doubted(before, paging.corrected(before, after, turn.nameOf(report.getAgencyId())));
        } else if (!checked.believed() && believed && isGrave(news.computed()) && !silent) {
            paging.verifyAside(before, after);
        } else {
            tell(paging, before, after, news, silent);
        }
    }

    /// Whether a sender has proven who it is for the first time, after others had said something and proven nothing.
    private static boolean isFirstProven(IncidentFile before, IncidentFile after) {
        return !before.getStatements().isEmpty()
                && before.getStatements().stream().noneMatch(Statement::getProven)
                && after.getStatements().stream().anyMatch(Statement::getProven);
    }

    private void tell(Paging paging, @Nullable IncidentFile before, IncidentFile after, News news, boolean silent) {
        Grade credible = Assessor.believed(after, turn.pack.grading());
        boolean believed = after.getStatements().stream().anyMatch(Statement::getBelieved);
        Grade grade = turn.pack.pagingGrade(believed ? credible : after.getIncident().getGrade(),
                after.getSensitive());
        GraveClaims claims = new GraveClaims(turn);
        Optional<GraveClaims.Claimant> claimant = GraveClaims.Claimant.of(accepted);
        boolean follows = claimant.filter(who -> claims.isFollowing(after, who, grade)).isPresent();
        IncidentFile paged = paging.signal(before, after, new Signal.Evidence(
                believed && !follows ? Signal.Ground.REPORT : Signal.Ground.UNVERIFIED_REPORT, grade, silent,
                news.reopens(), before != null && isFirstProven(before, after), new Words("", "")));
        if (believed && !follows && !silent) {
            claimant.ifPresent(who -> claims.reachedLeaders(paged, who, grade));
        }
        // What is verified first is told to neighbours, and drafted for boards, when it is confirmed.
        if (!silent && !follows) {
            new BoardDrafts(turn).propose(new Neighbours(turn).told(new BeliefTurn(turn).doubted(before, paged)),
                    news.checked().believed() ? proven() : Optional.empty());
        }
    }

    /// Whether anything people were told is less now, or of a lower grade; what is graver is paged as such.
    private static boolean isLowered(IncidentFile before, IncidentFile after) {
        Incident was = before.getIncident();
        Incident is = after.getIncident();
        boolean changed = !Objects.equals(was.getCasualties(), is.getCasualties()) || was.getGrade() != is.getGrade();
        return changed && Grades.gravity(is.getGrade()) <= Grades.gravity(was.getGrade());
    }
}
