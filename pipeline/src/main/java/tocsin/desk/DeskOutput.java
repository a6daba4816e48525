package tocsin.desk;

import org.apache.avro.specific.SpecificRecord;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.v1.CommandOutcome;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.Notification;
import tocsin.v1.Rejected;
import tocsin.v1.SpecialReport;
import tocsin.v1.TimelineEvent;
import tocsin.v1.Verdict;

/// One thing a desk puts out.
public sealed interface DeskOutput {
    /// The record.
    SpecificRecord record();

    /// The key it is published under.
    String key();

    record OfVerdict(Verdict record) implements DeskOutput {
        @Override
        public String key() {
            return record.getReportId();
        }
    }

    record OfFinding(Finding record) implements DeskOutput {
        @Override
        public String key() {
            return record.getAgencyId() == null ? "" : record.getAgencyId();
        }
    }

    record OfIncident(Incident record) implements DeskOutput {
        @Override
        public String key() {
            return record.getIncidentId();
        }
    }

    record OfTimeline(TimelineEvent record) implements DeskOutput {
        @Override
        public String key() {
            return record.getDesk();
        }
    }

    record OfNotification(Notification record) implements DeskOutput {
        @Override
        public String key() {
            return record.getRecipient();
        }
    }

    /// A special report that goes to the superior, signed.
    record OfSpecialReport(SpecialReport record) implements DeskOutput {
        @Override
        public String key() {
            return record.getIncidentId();
        }
    }

    /// A special report as it stands now, drafts too: for those who must read it before it goes.
    record OfSpecialReportFile(SpecialReportFile record) implements DeskOutput {
        @Override
        public String key() {
            return record.getReport().getSpecialReportId();
        }
    }

    /// What became of an order.
    record OfCommandOutcome(CommandOutcome record) implements DeskOutput {
        @Override
        public String key() {
            return record.getCommandId();
        }
    }

    record OfRejected(Rejected record) implements DeskOutput {
        @Override
        public String key() {
            return record.getSourceTopic();
        }
    }
}
