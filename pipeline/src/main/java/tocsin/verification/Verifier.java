package tocsin.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.ReportPrint;
import tocsin.internal.v1.Statement;
import tocsin.model.FieldNames;
import tocsin.model.FindingDraft;
import tocsin.model.Grades;
import tocsin.model.Places;
import tocsin.model.TextPrint;
import tocsin.model.Tolls;
import tocsin.rules.Accuracy;
import tocsin.rules.Words;
import tocsin.v1.Casualties;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;

/// Holds a report against what was stated before: A3 stated grade, A4 along its own chain, A5 across sources, A6
/// repetitions, A8 sensitivity.
public final class Verifier {
    private final IncidentReport report;
    private final Instant arrivedAt;
    private final Accuracy rules;
    private final List<FindingDraft> findings = new ArrayList<>();

    private Verifier(IncidentReport report, Instant arrivedAt, Accuracy rules) {
        this.report = report;
        this.arrivedAt = arrivedAt;
        this.rules = rules;
    }

    /// What this report contradicts, repeats and confirms.
    ///
    /// @param arrivedAt when it arrived
    /// @param computed the grade its own figures come to, or null
    /// @param proven whether its sender proved to be the agency: what others send in its name is another chain
    /// @param denies whether it says that the event did not happen: then it bears nobody out
    /// @param file its incident with this report as evidence, the statements those before it
    public static List<FindingDraft> verify(IncidentReport report, Instant arrivedAt, @Nullable Grade computed,
            boolean proven, boolean denies, IncidentFile file, Accuracy rules) {
        Verifier verifier = new Verifier(report, arrivedAt, rules);
        verifier.statedGrade(computed);
        List<Statement> others = new ArrayList<>();
        for (Statement statement : file.getStatements()) {
            if (statement.getAgencyId().equals(report.getAgencyId())) {
                if (statement.getProven() == proven) {
                    verifier.chain(statement);
                    verifier.repeats(statement);
                }
            } else if (statement.getBelieved() && verifier.isOfTheSameMoment(statement.getStatedAt())) {
                others.add(statement);
            }
        }
        if (!denies) {
            verifier.sources(others, file, computed);
        }
        verifier.sensitive();
        return List.copyOf(verifier.findings);
    }

    private void found(tocsin.rules.Provenance rule, Outcome outcome, List<String> fields, String zh, String en) {
        findings.add(new FindingDraft(rule, outcome, fields, new Words(zh, en)));
    }

    private void statedGrade(@Nullable Grade computed) {
        Grade claimed = report.getClaimedGrade();
        if (claimed != null && claimed != Grade.UNKNOWN && computed != null && claimed != computed) {
            found(rules.statedGrade(), Outcome.GRADE_MISMATCH, List.of("claimedGrade"),
                    "所报等级为" + Grades.words(claimed).zh() + "（" + claimed + "级），按所报数字应为" + Grades.words(computed).zh()
                            + "（" + computed + "级），从高处置；请核对等级。",
                    "States grade " + claimed + ", and its own figures come to grade " + computed
                            + "; the higher is acted on. Check the grade.");
        }
    }

