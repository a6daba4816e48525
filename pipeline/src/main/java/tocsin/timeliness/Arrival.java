package tocsin.timeliness;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Statement;
import tocsin.rules.condition.ReportConditions;
import tocsin.rules.condition.Subject;
import tocsin.v1.Category;
import tocsin.v1.Clock;
import tocsin.v1.IncidentReport;

/// A report at its arrival, with what was known of its incident before it.
///
/// @param report the report
/// @param arrivedAt where every deadline ends
/// @param incident its incident as it was kept before, or empty where the report opens it or belongs to none
/// @param before what its agency had stated of the incident, or empty
/// @param subject what conditions are asked about
/// @param day the local day of its arrival
public record Arrival(IncidentReport report, Instant arrivedAt, Optional<IncidentFile> incident,
        Optional<Statement> before, Subject subject, ReportConditions.Day day) {
    /// Its category, or its incident's where it gives none.
    public @Nullable Category category() {
        return report.getCategory() != null
                ? report.getCategory()
                : incident.map(file -> file.getIncident().getCategory()).orElse(null);
    }

    /// Its type, or its incident's where it gives none.
    public @Nullable String type() {
        return report.getType() != null
                ? report.getType()
                : incident.map(file -> file.getIncident().getType()).orElse(null);
    }

    /// When a clock started: as the report says, or as its agency said before.
    Optional<Instant> start(Clock clock) {
        return Optional.ofNullable(switch (clock) {
            case OCCURRENCE -> report.getOccurredAt() != null || before.isEmpty()
                    ? report.getOccurredAt()
                    : incident.map(IncidentFile::getOccurredAt).orElse(null);
            case LEARNING -> report.getLearnedAt();
            case RECEIPT -> report.getReceivedAt() != null
                    ? report.getReceivedAt()
                    : before.map(Statement::getReceivedAt).orElse(null);
            case MEDIA -> incident.map(IncidentFile::getMediaAt).orElse(null);
            case UNKNOWN -> null;
        });
    }
}
