package tocsin.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Clock;
import tocsin.v1.Deadline;
import tocsin.v1.Finding;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;
import tocsin.v1.Verdict;

/// Makes scorecards of what was recorded: the same records give the same figures, whoever computes them.
///
/// A report counts in the period it arrived in, a finding in the period it was found in. What is no real event, what no
/// known agency sent or nobody proved to have sent, and what came twice, does not count.
public final class Scorecards {
    /// How soon after its due time a duty is found missed, unless the desk was away.
    private static final Duration FOUND_WITHIN = Duration.ofMinutes(1);

    private final Recorded recorded;
    private final Period period;
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private final SortedMap<String, Card> cards = new TreeMap<>();

    private Scorecards(Recorded recorded, Period period) {
        this.recorded = recorded;
        this.period = period;
    }

    /// One agency's card while it is being filled.
    private static final class Card {
        private final Map<Measure, NavigableSet<String>> figures = new EnumMap<>(Measure.class);
        private final SortedMap<Clock, Map<String, Duration>> delays = new TreeMap<>();

        void count(Measure measure, String event) {
            figures.computeIfAbsent(measure, key -> new TreeSet<>()).add(event);
        }
    }

    /// The scorecards of a period, by agency; agencies of which nothing is recorded in it have none.
    public static List<Scorecard> of(Recorded recorded, Period period) {
        return new Scorecards(recorded, period).made();
    }

    private List<Scorecard> made() {
        recorded.verdicts().stream().filter(this::isReal)
                .forEach(verdict -> verdicts.putIfAbsent(report(verdict), verdict));
        verdicts.values().stream().filter(verdict -> period.has(verdict.getArrivedAt())).forEach(this::verdict);
        Map<String, Finding> findings = findings();
        missed(findings);
        findings.values().forEach(this::finding);
        Decisions decisions = new Decisions(recorded.decisions());
        decisions.findings().forEach((id, standing) -> {
            if (findings.containsKey(id)) {
                card(standing.agencyId()).count(standing.state(), id);
            }
        });
        Appraisal appraisal = new Appraisal(decisions, findings.keySet(), reports(), incidents());
        List<Scorecard> made = new ArrayList<>();
        cards.forEach((agency, card) -> made.add(new Scorecard(agency, card.figures, delays(card),
                Map.of(Profile.MEIZHOU, appraisal.meizhou(agency), Profile.ANHUI, appraisal.anhui(agency)))));
        return made;
    }

    private boolean isReal(Verdict verdict) {
        return (verdict.getStatus() == null || verdict.getStatus() == Status.ACTUAL)
                && !recorded.isUnreal(verdict.getIncidentId())
                && verdict.getFindings().stream().noneMatch(finding -> finding.getOutcome() == Outcome.UNKNOWN_AGENCY
                        || finding.getOutcome() == Outcome.UNVERIFIED_SENDER);
    }

    private static String report(Verdict verdict) {
        return verdict.getAgencyId() + "/" + verdict.getReportId();
    }

    private Card card(String agencyId) {
        return cards.computeIfAbsent(agencyId, key -> new Card());
    }

    private void verdict(Verdict verdict) {
        String report = report(verdict);
        Card card = card(verdict.getAgencyId());
        card.count(Measure.REPORTS, report);
        if (verdict.getKind() == ReportKind.CORRECTION) {
            card.count(Measure.CORRECTED, report);
        }
        for (Deadline deadline : verdict.getDeadlines()) {
            if (deadline.getMetAt() != null) {
                deadline(card, report, deadline);
            }
        }
    }

    private static void deadline(Card card, String report, Deadline deadline) {
        String name = report + "#" + deadline.getRule();
        card.count(Measure.DUE, name);
        card.count(deadline.getLateMs() == null ? Measure.ON_TIME : Measure.LATE, name);
        if (deadline.getLateMs() != null) {
            card.count(Measure.LATE_REPORTS, report);
        }
        Duration delay = Duration.between(deadline.getStartedAt(), Objects.requireNonNull(deadline.getMetAt()));
        card.delays.computeIfAbsent(deadline.getClock(), key -> new TreeMap<>())
                .putIfAbsent(report + "@" + deadline.getStartedAt(), delay.isNegative() ? Duration.ZERO : delay);
    }

