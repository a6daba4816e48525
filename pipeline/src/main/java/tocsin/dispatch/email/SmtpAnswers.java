package tocsin.dispatch.email;

import java.util.Optional;
import tocsin.dispatch.Attempt;
import tocsin.v1.DeliveryReason;

/// What became of a message by how far the dialogue came and what the relay answered last (RFC 5321, RFC 3463).
///
/// Before the final dot has left nothing can have been taken, so whatever ends there is tried again. What a relay says
/// about the message itself (5xx) is final; what it says about us, who may not send, is for the operator to mend, and the
/// message waits for it. Only the dot without an answer is a doubt.
final class SmtpAnswers {
    private SmtpAnswers() {}

    /// @param step how far it came
    /// @param answer the relay's answer to that step; [SmtpDialogue#NONE] where none came
    /// @param messageId the id of the message, should it be taken
    static Attempt attempt(SmtpStep step, int answer, String messageId) {
        String detail = "the relay answered " + answer + " " + at(step);
        return switch (answer / 100) {
            case 4 -> later(step == SmtpStep.LOGIN || answer != 421 && answer != 450 && answer != 452
                    ? DeliveryReason.PROVIDER_ERROR
                    : DeliveryReason.THROTTLED, detail);
            case 5 -> refused(step, answer, detail);
            case 2 -> step == SmtpStep.DOT
                    ? new Attempt.HandedOver(messageId)
                    : later(DeliveryReason.PROVIDER_ERROR, detail + ", which is out of turn");
            case 3 -> step == SmtpStep.DOT
                    ? doubt()
                    : later(DeliveryReason.PROVIDER_ERROR, detail + ", which is out of turn");
            default -> step == SmtpStep.DOT
                    ? doubt()
                    : later(DeliveryReason.CONNECTION_FAILED, "the connection ended " + at(step)
                            + "; the message cannot have been taken");
        };
    }

    private static Attempt refused(SmtpStep step, int answer, String detail) {
        if (answer == 530 || answer == 534 || answer == 535 || answer == 538 || step == SmtpStep.LOGIN) {
            return later(DeliveryReason.AUTHENTICATION_FAILED, detail
                    + "; correct username, password or security under channels.email.smtp");
        }
        return switch (step) {
            case CONNECT -> later(DeliveryReason.CONNECTION_FAILED, detail);
            case SENDER -> answer == 552 || answer == 554
                    ? never(DeliveryReason.CONTENT_REFUSED, detail)
                    : later(DeliveryReason.SENDER_UNUSABLE, detail + "; correct channels.email.smtp.from");
            // A box that is full is one of another day (RFC 5321, 4.5.3.1.10).
            case RECIPIENT -> answer == 552
                    ? later(DeliveryReason.PROVIDER_ERROR, detail)
                    : never(answer == 554 || answer == 555 || answer == 556
                            ? DeliveryReason.RECIPIENT_REFUSED
                            : DeliveryReason.ADDRESS_INVALID, detail);
            default -> never(DeliveryReason.CONTENT_REFUSED, detail);
        };
    }

    private static String at(SmtpStep step) {
        return switch (step) {
            case CONNECT, LOGIN, ASIDE -> "before the message";
            case SENDER -> "to the sender";
            case RECIPIENT -> "to the recipient";
            case DATA -> "when the text was announced";
            case TEXT -> "while the text was sent";
            case DOT -> "to the whole message";
        };
    }

    private static Attempt later(DeliveryReason reason, String detail) {
        return new Attempt.Retry(reason, detail, Optional.empty());
    }

    private static Attempt never(DeliveryReason reason, String detail) {
        return new Attempt.Refused(reason, detail);
    }

    private static Attempt doubt() {
        return new Attempt.InDoubt(DeliveryReason.TIMED_OUT,
                "the whole message was sent and not answered; it is not known whether it was taken");
    }
}
