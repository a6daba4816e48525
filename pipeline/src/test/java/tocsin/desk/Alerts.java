package tocsin.desk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Category;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.OfficialSignal;
import tocsin.v1.ReportKind;
import tocsin.v1.SignalMessage;

/// Official alerts to begin a test with: reports of a weather office that relay a warning and tell of no event.
public final class Alerts {
    private Alerts() {}

    /// A report that relays a signal for Licang.
    public static IncidentReport.Builder relay(String reportId, Instant at, OfficialSignal signal,
            @Nullable Grade grade) {
        return Reports.fire(reportId, at).setAgencyId("qingdao-meteorology").setKind(ReportKind.FIRST)
                .setCategory(Category.NATURAL_DISASTER).setType("11B03").setOccurredAt(signal.getIssuedAt())
                .setLearnedAt(null).setReceivedAt(signal.getIssuedAt()).setReportedAt(signal.getIssuedAt())
                .setLocation(new Location("370213", "李沧区", 36.19, 120.39, null)).setClaimedGrade(grade)
                .setCasualties(null).setCause(null).setTrend(null).setUnit(null).setTitle(signal.getTitle())
                .setOfficialSignal(signal);
    }

    /// A new signal.
    public static OfficialSignal signal(@Nullable String reference, String title, Instant issuedAt,
            @Nullable Instant expiresAt) {
        return new OfficialSignal("青岛市气象台", title, issuedAt, expiresAt, reference, null, null, List.of(),
                SignalMessage.ALERT);
    }

    /// A signal that takes the place of others, or lifts them.
    public static OfficialSignal about(SignalMessage message, String reference, String title, Instant issuedAt,
            @Nullable Instant expiresAt, String... references) {
        return OfficialSignal.newBuilder(signal(reference, title, issuedAt, expiresAt)).setMessageType(message)
                .setReferences(List.of(references)).build();
    }
}