    /// The findings about agencies that were found in the period, by id: in verdicts, after them, and without any.
    private Map<String, Finding> findings() {
        Map<String, Finding> findings = new LinkedHashMap<>();
        verdicts.values().forEach(verdict -> verdict.getFindings()
                .forEach(finding -> findings.putIfAbsent(finding.getFindingId(), finding)));
        recorded.findings().stream().filter(this::concernsReal)
                .forEach(finding -> findings.putIfAbsent(finding.getFindingId(), finding));
        findings.values().removeIf(finding -> finding.getAgencyId() == null || !period.has(finding.getAt()));
        return findings;
    }

    private boolean concernsReal(Finding finding) {
        return !recorded.isUnreal(finding.getIncidentId()) && (finding.getReportId() == null
                || verdicts.containsKey(finding.getAgencyId() + "/" + finding.getReportId()));
    }

    /// A duty is missed while nothing has come for it: what came late is late, and no longer missed.
    private void missed(Map<String, Finding> findings) {
        Map<String, List<Finding>> byDuty = findings.values().stream().filter(Scorecards::isAwaited)
                .sorted(Comparator.comparing(Finding::getAt))
                .collect(Collectors.groupingBy(finding -> duty(Objects.requireNonNull(finding.getAgencyId()),
                        finding.getRule(), finding.getIncidentId()), TreeMap::new, Collectors.toList()));
        for (Verdict verdict : verdicts.values()) {
            for (Deadline deadline : verdict.getDeadlines()) {
                List<Finding> missed = byDuty
                        .getOrDefault(duty(verdict.getAgencyId(), deadline.getRule(), verdict.getIncidentId()),
                                List.of());
                missed.stream().filter(finding -> isSettled(finding, deadline)).findFirst().ifPresent(missed::remove);
            }
        }
        byDuty.values().stream().flatMap(List::stream).forEach(finding -> {
            Card card = card(Objects.requireNonNull(finding.getAgencyId()));
            card.count(Measure.MISSED, finding.getFindingId());
            card.count(Measure.DUE, finding.getFindingId());
        });
    }

    private static String duty(String agencyId, String rule, @Nullable String incidentId) {
        return agencyId + " " + rule + " " + incidentId;
    }

    /// Whether this deadline is the duty's that was found missed: it was over by then, and the report came after it; or
    /// the report had come in time, and was written down after it, as a call is.
    private static boolean isSettled(Finding missed, Deadline deadline) {
        Instant metAt = deadline.getMetAt();
        return metAt != null && !missed.getAt().isBefore(deadline.getDueAt()) && (!missed.getAt().isAfter(metAt)
                || missed.getAt().isBefore(deadline.getDueAt().plus(FOUND_WITHIN)));
    }

    private static boolean isAwaited(Finding finding) {
        return finding.getReportId() == null
                && (finding.getOutcome() == Outcome.MISSING || finding.getOutcome() == Outcome.LATE);
    }

    private void finding(Finding finding) {
        Card card = card(Objects.requireNonNull(finding.getAgencyId()));
        String report = finding.getReportId() == null ? null : finding.getAgencyId() + "/" + finding.getReportId();
        switch (finding.getOutcome()) {
            case INCOMPLETE -> {
                if (report != null) {
                    card.count(Measure.INCOMPLETE, report);
                }
            }
            case CONTRADICTION, CONFLICT -> {
                if (report != null) {
                    card.count(Measure.CONTRADICTED, report);
                }
            }
            case UNDER_GRADED -> card.count(Measure.UNDER_GRADED,
                    finding.getIncidentId() == null ? finding.getFindingId() : finding.getIncidentId());
            default -> {
                // the other outcomes are no figure of a card, yet a person may decide about each
            }
        }
    }

    private Map<String, NavigableSet<String>> reports() {
        Map<String, NavigableSet<String>> reports = new TreeMap<>();
        cards.forEach((agency, card) -> reports.put(agency,
                card.figures.getOrDefault(Measure.REPORTS, new TreeSet<>())));
        return reports;
    }

    private Map<String, String> incidents() {
        Map<String, String> incidents = new HashMap<>();
        verdicts.forEach((report, verdict) -> {
            if (verdict.getIncidentId() != null) {
                incidents.put(report, verdict.getIncidentId());
            }
        });
        return incidents;
    }

    private static SortedMap<Clock, Scorecard.Delays> delays(Card card) {
        SortedMap<Clock, Scorecard.Delays> delays = new TreeMap<>();
        card.delays.forEach((clock, measured) -> {
            NavigableSet<String> events = new TreeSet<>();
            measured.keySet().forEach(key -> events.add(key.substring(0, key.lastIndexOf('@'))));
            delays.put(clock, new Scorecard.Delays(measured.values().stream().sorted().toList(), events));
        });
        return delays;
    }
}