    private void chain(Statement before) {
        if (report.getKind() == ReportKind.CORRECTION || report.getSupersedes() != null) {
            return;
        }
        for (String name : rules.chain().figures()) {
            Integer was = figure(name, before.getCasualties());
            Integer is = figure(name, report.getCasualties());
            if (was != null && is != null && is < was) {
                found(rules.chain().provenance(), Outcome.CONTRADICTION, List.of("casualties." + name),
                        FieldNames.of(name).zh() + "由" + was + "降为" + is + "，而本报不是更正；请更正其中之一，或以补报说明原因。",
                        "States " + is + " " + name + " after " + was + " before, and is no correction; correct one of "
                                + "them, or send a correction that says why.");
            }
        }
        Grade claimed = report.getClaimedGrade();
        if (Grades.gravity(claimed) > 0 && Grades.gravity(claimed) < Grades.gravity(before.getClaimedGrade())) {
            found(rules.chain().provenance(), Outcome.CONTRADICTION, List.of("claimedGrade"),
                    "所报等级由" + before.getClaimedGrade() + "级降为" + claimed + "级，而本报不是更正，仍按" + before.getClaimedGrade()
                            + "级处置；如需降级请以补报更正。",
                    "States grade " + claimed + " after " + before.getClaimedGrade()
                            + " before, and is no correction; grade " + before.getClaimedGrade()
                            + " stands. Send a correction to lower it.");
        }
        OptionalDouble moved = Places.metresBetween(before.getLocation(), report.getLocation());
        int most = rules.chain().placeMetres();
        if (most > 0 && moved.isPresent() && moved.getAsDouble() > most) {
            long metres = Math.round(moved.getAsDouble());
            found(rules.chain().provenance(), Outcome.CONTRADICTION, List.of("location"),
                    "地点与前一报相距" + metres + "米，而本报不是更正；请核对地点。",
                    "Places it " + metres + " m from the report before, and is no correction; check the place.");
        }
        if (rules.chain().types() && before.getType() != null && report.getType() != null
                && !before.getType().equals(report.getType())) {
            found(rules.chain().provenance(), Outcome.CONTRADICTION, List.of("type"),
                    "事件类型由" + before.getType() + "改为" + report.getType() + "，而本报不是更正；请核对类型。",
                    "Gives the type " + report.getType() + " after " + before.getType()
                            + " before, and is no correction; check the type.");
        }
    }

    private void repeats(Statement before) {
        rules.near().ifPresent(near -> before.getReports().stream()
                .filter(earlier -> Duration.between(earlier.getArrivedAt(), arrivedAt).abs()
                        .compareTo(near.within()) <= 0)
                .filter(earlier -> isRepeated(earlier, near)).findFirst()
                .ifPresent(earlier -> found(rules.duplicates(), Outcome.DUPLICATE, List.of("reportId", "sequence"),
                        "与本单位此前的报告" + earlier.getReportId() + "重复（同类同序号或文字相近）；续报只报新情况，更正请用补报。",
                        "Repeats the agency's own report " + earlier.getReportId()
                                + " (same kind and number, or the same words); follow up with news only, and correct with "
                                + "a correction.")));
    }

    private boolean isRepeated(ReportPrint earlier, Accuracy.Near near) {
        if (earlier.getKind() != report.getKind() || report.getSupersedes() != null) {
            return false;
        }
        boolean sameNumber = earlier.getSequence() == report.getSequence();
        return sameNumber || TextPrint.distance(earlier.getWords(), TextPrint.of(report)) <= near.bits();
    }

    private boolean isOfTheSameMoment(Instant other) {
        return Duration.between(other, arrivedAt).abs().compareTo(rules.sources().within()) <= 0;
    }

    private void sources(List<Statement> others, IncidentFile file, @Nullable Grade computed) {
        List<Statement> agree = others.stream().filter(other -> differs(other).isEmpty()).toList();
        others.stream().filter(other -> !differs(other).isEmpty()).forEach(this::conflict);
        List<String> signals = file.getIncident().getEvidence().stream()
                .filter(evidence -> evidence.getKind() == EvidenceKind.SENSOR
                        || evidence.getKind() == EvidenceKind.MEDIA)
                .filter(evidence -> isOfTheSameMoment(evidence.getArrivedAt())).map(Evidence::getSource).distinct()
                .toList();
        List<String> by = java.util.stream.Stream.concat(agree.stream().map(Statement::getAgencyId), signals.stream())
                .toList();
        Grade grade = Grades.gravity(report.getClaimedGrade()) > Grades.gravity(computed)
                ? report.getClaimedGrade()
                : computed;
        if (!by.isEmpty()) {
            found(rules.sources().provenance(), Outcome.CORROBORATED, List.of(),
                    "另有" + by.size() + "个独立来源印证：" + String.join("、", by) + "。无需补充。",
                    "Is corroborated by " + by.size() + " independent source(s): " + String.join(", ", by)
                            + "; nothing is asked.");
        } else if (others.isEmpty() && rules.sources().unconfirmedFrom()
                .filter(least -> Grades.gravity(grade) >= Grades.gravity(least)).isPresent()) {
            found(rules.sources().provenance(), Outcome.UNCONFIRMED, List.of(),
                    "目前只有本单位一个来源，请值班室向第二来源核实。",
                    "Rests on this agency alone so far; the duty desk should ask a second source.");
        }
    }

