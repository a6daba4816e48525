package tocsin.backtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tocsin.desk.DeskOutput;
import tocsin.rules.SmsParts;
import tocsin.v1.ChannelKind;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.Notification;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;

/// What one pack made of the past, by identities that do not depend on the pack.
///
/// An incident is known by the evidence that opened it, a verdict by agency and report, a page by incident and recipient.
final class Outcomes {
    /// What was said of a report.
    ///
    /// @param incident the evidence that opened its incident; empty for none
    /// @param findings each finding's rule and outcome, sorted
    /// @param deadlines each deadline's rule and when it ended, sorted
    record Judgement(String incident, List<String> findings, List<String> deadlines) {}

    /// How an incident ended.
    ///
    /// @param id its name in this trial
    /// @param grade its grade, or "not graded"
    record Ending(String id, String title, String grade, String state) {}

    /// What one recipient was sent.
    record Volume(int messages, int sms, int smsParts) {
        private Volume with(Notification notification) {
            boolean bySms = notification.getChannel() == ChannelKind.SMS;
            return new Volume(messages + 1, sms + (bySms ? 1 : 0),
                    smsParts + (bySms ? SmsParts.of(notification.getBody()).parts() : 0));
        }

        Volume plus(Volume other) {
            return new Volume(messages + other.messages, sms + other.sms, smsParts + other.smsParts);
        }
    }

    /// An incident and somebody who was told of it.
    record Paged(String incident, String recipient) implements Comparable<Paged> {
        @Override
        public int compareTo(Paged other) {
            int byIncident = incident.compareTo(other.incident);
            return byIncident != 0 ? byIncident : recipient.compareTo(other.recipient);
        }
    }

    private final SortedMap<String, Judgement> verdicts = new TreeMap<>();
    private final SortedMap<String, Ending> incidents = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final SortedMap<String, Integer> alone = new TreeMap<>();
    private final SortedMap<String, Integer> shadowed = new TreeMap<>();
    private final SortedMap<Paged, SortedSet<String>> paged = new TreeMap<>();
    private final SortedMap<String, Volume> volumes = new TreeMap<>();
    private final Map<String, String> openedBy = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    void take(DeskOutput output) {
        switch (output) {
            case DeskOutput.OfVerdict(Verdict verdict) -> verdicts.put(
                    verdict.getAgencyId() + "/" + verdict.getReportId(),
                    new Judgement(incident(verdict.getIncidentId()), verdict.getFindings().stream()
                            .map(finding -> finding.getRule() + " " + finding.getOutcome()).sorted().toList(),
                            verdict.getDeadlines().stream().map(deadline -> deadline.getRule() + " due "
                                    + deadline.getDueAt()).sorted().toList()));
            case DeskOutput.OfFinding(Finding finding) -> findings.add(finding);
            case DeskOutput.OfIncident(Incident incident) -> {
                openedBy.put(incident.getIncidentId(), incident.getOpenedBy());
                names.put(incident.getOpenedBy(), incident.getIncidentId());
                incidents.put(incident.getOpenedBy(), new Ending(incident.getIncidentId(), incident.getTitle(),
                        incident.getGrade() == null ? "not graded" : incident.getGrade().name(),
                        incident.getState().name()));
            }
            case DeskOutput.OfNotification(Notification notification) -> {
                paged.computeIfAbsent(new Paged(incident(notification.getIncidentId()), notification.getRecipient()),
                        key -> new TreeSet<>()).add(notification.getReason() + " " + notification.getChannel());
                volumes.merge(notification.getRecipient(), new Volume(0, 0, 0).with(notification), Volume::plus);
            }
            case DeskOutput.OfTimeline(TimelineEvent event) -> {
                if (event.getKind() == TimelineKind.SHADOWED) {
                    shadowed.merge(event.getRule() + " " + event.getDetail().get("outcome"), 1, Integer::sum);
                }
            }
            case DeskOutput.OfRejected refused -> alone.merge("REFUSED " + refused.record().getReasons().getFirst()
                    .getReason() + " " + refused.record().getSender(), 1, Integer::sum);
            case DeskOutput.OfSpecialReport _,DeskOutput.OfSpecialReportFile _,DeskOutput.OfCommandOutcome _ -> {
                // people wrote, signed and ordered it; what came of it is among the others
            }
        }
    }

    /// An incident's picture is put out after the verdict and the pages of the report that opened it: until then its name
    /// stands, and [#settle] puts the identity in its place.
    private String incident(@org.jspecify.annotations.Nullable String id) {
        return id == null || id.isEmpty() ? "" : openedBy.getOrDefault(id, id);
    }

    /// Gives every verdict and page that was put out before its incident's picture the incident's identity.
    void settle() {
        verdicts.replaceAll((key, judgement) -> new Judgement(incident(judgement.incident()), judgement.findings(),
                judgement.deadlines()));
        findings.forEach(finding -> alone.merge(String.join(" ", finding.getRule(), finding.getOutcome().name(),
                String.valueOf(finding.getAgencyId()),
                finding.getReportId() != null ? finding.getReportId() : incident(finding.getIncidentId())), 1,
                Integer::sum));
        List<Map.Entry<Paged, SortedSet<String>>> pages = new ArrayList<>(paged.entrySet());
        paged.clear();
        pages.forEach(page -> paged.computeIfAbsent(
                new Paged(incident(page.getKey().incident()), page.getKey().recipient()), key -> new TreeSet<>())
                .addAll(page.getValue()));
    }

    /// The name, in this trial, of the incident that this evidence opened.
    Optional<String> name(String evidence) {
        return Optional.ofNullable(names.get(evidence));
    }

    SortedMap<String, Judgement> verdicts() {
        return verdicts;
    }

    SortedMap<String, Ending> incidents() {
        return incidents;
    }

    /// Findings beside those of verdicts and refusals, counted.
    SortedMap<String, Integer> alone() {
        return alone;
    }

    SortedMap<String, Integer> shadowed() {
        return shadowed;
    }

    SortedMap<Paged, SortedSet<String>> paged() {
        return paged;
    }

    SortedMap<String, Volume> volumes() {
        return volumes;
    }
}
