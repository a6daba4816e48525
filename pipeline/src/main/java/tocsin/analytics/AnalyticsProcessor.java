package tocsin.analytics;

import java.time.Duration;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import tocsin.observe.Meters;
import tocsin.v1.Clock;
import tocsin.v1.Deadline;
import tocsin.v1.Finding;
import tocsin.v1.Outcome;
import tocsin.v1.Verdict;
import tocsin.wire.PackLibrary;

/// Counts verdicts by agency, rule and delay.
public final class AnalyticsProcessor implements Processor<String, Verdict, String, SpecificRecord> {
    private final Meters meters;
    private final PackLibrary packs;

    public AnalyticsProcessor(Meters meters, PackLibrary packs) {
        this.meters = meters;
        this.packs = packs;
    }

    @Override
    public void process(Record<String, Verdict> record) {
        Verdict verdict = record.value();
        for (Finding finding : verdict.getFindings()) {
            meters.findings(finding.getRule(), finding.getOutcome(), 1);
        }
        for (Deadline deadline : verdict.getDeadlines()) {
            if (deadline.getMetAt() != null) {
                Duration delay = Duration.between(deadline.getStartedAt(), deadline.getMetAt());
                meters.reportDelay(deadline.getClock().name().toLowerCase(Locale.ROOT), deadline.getRule(),
                        delay.isNegative() ? Duration.ZERO : delay);
                if (deadline.getClock() == Clock.MEDIA && deadline.getLateMs() != null) {
                    meters.mediaLead(delay);
                }
            }
        }
        // An unknown agency names itself as it likes; a label must stay bounded.
        boolean known = packs.activeDirectory().agencies().containsKey(verdict.getAgencyId());
        boolean unverified = has(verdict, Outcome.UNVERIFIED_SENDER);
        if (!unverified) {
            meters.agencyReport(known ? verdict.getAgencyId() : "unknown",
                    has(verdict, Outcome.LATE) ? "late" : "on_time");
        }
    }

    private static boolean has(Verdict verdict, Outcome outcome) {
        return verdict.getFindings().stream().anyMatch(finding -> finding.getOutcome() == outcome);
    }
}
