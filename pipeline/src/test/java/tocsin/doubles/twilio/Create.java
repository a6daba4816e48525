package tocsin.doubles.twilio;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A create as it came in, before anybody judged it.
///
/// @param attempt the how many-eth create with these words to this number, from 1
public record Create(String to, String from, String service, String body, String statusCallback,
        @Nullable String validity, int attempt) {
    static Create of(Map<String, String> form, int attempt) {
        return new Create(form.getOrDefault("To", ""), form.getOrDefault("From", ""),
                form.getOrDefault("MessagingServiceSid", ""), form.getOrDefault("Body", ""),
                form.getOrDefault("StatusCallback", ""), form.get("ValidityPeriod"), attempt);
    }

    /// A number that hangs on the seed and on what is sent, and not on which thread sends it when.
    double draw(long seed, int nth) {
        long key = to.hashCode() * 0x9E3779B97F4A7C15L ^ body.hashCode() * 31L + attempt * 1_000_003L + nth;
        return new java.util.SplittableRandom(seed ^ key).nextDouble();
    }
}
