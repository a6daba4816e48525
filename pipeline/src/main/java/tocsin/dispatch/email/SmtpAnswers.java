package tocsin.dispatch.email;

import jakarta.mail.MessagingException;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import tocsin.dispatch.Attempt;
import tocsin.v1.DeliveryReason;

/// What a relay's answer means (RFC 5321, RFC 3463): 4xx later, 5xx never, no answer a doubt.
final class SmtpAnswers {
    private SmtpAnswers() {}

    static Attempt attempt(MessagingException failure) {
        int code = code(failure);
        if (code == 0) {
            return new Attempt.InDoubt(DeliveryReason.TIMED_OUT,
                    "the connection ended without an answer; it is not known whether the message was taken");
        }
        String detail = "the relay answered " + code;
        if (code >= 400 && code < 500) {
            return new Attempt.Retry(code == 421 || code == 450 || code == 452
                    ? DeliveryReason.THROTTLED
                    : DeliveryReason.PROVIDER_ERROR, detail, Optional.empty());
        }
        return new Attempt.Refused(switch (code) {
            case 530, 534, 535, 538 -> DeliveryReason.AUTHENTICATION_FAILED;
            case 552, 554, 555, 556 -> DeliveryReason.CONTENT_REFUSED;
            default -> DeliveryReason.ADDRESS_INVALID;
        }, detail);
    }

    /// The innermost answer code: an address's own says more than the message's; 0 where there was none.
    private static int code(Throwable failure) {
        int code = 0;
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            int found = switch (cause) {
                case SMTPAddressFailedException address -> address.getReturnCode();
                case SMTPSenderFailedException sender -> sender.getReturnCode();
                case SMTPSendFailedException send -> send.getReturnCode();
                default -> 0;
            };
            code = found > 0 ? found : code;
        }
        return code;
    }

    private static @org.jspecify.annotations.Nullable Throwable next(Throwable failure) {
        return failure instanceof MessagingException nested && nested.getNextException() != null
                ? nested.getNextException()
                : failure.getCause();
    }
}
