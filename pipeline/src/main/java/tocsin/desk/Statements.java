package tocsin.desk;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.Account;
import tocsin.internal.v1.ReportPrint;
import tocsin.internal.v1.Statement;
import tocsin.model.Grades;
import tocsin.model.Kept;
import tocsin.model.OfficialSignals;
import tocsin.model.Senders;
import tocsin.model.Tolls;
import tocsin.rules.Credence;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.OfficialSignal;
import tocsin.v1.ReportKind;
import tocsin.model.TextPrint;

/// What agencies state about an incident, with one report more.
///
/// @param report the report
/// @param accepted how it came
/// @param computed the grade its own figures come to, or null
/// @param neverFall figures that do not fall without a correction (A4): until one comes, the higher stands
/// @param credence says which words take an event back
record Statements(IncidentReport report, AcceptedReport accepted, @Nullable Grade computed, List<String> neverFall,
        Credence credence) {
    /// Characters of a summary, and entries of a list, that are kept of an account; with them some 10 kB an agency.
    private static final int WORDS = 2_000;
    private static final int LISTED = 20;

    /// These statements with this report's: its agency's comes last.
    List<Statement> added(List<Statement> before, boolean believed) {
        List<Statement> statements = new ArrayList<>();
        Statement mine = null;
        for (Statement statement : before) {
            if (statement.getAgencyId().equals(report.getAgencyId())) {
                mine = statement;
            } else {
                statements.add(statement);
            }
        }
        statements.add(stated(mine == null ? first() : mine, believed));
        return statements;
    }

    private Statement first() {
        return Statement.newBuilder().setAgencyId(report.getAgencyId()).setRefs(List.of()).setBelieved(false)
                .setStatedAt(accepted.getArrivedAt()).setFirstArrivedAt(accepted.getArrivedAt())
                .setFirstGrade(Grades.gravest(java.util.stream.Stream.of(report.getClaimedGrade(), computed)
                        .filter(java.util.Objects::nonNull)))
                .build();
    }

    private Statement stated(Statement before, boolean believed) {
        BigDecimal loss = report.getLossCny();
        Grade claimed = report.getClaimedGrade();
        Instant received = before.getReceivedAt() != null ? before.getReceivedAt() : report.getReceivedAt();
        Map<String, BigDecimal> facts = new HashMap<>(before.getFacts());
        facts.putAll(report.getFacts());
        return Statement.newBuilder(before).setRefs(refs(before))
                .setCasualties(isCorrection()
                        ? Tolls.latest(before.getCasualties(), report.getCasualties())
                        : Tolls.latestButNotLower(before.getCasualties(), report.getCasualties(), neverFall))
                .setLossCny(loss != null ? loss : before.getLossCny()).setFacts(facts)
                .setClaimedGrade(claimed != null ? claimed : before.getClaimedGrade())
                .setBelieved(believed || before.getBelieved())
                .setProven(before.getProven() || Senders.isProven(accepted.getProof()))
                .setStatedAt(accepted.getArrivedAt()).setReceivedAt(received)
                .setLocation(report.getLocation() != null ? report.getLocation() : before.getLocation())
                .setType(report.getType() != null ? report.getType() : before.getType()).setReports(reports(before))
                .setRetracted(isRetraction()).setOfficialSignals(officialSignals(before))
                .setAccount(account(before.getAccount())).build();
    }

    /// A warning signal counts only from a sender who is known: whoever forges one is not to be quoted as its issuer.
    private List<OfficialSignal> officialSignals(Statement before) {
        OfficialSignal signal = report.getOfficialSignal();
        return signal == null || !Senders.isProven(accepted.getProof())
                ? before.getOfficialSignals()
                : OfficialSignals.together(before.getOfficialSignals(), List.of(signal));
    }

    /// What it says now in its own words; of what it says nothing about now, its last word stands.
    private Account account(@Nullable Account before) {
        String summary = report.getSummary();
        Account.Builder now = before == null ? Account.newBuilder() : Account.newBuilder(before);
        now.setReportId(report.getReportId()).setKind(report.getKind()).setArrivedAt(accepted.getArrivedAt())
                .setTitle(report.getTitle())
                .setSummary(summary.length() <= WORDS ? summary : summary.substring(0, WORDS));
        if (report.getCause() != null) {
            now.setCause(report.getCause());
        }
        if (report.getTrend() != null) {
            now.setTrend(report.getTrend());
        }
        if (report.getUnit() != null) {
            now.setUnit(report.getUnit());
        }
        if (!report.getMeasures().isEmpty()) {
            now.setMeasures(report.getMeasures().stream().limit(LISTED).toList());
        }
        if (!report.getRequests().isEmpty()) {
            now.setRequests(report.getRequests().stream().limit(LISTED).toList());
        }
        if (report.getHandlingEnded() != null) {
            now.setHandlingEnded(report.getHandlingEnded());
        }
        return now.build();
    }

    private boolean isRetraction() {
        return (isCorrection() || report.getKind() == ReportKind.FINAL)
                && (credence.takesBack(report.getTitle()) || credence.takesBack(report.getSummary()));
    }

    private boolean isCorrection() {
        return report.getKind() == ReportKind.CORRECTION || report.getSupersedes() != null;
    }

    private List<String> refs(Statement before) {
        List<String> refs = new ArrayList<>(before.getRefs());
        if (report.getIncidentRef() != null && !refs.contains(report.getIncidentRef())) {
            refs.add(report.getIncidentRef());
        }
        return refs;
    }

    private List<ReportPrint> reports(Statement before) {
        List<ReportPrint> reports = new ArrayList<>(before.getReports());
        reports.add(new ReportPrint(report.getReportId(), report.getKind(), report.getSequence(),
                accepted.getArrivedAt(), TextPrint.of(report)));
        return reports.subList(Math.max(0, reports.size() - Kept.REPORTS), reports.size());
    }
}
