package tocsin.dispatch;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.intake.AnswerToken;
import tocsin.v1.Notification;

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
            case OPENED, ESCALATED, REPEATED, GRADE_RAISED, VERIFY, FAILED_OVER, REOPENED -> true;
            case MONITORING, ALL_CLEAR, ANSWER, APPROVAL, PUBLIC, RETRACTED, BOARD_DARK, RECEIPT, REFUSED,
                    SPECIAL_REPORT,
                    UNKNOWN ->
                false;
        };
        return publicUrl == null || !awaited
                ? Optional.empty()
                : Optional.of(publicUrl.resolve("/ack/" + new AnswerToken(notification.getIncidentId(),
                        notification.getRecipient(), notification.getExpiresAt()).sign(secret)));
    }
}
