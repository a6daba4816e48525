package tocsin.desk;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Stating;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.Account;
import tocsin.internal.v1.ReportPrint;
import tocsin.internal.v1.StatedReport;
import tocsin.internal.v1.Statement;
import tocsin.model.Grades;
import tocsin.model.Kept;
import tocsin.model.Senders;
import tocsin.model.TextPrint;
import tocsin.model.Tolls;
import tocsin.rules.Credence;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.ReportKind;

/// What agencies state about an incident, with one report more.
///
/// @param report the report
/// @param accepted how it came
/// @param computed the grade its own figures come to, or null
/// @param neverFall figures that do not fall without a correction (A4): until one comes, the higher stands
/// @param credence says which words take an event back
record Statements(IncidentReport report, AcceptedReport accepted, @Nullable Grade computed, List<String> neverFall,
        Credence credence) {
    /// Characters of a summary, and of a list together, and entries of a list that are kept of an account; with them some
    /// 10 kB an agency, and 25 kB at the most.
    private static final int LONGEST = 2_000;
    private static final int LISTED = 20;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_BRIEF = 280;
    private static final int LONGEST_WORDS = 500;

    /// A report with the figures that the pack registers: others grade nothing, and an incident remembers what every report
    /// stated.
    ///
    /// @param known the registered keys; empty where every key is taken
    static IncidentReport registered(IncidentReport report, Set<String> known) {
        Map<String, BigDecimal> facts = new TreeMap<>(report.getFacts());
        facts.keySet().removeIf(key -> !known.isEmpty() && !known.contains(key));
        return facts.size() == report.getFacts().size()
                ? report
                : IncidentReport.newBuilder(report).setFacts(facts).build();
    }

    /// What a report does to what was stated before.
    enum Effect {
        /// It adds to it; nothing falls by it.
        ADDS,
        /// Its source corrects itself or takes its word back: figures and grade may fall.
        LOWERS,
        /// It would do that and nothing proves its sender: it changes nothing, and the desk is asked to verify it.
        UNPROVEN
    }

    /// The statements after the report, and what it did to them.
    record Stated(List<Statement> statements, Effect effect) {}

    /// These statements with this report's: its agency's comes last.
    Stated added(List<Statement> before, boolean believed) {
        boolean proven = Senders.isProven(accepted.getProof());
        boolean mine = before.stream().anyMatch(this::isMine);
        boolean lowers = mine && (corrects() || retracts());
        if (!proven && (corrects() || retracts()) && !before.isEmpty()) {
            return new Stated(before, Effect.UNPROVEN);
        }
        boolean stands = before.stream()
                .anyMatch(statement -> isMine(statement) && statement.getProven() == proven);
        if (!proven && !stands && before.stream().filter(statement -> !statement.getProven())
                .count() >= Kept.UNPROVEN) {
            // It is evidence like the others, and judged; what one more invented name states is not remembered.
            return new Stated(before, Effect.ADDS);
        }
        StatedReport stated = stated(believed, mine, lowers);
        ReportPrint print = new ReportPrint(report.getReportId(), report.getKind(), report.getSequence(),
                accepted.getArrivedAt(), TextPrint.of(report), stated);
        boolean betterKnown = before.stream().anyMatch(Statement::getBelieved);
        List<Statement> statements = new ArrayList<>();
        Statement own = null;
        for (Statement statement : before) {
            if (isMine(statement) && statement.getProven() == proven) {
                own = statement;
            } else if (isMine(statement) && proven && lowers) {
                // What came in this agency's name without proof is corrected with it.
                statements.add(Stating.with(statement, print, neverFall));
            } else {
                statements.add(statement);
            }
        }
        Statement start = own != null ? own
                : Stating.first(report.getAgencyId(), proven, accepted.getArrivedAt(),
                        Grades.graver(report.getClaimedGrade(), computed));
        statements.add(Statement.newBuilder(Stating.with(start, print, neverFall))
                .setCounts(start.getCounts() || believed || !betterKnown)
                .setAccount(account(start.getAccount())).build());
        return new Stated(statements, lowers ? Effect.LOWERS : Effect.ADDS);
    }

    /// Whether it says that the event did not happen, in whatever kind of report.
    boolean denies() {
        return takesBack();
    }

    private StatedReport stated(boolean believed, boolean mine, boolean lowers) {
        return StatedReport.newBuilder().setCasualties(report.getCasualties()).setLossCny(report.getLossCny())
                .setFacts(report.getFacts()).setClaimedGrade(report.getClaimedGrade())
                .setLocation(report.getLocation()).setType(report.getType()).setIncidentRef(report.getIncidentRef())
                .setReceivedAt(report.getReceivedAt()).setOccurredAt(report.getOccurredAt())
                .setTitle(start(report.getTitle(), LONGEST_TITLE))
                .setSummary(start(report.getSummary(), LONGEST_BRIEF)).setBelieved(believed)
                .setCorrects(lowers || corrects()).setRetracts(mine && retracts())
                .setDenies(takesBack() && !(mine && retracts())).build();
    }

    private boolean isMine(Statement statement) {
        return statement.getAgencyId().equals(report.getAgencyId());
    }

    /// Whether the report corrects what its source stated before.
    private boolean corrects() {
        return report.getKind() == ReportKind.CORRECTION || report.getSupersedes() != null;
    }

    /// Whether the report takes the event back. One that states harm does not, whatever words it uses.
    private boolean retracts() {
        return (corrects() || report.getKind() == ReportKind.FINAL) && takesBack();
    }

    private boolean takesBack() {
        return !Tolls.hasHarm(report.getCasualties()) && report.getClaimedGrade() == null
                && (credence.takesBack(report.getTitle()) || credence.takesBack(report.getSummary()));
    }

    /// What it says now in its own words; of what it says nothing about now, its last word stands.
    private Account account(@Nullable Account before) {
        Account.Builder now = before == null ? Account.newBuilder() : Account.newBuilder(before);
        now.setReportId(report.getReportId()).setKind(report.getKind()).setArrivedAt(accepted.getArrivedAt())
                .setTitle(report.getTitle()).setSummary(start(report.getSummary(), LONGEST));
        Optional.ofNullable(report.getCause()).map(words -> start(words, LONGEST_WORDS)).ifPresent(now::setCause);
        Optional.ofNullable(report.getTrend()).map(words -> start(words, LONGEST_WORDS)).ifPresent(now::setTrend);
        Optional.ofNullable(report.getUnit()).map(words -> start(words, LONGEST_TITLE)).ifPresent(now::setUnit);
        if (!report.getMeasures().isEmpty()) {
            now.setMeasures(listed(report.getMeasures()));
        }
        if (!report.getRequests().isEmpty()) {
            now.setRequests(listed(report.getRequests()));
        }
        Optional.ofNullable(report.getHandlingEnded()).ifPresent(now::setHandlingEnded);
        return now.build();
    }

    private static List<String> listed(List<String> items) {
        List<String> listed = new ArrayList<>();
        int left = LONGEST;
        for (String item : items.subList(0, Math.min(LISTED, items.size()))) {
            String kept = start(item, Math.min(left, LONGEST_WORDS));
            left -= kept.length();
            listed.add(kept);
            if (left < 1) {
                break;
            }
        }
        return List.copyOf(listed);
    }

    private static String start(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        // Half of a character is no text.
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