    private void conflict(Statement other) {
        Map<String, Integer> theirs = differs(other);
        String zh = theirs.entrySet().stream().map(figure -> FieldNames.of(figure.getKey()).zh() + "为"
                + figure(figure.getKey(), report.getCasualties()) + "，" + other.getAgencyId() + "报为"
                + figure.getValue())
                .collect(Collectors.joining("；"));
        String en = theirs.entrySet().stream().map(figure -> figure(figure.getKey(), report.getCasualties()) + " "
                + figure.getKey() + " where " + other.getAgencyId() + " states " + figure.getValue())
                .collect(Collectors.joining(", "));
        found(rules.sources().provenance(), Outcome.CONFLICT,
                theirs.keySet().stream().map(name -> "casualties." + name).toList(),
                zh + "；在核实前从高处置，请两单位核对。",
                "States " + en + "; the higher is acted on until somebody has asked both.");
    }

    /// The other's figures that do not agree with this report's, by field.
    private Map<String, Integer> differs(Statement other) {
        Map<String, Integer> differs = new java.util.LinkedHashMap<>();
        for (String name : List.of("dead", "missing", "seriouslyInjured", "trapped")) {
            Integer theirs = figure(name, other.getCasualties());
            Integer ours = figure(name, report.getCasualties());
            if (theirs != null && ours != null && !agree(theirs, ours)) {
                differs.put(name, theirs);
            }
        }
        return differs;
    }

    private boolean agree(int one, int other) {
        int apart = Math.abs(one - other);
        return apart <= rules.sources().tolerance()
                || apart * 100L <= (long) rules.sources().tolerancePercent() * Math.max(one, other);
    }

    private void sensitive() {
        rules.sensitive().filter(rule -> !report.getSensitivity().isEmpty())
                .ifPresent(rule -> found(rule, Outcome.SENSITIVE, List.of("sensitivity"),
                        "属敏感事件（" + report.getSensitivity().stream().map(Verifier::zh).collect(Collectors.joining("、"))
                                + "），不受分级标准限制，请立即上报。",
                        "Is sensitive by " + report.getSensitivity().stream().map(kind -> kind.name().toLowerCase(
                                java.util.Locale.ROOT)).collect(Collectors.joining(", "))
                                + "; it is reported whatever its grade. Report upward at once."));
    }

    private static String zh(tocsin.v1.Sensitivity kind) {
        return switch (kind) {
            case PLACE -> "敏感地点";
            case TIME -> "敏感时间";
            case PEOPLE -> "敏感人群";
            case NATURE -> "敏感性质";
            case UNKNOWN -> "敏感";
        };
    }

    private static @Nullable Integer figure(String name, @Nullable Casualties toll) {
        return toll == null
                ? null
                : Tolls.FIGURES.stream().filter(figure -> figure.field().equals(name)).findFirst()
                        .map(figure -> Optional.ofNullable(figure.read().apply(toll))).orElseThrow().orElse(null);
    }

    /// The accuracy of a report with these findings, 0 to 100: what each costs is the pack's; missing elements and figures
    /// others state otherwise cost each for itself.
    public static int accuracy(List<FindingDraft> findings, Map<Outcome, Integer> cost) {
        int lost = 0;
        for (FindingDraft finding : findings) {
            int times = finding.outcome() == Outcome.INCOMPLETE || finding.outcome() == Outcome.CONFLICT
                    ? finding.fields().size()
                    : 1;
            lost += cost.getOrDefault(finding.outcome(), 0) * times;
        }
        return Math.max(0, 100 - lost);
    }
}
