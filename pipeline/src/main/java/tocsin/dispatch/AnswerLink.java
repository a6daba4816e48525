package tocsin.dispatch;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.intake.AnswerToken;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;

/// The link by which a message's recipient can answer it.
public final class AnswerLink {
    private final @Nullable URI publicUrl;
    private final byte[] secret;

    /// @param publicUrl the address this deployment is reached at from outside, or null: then there are no links
    /// @param secret the intakes' secret
    public AnswerLink(@Nullable URI publicUrl, byte[] secret) {
        this.publicUrl = publicUrl;
        this.secret = secret.clone();
    }

    /// The link, or empty where no answer is awaited or nobody could follow it.
    public Optional<URI> of(Notification notification) {
        boolean awaited = switch (notification.getReason()) {
            case OPENED, ESCALATED, REPEATED, GRADE_RAISED, VERIFY, FAILED_OVER, REOPENED, SPECIAL_REPORT -> true;
            case MONITORING, ALL_CLEAR, ANSWER, APPROVAL, PUBLIC, RETRACTED, BOARD_DARK, RECEIPT, REFUSED, FEED_STALLED,
                    CORRECTED, NEW_HARM, UNKNOWN ->
                false;
        };
        return publicUrl == null || !awaited
                ? Optional.empty()
                : Optional.of(publicUrl.resolve("/ack/" + new AnswerToken(notification.getIncidentId(),
                        notification.getRecipient(), notification.getExpiresAt(), specialReport(notification))
                        .sign(secret)));
    }

    /// The special report a message brings; what comes back is its receipt, and acknowledges nothing.
    private static Optional<Integer> specialReport(Notification notification) {
        return notification.getReason() == NotifyReason.SPECIAL_REPORT
                ? Optional.ofNullable(notification.getParameters().get("number")).map(Integer::valueOf)
                : Optional.empty();
    }
}
