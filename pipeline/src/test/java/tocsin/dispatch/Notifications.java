package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Status;
import tocsin.v1.Urgency;

/// Notifications to begin a test with.
public final class Notifications {
    public static final Instant DECIDED = Instant.parse("2026-03-01T19:00:00Z");

    static {
        tocsin.schemas.AvroSafety.ensure();
    }

    private Notifications() {}

    public static Notification.Builder mail(String id) {
        return Notification.newBuilder().setNotificationId(id).setIncidentId("370200-20260302-0001").setRevision(1)
                .setStep("1-L1").setRecipient("duty-wang").setChannel(ChannelKind.EMAIL)
                .setAddress("duty-wang@qingdao.example.org").setUrgency(Urgency.URGENT).setGrade(Grade.II)
                .setSubject("[370200-20260302-0001] 重大火灾 李沧区").setBody("请立即核实并组织处置。\n编号：370200-20260302-0001")
                .setLanguage("zh").setExpiresAt(DECIDED.plus(Duration.ofHours(1))).setDecidedAt(DECIDED)
                .setReason(NotifyReason.OPENED).setStatus(Status.ACTUAL);
    }
}
