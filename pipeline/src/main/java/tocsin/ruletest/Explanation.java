package tocsin.ruletest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tocsin.assessment.Assessor;
import tocsin.checks.Checked;
import tocsin.checks.ReportChecks;
import tocsin.intake.Gate;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.ArrivalBasis;
import tocsin.model.Grades;
import tocsin.model.OfficialAlerts;
import tocsin.rules.Pack;
import tocsin.rules.Provenance;
import tocsin.rules.ReportRule;
import tocsin.rules.Scale;
import tocsin.rules.TimelinessRule;
import tocsin.rules.Toll;
import tocsin.rules.condition.Answer;
import tocsin.rules.condition.Condition;
import tocsin.rules.condition.ReportConditions;
import tocsin.rules.condition.Subject;
import tocsin.rules.directory.Directory;
import tocsin.timeliness.Arrival;
import tocsin.timeliness.Deadlines;
import tocsin.timeliness.LocalDays;
import tocsin.verification.PackRules;
import tocsin.v1.Deadline;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;

/// What every rule of a pack says of one report that arrives by itself: its inputs and its outcome.
public final class Explanation {
    private final Pack pack;
    private final Directory directory;
    private final IncidentReport report;
    private final Instant arrivedAt;
    private final List<Line> lines = new ArrayList<>();

    private Explanation(Pack pack, Directory directory, IncidentReport report, Instant arrivedAt) {
        this.pack = pack;
        this.directory = directory;
        this.report = report;
        this.arrivedAt = arrivedAt;
    }

    /// What one rule says.
    ///
    /// @param rule the rule
    /// @param basis the law behind it
    /// @param inputs what it read, `?` for what is not known
    /// @param outcome what came of it
    public record Line(String rule, String basis, Map<String, String> inputs, String outcome) {}

    /// Explains this report, arrived then, by every rule.
    public static List<Line> of(IncidentReport report, Instant arrivedAt, Pack pack, Directory directory) {
        Explanation explanation = new Explanation(pack, directory, report, arrivedAt);
        explanation.explain();
        return List.copyOf(explanation.lines);
    }

    private void explain() {
        Instant occurredAt = report.getOccurredAt() != null ? report.getOccurredAt() : arrivedAt;
        Optional<Scale.Graded> computed = Assessor.computed(report, report.getCategory(), report.getType(), occurredAt,
                pack.grading());
        Grade claimed = report.getClaimedGrade();
        Grade byFigures = computed.map(Scale.Graded::grade).orElse(null);
        Grade grade = Grades.gravity(claimed) > Grades.gravity(byFigures) ? claimed : byFigures;
        ReportConditions.Day day = LocalDays.at(arrivedAt, Gate.desk(report, directory), pack, directory);
        Subject subject = pack.conditions().subject(report, arrivedAt, null, null, grade, day);
        Arrival arrival = new Arrival(report, arrivedAt, Optional.empty(), Optional.empty(), subject, day);
        pack.timeliness().rules().forEach(rule -> timeliness(rule, arrival, subject));
        Checked checked = ReportChecks.check(new AcceptedReport(report, arrivedAt, SenderProof.API_KEY, "",
                ArrivalBasis.APPENDED, null), pack,
                directory);
        checked.findings().forEach(found -> line(found.rule(), Map.of(), found.outcome() + ": " + found.words().zh()
                + " " + found.words().en()));
        scales(occurredAt, grade);
        pack.accuracy().rules().all().forEach(rule -> own(rule, subject));
    }

    private void line(Provenance rule, Map<String, String> inputs, String outcome) {
        lines.add(new Line(rule.id(), rule.basis(), inputs, outcome));
    }

    private void timeliness(TimelinessRule rule, Arrival arrival, Subject subject) {
        Map<String, String> inputs = rule.when().map(when -> inputs(when, subject)).orElse(Map.of());
        boolean byOrder = rule.awaited().filter(awaited -> !awaited.metBy().isEmpty()).isPresent();
        if (!byOrder && OfficialAlerts.isAlert(report)) {
            line(rule.provenance(), inputs, "an official alert has no deadline");
        } else if (byOrder) {
            boolean owed = rule.when().map(when -> when.ask(subject).holds()).orElse(true);
            line(rule.provenance(), inputs, owed
                    ? "the desk owes it, and " + rule.awaited().get().metBy() + " meets it"
                    : "the desk does not owe it");
        } else if (!rule.applies().to(report.getKind(), report.getCategory(), report.getType())) {
            line(rule.provenance(), inputs, "does not judge " + report.getKind() + " of " + report.getType());
        } else {
            Optional<String> unmet = rule.when().map(when -> when.ask(subject)).filter(answer -> !answer.holds())
                    .map(Explanation::words);
            line(rule.provenance(), inputs, unmet.orElseGet(() -> Deadlines.deadline(arrival, rule)
                    .map(Explanation::words)
                    .orElse("its clock " + rule.clock() + " is not known: no deadline")));
        }
    }

    private static String words(Deadline deadline) {
        Long late = deadline.getLateMs();
        return "clock " + deadline.getClock() + " started " + deadline.getStartedAt() + ", due " + deadline.getDueAt()
                + ", arrived " + deadline.getMetAt()
                + (late == null ? ": on time" : ": LATE by " + Duration.ofMillis(late));
    }

    private void scales(Instant occurredAt, @org.jspecify.annotations.Nullable Grade grade) {
        List<Scale> inForce = pack.grading().inForce(report.getCategory(), report.getType(), occurredAt);
        Toll toll = new Toll(report.getCasualties(), report.getLossCny(), report.getFacts());
        for (Scale scale : pack.grading().scales()) {
            String outcome = inForce.contains(scale)
                    ? pack.grading().by(scale, toll)
                            .map(graded -> "grade " + graded.grade() + ": " + graded.reason().zh()
                                    + " " + graded.reason().en())
                            .orElse("reaches no row with what is known")
                    : "does not grade " + report.getType() + " of " + occurredAt;
            line(scale.provenance(), Map.of(), outcome);
        }
        line(pack.accuracy().statedGrade(), Map.of("claimedGrade", String.valueOf(report.getClaimedGrade())),
                "acted on as " + (grade == null ? "not graded" : "grade " + grade));
    }

    private void own(ReportRule rule, Subject subject) {
        String outcome = rule.applies().to(report.getKind(), report.getCategory(), report.getType())
                ? rule.when().ask(subject).holds()
                        ? rule.outcome() + ": " + PackRules.words(rule, subject).zh() + " "
                                + PackRules.words(rule, subject).en()
                        : words(rule.when().ask(subject))
                : "does not apply to " + report.getKind() + " of " + report.getType();
        line(rule.provenance(), inputs(rule.when(), subject), outcome);
    }

    private static String words(Answer answer) {
        return switch (answer) {
            case Answer.Known known -> known == Answer.Known.YES ? "holds" : "does not hold";
            case Answer.NotKnown(var fields) -> "cannot be told: " + fields + " not known";
            case Answer.Failed(String why) -> "could not be worked out: " + why;
        };
    }

    private static Map<String, String> inputs(Condition condition, Subject subject) {
        return condition.inputs().stream().collect(Collectors.toMap(path -> path,
                path -> subject.at(path).map(String::valueOf).orElse("?"), (one, other) -> one,
                java.util.LinkedHashMap::new));
    }
}
