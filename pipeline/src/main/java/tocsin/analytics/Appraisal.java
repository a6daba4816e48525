package tocsin.analytics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tocsin.model.Fault;
import tocsin.model.InstructionLevel;
import tocsin.model.Use;

/// Points of the period's agencies (考核). Only what two people confirmed takes points, and not while it is appealed.
final class Appraisal {
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final int MISSED_BY_MEIZHOU = -10;
    private static final BigDecimal BASE = BigDecimal.valueOf(80);
    private static final BigDecimal WORKLOAD = BigDecimal.valueOf(20);

    private final Decisions decisions;
    private final Map<String, NavigableSet<String>> reports;
    private final Map<String, String> incidents;
    private final List<Charge> charges = new ArrayList<>();

    /// A confirmed fault: one a kind of fault and report, or incident where there is no report.
    private record Charge(String agencyId, Fault fault, String subject, String event) {}

    /// @param found the findings of the period
    /// @param reports the reports of the period by agency, as `agency/report`
    /// @param incidents the incident of each report that has one
    Appraisal(Decisions decisions, Set<String> found, Map<String, NavigableSet<String>> reports,
            Map<String, String> incidents) {
        this.incidents = incidents;
        this.decisions = decisions;
        this.reports = reports;
        Set<String> charged = new HashSet<>();
        decisions.findings().forEach((id, standing) -> {
            if (standing.state() == Measure.CONFIRMED && standing.fault() != null && found.contains(id)) {
                String subject = standing.reportId() != null ? standing.agencyId() + "/" + standing.reportId()
                        : standing.incidentId() != null ? standing.incidentId() : id;
                if (charged.add(standing.agencyId() + " " + standing.fault() + " " + subject)) {
                    charges.add(new Charge(standing.agencyId(), standing.fault(), subject, id));
                }
            }
        });
    }

    private List<Charge> of(String agency) {
        return charges.stream().filter(charge -> charge.agencyId().equals(agency)).toList();
    }

    /// Points by use, instructions and images; half of them where the report was late, false or graded too low; ten less
    /// for what was missed or concealed; over the number of scored reports. Null where there is neither.
    Scorecard.Points meizhou(String agency) {
        List<Scorecard.Line> lines = new ArrayList<>();
        int scored = 0;
        for (String report : reports.getOrDefault(agency, new TreeSet<>())) {
            Decisions.Used used = decisions.uses().get(report);
            if (used != null) {
                scored++;
                lines.addAll(used(report, used, isHalved(agency, report)));
            }
        }
        of(agency).stream().filter(charge -> charge.fault() == Fault.MISSED || charge.fault() == Fault.CONCEALED)
                .forEach(charge -> lines.add(new Scorecard.Line(charge.fault().zh(),
                        BigDecimal.valueOf(MISSED_BY_MEIZHOU), charge.event())));
        return lines.isEmpty() ? new Scorecard.Points(null, lines)
                : new Scorecard.Points(total(lines)
                        .divide(BigDecimal.valueOf(Math.max(1, scored)), 2, RoundingMode.HALF_UP), lines);
    }

    /// A fault that names no report concerns all the agency's reports on its incident.
    private boolean isHalved(String agency, String report) {
        String incident = incidents.get(report);
        return of(agency).stream()
                .filter(charge -> charge.subject().equals(report) || charge.subject().equals(incident))
                .map(Charge::fault).anyMatch(
                        fault -> fault == Fault.LATE || fault == Fault.FALSE || fault == Fault.UNDER_GRADED);
    }

    private List<Scorecard.Line> used(String report, Decisions.Used used, boolean halved) {
        List<Scorecard.Line> lines = new ArrayList<>();
        Use use = Use.valueOf(used.use());
        lines.add(line(use.zh(), use.points(), used.event(), halved));
        if (used.images()) {
            lines.add(line("图像", 1, used.event(), halved));
        }
        new TreeMap<>(decisions.instructions(report)).forEach((level, event) -> {
            InstructionLevel named = InstructionLevel.valueOf(level);
            lines.add(line(named.zh() + "批示", named.points(), event, halved));
        });
        return lines;
    }

    private static Scorecard.Line line(String why, int points, String event, boolean halved) {
        BigDecimal whole = BigDecimal.valueOf(points);
        return new Scorecard.Line(halved ? why + "减半" : why, halved ? whole.multiply(HALF) : whole, event);
    }

    /// 80, less the deductions but never below nothing, and 20 for as many reports as the median agency sent, or more.
    Scorecard.Points anhui(String agency) {
        List<Scorecard.Line> lines = new ArrayList<>();
        of(agency).forEach(charge -> {
            int points = deduction(charge.fault());
            if (points != 0) {
                lines.add(new Scorecard.Line(charge.fault().zh(), BigDecimal.valueOf(points), charge.event()));
            }
        });
        BigDecimal base = BASE.add(total(lines)).max(BigDecimal.ZERO);
        BigDecimal workload = workload(reports.getOrDefault(agency, new TreeSet<>()).size());
        return new Scorecard.Points(base.add(workload).setScale(2, RoundingMode.HALF_UP), lines);
    }

    private BigDecimal workload(int sent) {
        List<Integer> counts = reports.values().stream().map(NavigableSet::size).filter(count -> count > 0).sorted()
                .toList();
        if (counts.isEmpty()) {
            return BigDecimal.ZERO;
        }
        int twiceMedian = counts.get((counts.size() - 1) / 2) + counts.get(counts.size() / 2);
        return 2 * sent >= twiceMedian ? WORKLOAD
                : WORKLOAD.multiply(BigDecimal.valueOf(2L * sent))
                        .divide(BigDecimal.valueOf(twiceMedian), 2, RoundingMode.HALF_UP);
    }

    /// Baoji's deductions a case.
    private static int deduction(Fault fault) {
        return switch (fault) {
            case LATE -> -1;
            case FALSE -> -2;
            case MISSED -> -3;
            case CONCEALED -> -4;
            case UNDER_GRADED -> 0;
        };
    }

    private static BigDecimal total(List<Scorecard.Line> lines) {
        return lines.stream().map(Scorecard.Line::points).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
