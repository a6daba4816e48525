package tocsin.desk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Stating;
import tocsin.correlation.Merging;
import tocsin.internal.v1.Account;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.ReportPrint;
import tocsin.internal.v1.StatedReport;
import tocsin.internal.v1.Statement;
import tocsin.model.Kept;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Incident;

/// Takes single reports out of an incident: what their agency stated is stated again from its reports, once from those that
/// go and once from those that stay.
final class ReportSplit {
    private final IncidentFile file;
    private final Set<String> reports;
    private final List<String> neverFall;

    /// @param reports the reports to take out, as agencyId/reportId
    /// @param neverFall figures that do not fall without a correction (A4)
    ReportSplit(IncidentFile file, Set<String> reports, List<String> neverFall) {
        this.file = file;
        this.reports = Set.copyOf(reports);
        this.neverFall = List.copyOf(neverFall);
    }

    /// Why these reports cannot be taken out, or null.
    @Nullable
    String objection() {
        List<String> known = file.getIncident().getEvidence().stream()
                .filter(piece -> piece.getKind() == EvidenceKind.REPORT).map(Evidence::getId).toList();
        Set<String> unknown = new HashSet<>(reports);
        known.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            return unknown + " are no reports of its evidence; there are " + known;
        }
        for (Statement statement : file.getStatements()) {
            List<ReportPrint> going = going(statement);
            boolean torn = !going.isEmpty() && going.size() < statement.getReports().size();
            boolean whole = statement.getReports().stream().allMatch(print -> print.getStated() != null)
                    && statement.getReports().size() < Kept.REPORTS;
            if (torn && !whole) {
                return "not everything that " + statement.getAgencyId() + " reported is kept (the newest "
                        + Kept.REPORTS + " reports since release 0.3.0); name the agency in arguments.sources";
            }
        }
        return null;
    }

    private List<ReportPrint> going(Statement statement) {
        return statement.getReports().stream()
                .filter(print -> reports.contains(statement.getAgencyId() + "/" + print.getReportId())).toList();
    }

    /// The parts of the incident. Ask [#objection] before.
    Merging.Split split() {
        List<Statement> apart = new ArrayList<>();
        List<Statement> left = new ArrayList<>();
        for (Statement statement : file.getStatements()) {
            List<ReportPrint> going = going(statement);
            List<ReportPrint> staying = statement.getReports().stream().filter(print -> !going.contains(print))
                    .toList();
            if (going.isEmpty()) {
                left.add(statement);
            } else if (staying.isEmpty()) {
                apart.add(statement);
            } else {
                apart.add(again(statement, going));
                left.add(again(statement, staying));
            }
        }
        List<Evidence> evidence = file.getIncident().getEvidence();
        List<Evidence> stays = evidence.stream().filter(piece -> !reports.contains(piece.getId())).toList();
        return new Merging.Split(evidence.stream().filter(piece -> reports.contains(piece.getId())).toList(), apart,
                List.of(), IncidentFile.newBuilder(file).setStatements(left)
                        .setIncident(Incident.newBuilder(file.getIncident()).setEvidence(stays).build()).build());
    }

    private Statement again(Statement whole, List<ReportPrint> prints) {
        ReportPrint first = prints.getFirst();
        boolean opened = first.equals(whole.getReports().getFirst());
        Statement stated = Stating.first(whole.getAgencyId(), whole.getProven(), first.getArrivedAt(),
                opened || first.getStated() == null ? whole.getFirstGrade() : first.getStated().getClaimedGrade());
        for (ReportPrint print : prints) {
            stated = Stating.with(stated, print, neverFall);
        }
        return Statement.newBuilder(stated).setCounts(whole.getCounts()).setAccount(account(whole, prints.getLast()))
                .build();
    }

    /// The account of the last of these reports: whole where it is kept, else its title and the beginning of its summary.
    private static @Nullable Account account(Statement whole, ReportPrint last) {
        Account kept = whole.getAccount();
        StatedReport stated = last.getStated();
        if (stated == null || kept != null && kept.getReportId().equals(last.getReportId())) {
            return kept;
        }
        return Account.newBuilder().setReportId(last.getReportId()).setKind(last.getKind())
                .setArrivedAt(last.getArrivedAt()).setTitle(stated.getTitle()).setSummary(stated.getSummary()).build();
    }
}
