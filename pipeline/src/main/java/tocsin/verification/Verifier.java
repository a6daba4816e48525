package tocsin.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Statement;
import tocsin.model.FindingDraft;
import tocsin.model.Tolls;
import tocsin.rules.Accuracy;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;

/// Holds a report against what was stated before: A3 stated grade, A4 along its own chain, A5 across agencies.
public final class Verifier {
    /// How far apart in arrival two agencies speak of the same moment (A5: half an hour).
    private static final Duration SAME_TIME = Duration.ofMinutes(30);

    private Verifier() {}

    /// What this report contradicts.
    ///
    /// @param arrivedAt when it arrived
    /// @param computed the grade its own figures come to, or null
    /// @param before the statements about its incident before it
    public static List<FindingDraft> verify(IncidentReport report, Instant arrivedAt, @Nullable Grade computed,
            List<Statement> before, Accuracy rules) {
        List<FindingDraft> findings = new ArrayList<>();
        Grade claimed = report.getClaimedGrade();
        if (claimed != null && claimed != Grade.UNKNOWN && computed != null && claimed != computed) {
            findings.add(new FindingDraft(rules.statedGrade(), Outcome.GRADE_MISMATCH, List.of("claimedGrade"),
                    "States grade " + claimed + ", and its own figures come to grade " + computed
                            + "; the higher is acted on."));
        }
        Casualties toll = report.getCasualties();
        if (toll != null) {
            for (Statement statement : before) {
                if (statement.getAgencyId().equals(report.getAgencyId())) {
                    falls(report, toll, statement, rules, findings);
                } else if (statement.getBelieved()
                        && !statement.getStatedAt().plus(SAME_TIME).isBefore(arrivedAt)) {
                    differs(toll, statement, rules, findings);
                }
            }
        }
        return List.copyOf(findings);
    }

    private static void falls(IncidentReport report, Casualties toll, Statement before, Accuracy rules,
            List<FindingDraft> findings) {
        if (report.getKind() == ReportKind.CORRECTION || report.getSupersedes() != null) {
            return;
        }
        // People trapped, at risk or missing are found and saved; the dead and injured do not become fewer.
        for (String name : List.of("dead", "seriouslyInjured")) {
            Tolls.Figure figure = figure(name);
            Integer was = before.getCasualties() == null ? null : figure.read().apply(before.getCasualties());
            Integer is = figure.read().apply(toll);
            if (was != null && is != null && is < was) {
                findings.add(new FindingDraft(rules.chain(), Outcome.CONTRADICTION, List.of("casualties." + name),
                        "States " + is + " " + name + " after " + was
                                + " before, and is no correction; correct one of them."));
            }
        }
    }

    private static void differs(Casualties toll, Statement other, Accuracy rules, List<FindingDraft> findings) {
        List<String> fields = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String name : List.of("dead", "missing", "seriouslyInjured", "trapped")) {
            Tolls.Figure figure = figure(name);
            Integer theirs = other.getCasualties() == null ? null : figure.read().apply(other.getCasualties());
            Integer ours = figure.read().apply(toll);
            if (theirs != null && ours != null && !theirs.equals(ours)) {
                fields.add("casualties." + name);
                words.add(ours + " " + name + " where " + other.getAgencyId() + " states " + theirs);
            }
        }
        if (!fields.isEmpty()) {
            findings.add(new FindingDraft(rules.sources(), Outcome.CONFLICT, fields,
                    "States " + String.join(", ", words) + "; the higher is acted on until somebody has asked both."));
        }
    }

    private static Tolls.Figure figure(String name) {
        return Tolls.FIGURES.stream().filter(figure -> figure.field().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    /// The accuracy of a report with these findings: 100 less 5 for each missing element, 15 for a wrong grade, 10 for
    /// each figure another agency states otherwise, 20 for each impossibility or contradiction; never below 0.
    public static int accuracy(List<FindingDraft> findings) {
        int lost = 0;
        for (FindingDraft finding : findings) {
            lost += switch (finding.outcome()) {
                case INCOMPLETE -> 5 * finding.fields().size();
                case GRADE_MISMATCH -> 15;
                case CONFLICT -> 10 * finding.fields().size();
                case IMPLAUSIBLE, CONTRADICTION -> 20;
                case UNKNOWN, OK, LATE, DUE_SOON, MISSING, UNCONFIRMED, CORROBORATED, DUPLICATE, UNDER_GRADED,
                        OVER_GRADED, SENSITIVE, MEDIA_FIRST, UNKNOWN_AGENCY, UNVERIFIED_SENDER, STALE, UNKNOWN_STATUS,
                        UNDELIVERED, UNAUTHORISED, UNKNOWN_SENSOR, UNKNOWN_INCIDENT,
                        OPTED_OUT, BOARD_DARK ->
                    0;
            };
        }
        return Math.max(0, 100 - lost);
    }
}
