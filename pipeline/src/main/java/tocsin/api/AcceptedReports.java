package tocsin.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tocsin.readmodel.ReadModel;
import tocsin.v1.IncidentReport;
import tocsin.v1.Verdict;

/// Which reports came first under their ids, as far as that is certain: those that were judged, and those this instance
/// has stored lately and no desk has judged yet. Safe for several threads.
final class AcceptedReports {
    /// Reports of some minutes; a desk judges within a second.
    private static final int LATELY = 10_000;

    private final ReadModel model;
    private final Map<String, First> lately = new LinkedHashMap<>();

    AcceptedReports(ReadModel model) {
        this.model = model;
    }

    /// The report that came first under an id.
    ///
    /// @param contentSha256 its content
    /// @param arrivedAt when it arrived
    record First(String contentSha256, Instant arrivedAt) {}

    static String key(IncidentReport report) {
        return report.getAgencyId() + "/" + report.getReportId();
    }

    /// The first report with this one's id; empty where none is known for certain.
    Optional<First> first(IncidentReport report) {
        Optional<Verdict> judged = model.verdict(report.getAgencyId(), report.getReportId());
        if (judged.isPresent()) {
            // A verdict of before 0.3.0 does not tell the content.
            return judged.flatMap(verdict -> Optional.ofNullable(verdict.getContentSha256())
                    .map(content -> new First(content, verdict.getArrivedAt())));
        }
        synchronized (lately) {
            return Optional.ofNullable(lately.get(key(report)));
        }
    }

    /// Notes a report that is stored durably.
    void stored(IncidentReport report, First accepted) {
        synchronized (lately) {
            lately.putIfAbsent(key(report), accepted);
            if (lately.size() > LATELY) {
                lately.remove(lately.keySet().iterator().next());
            }
        }
    }
}
