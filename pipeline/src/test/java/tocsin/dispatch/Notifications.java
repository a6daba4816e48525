package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import tocsin.model.References;
import tocsin.model.Sha256;
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

    /// An SMS that is worth sending for an hour from this instant.
    public static Notification.Builder sms(String id, String number, Instant now) {
        String reference = References.of(Sha256.of(id));
        return mail(id).setChannel(ChannelKind.SMS).setAddress(number).setSubject(null).setReference(reference)
                .setBody(References.append("【青岛市应急值班室】请核实并处置：重大火灾。370200-20260302-0001，回复1即确认。", reference))
                .setDecidedAt(now).setExpiresAt(now.plus(Duration.ofHours(1))).setTemplate("OPENED.zh")
                .setParameters(Map.of("issuer", "青岛市应急值班室", "type", "火灾"));
    }

    public static Notification.Builder mail(String id) {
        return Notification.newBuilder().setNotificationId(id).setIncidentId("370200-20260302-0001").setRevision(1)
                .setStep("1-L1").setRecipient("duty-wang").setChannel(ChannelKind.EMAIL)
                .setAddress("duty-wang@qingdao.example.org").setUrgency(Urgency.URGENT).setGrade(Grade.II)
                .setSubject("[370200-20260302-0001] 重大火灾 李沧区").setBody("请立即核实并组织处置。\n编号：370200-20260302-0001")
                .setLanguage("zh").setExpiresAt(DECIDED.plus(Duration.ofHours(1))).setDecidedAt(DECIDED)
                .setReason(NotifyReason.OPENED).setStatus(Status.ACTUAL);
    }
}
