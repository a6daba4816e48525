package tocsin.analytics;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.model.Fault;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// What people have said of findings and reports, as the timeline has it: the last word counts.
final class Decisions {
    /// Where a finding stands.
    ///
    /// @param state the measure that counts it
    /// @param fault what it is charged as; null unless confirmed
    record Standing(Measure state, String agencyId, @Nullable Fault fault, @Nullable String reportId,
            @Nullable String incidentId) {}

    /// How a report was used.
    record Used(String use, boolean images, String event) {}

    private final Map<String, Standing> findings = new TreeMap<>();
    private final Map<String, Used> uses = new HashMap<>();
    private final Map<String, Map<String, String>> instructions = new HashMap<>();

    Decisions(List<TimelineEvent> events) {
        events.stream().sorted(Comparator.comparing(TimelineEvent::getDesk)
                .thenComparingLong(TimelineEvent::getSequence)).forEach(this::take);
    }

    private void take(TimelineEvent event) {
        Map<String, String> detail = event.getDetail();
        String report = detail.get("agencyId") + "/" + detail.get("reportId");
        String name = event.getDesk() + "#" + event.getSequence();
        if (event.getKind() == TimelineKind.USED) {
            uses.put(report, new Used(detail.getOrDefault("as", ""), "true".equals(detail.get("images")), name));
        } else if (event.getKind() == TimelineKind.INSTRUCTED) {
            String level = detail.get("level");
            if (level != null && detail.containsKey("reportId")) {
                instructions.computeIfAbsent(report, key -> new TreeMap<>()).putIfAbsent(level, name);
            }
        } else {
            String fault = detail.get("fault");
            measure(event).ifPresent(measure -> findings.put(detail.getOrDefault("findingId", ""),
                    new Standing(measure, detail.getOrDefault("agencyId", ""),
                            fault == null ? null : Fault.valueOf(fault), detail.get("reportId"),
                            event.getIncidentId())));
        }
    }

    /// The measure that counts a finding after this event, or empty for what is no word about a finding.
    static Optional<Measure> measure(TimelineEvent event) {
        return switch (event.getKind()) {
            case APPEALED -> Optional.of(Measure.APPEALED);
            case DECISION_PROPOSED -> Optional.of(Measure.PROPOSED);
            case DECIDED -> Optional.of(Measure.valueOf(event.getDetail().getOrDefault("decision", "")));
            default -> Optional.empty();
        };
    }

    /// Where each finding stands that people have spoken of, by its id.
    Map<String, Standing> findings() {
        return findings;
    }

    /// How each report was used, by `agency/report`.
    Map<String, Used> uses() {
        return uses;
    }

    /// The events of the instructions on a report, by their level.
    Map<String, String> instructions(String report) {
        return instructions.getOrDefault(report, Map.of());
    }
}
