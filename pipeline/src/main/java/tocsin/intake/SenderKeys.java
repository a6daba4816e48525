package tocsin.intake;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import tocsin.internal.v1.SenderProof;
import tocsin.wire.Topics;

/// How senders prove themselves to intake.
///
/// @param secret the secret intakes sign passports with; the same in every instance
/// @param signingKeys each agency's own key for signing records on a shared topic, by agency
public record SenderKeys(byte[] secret, Map<String, byte[]> signingKeys) {
    /// What proves that this agency sent this value; UNVERIFIED where nothing does.
    public SenderProof proof(Topics topics, String topic, Headers headers, byte[] value, String agencyId) {
        Optional<Passport> passport = passport(headers, value);
        if (passport.isPresent()) {
            if (passport.get().role().mayReportForOthers()) {
                return SenderProof.DUTY_DESK;
            }
            return passport.get().role() == Role.REPORTER && passport.get().subject().equals(agencyId)
                    ? SenderProof.API_KEY
                    : SenderProof.UNVERIFIED;
        }
        if (topics.agencyOf(topic).filter(agencyId::equals).isPresent()) {
            return SenderProof.TOPIC_ACL;
        }
        byte[] key = signingKeys.get(agencyId);
        boolean signed = key != null && tocsin.wire.Headers.text(headers, tocsin.wire.Headers.SIGNATURE)
                .filter(signature -> Passport.matches(signature, value, key)).isPresent();
        return signed ? SenderProof.SIGNATURE : SenderProof.UNVERIFIED;
    }

    /// The passport of a record, if it has a true one.
    public Optional<Passport> passport(Headers headers, byte[] value) {
        return tocsin.wire.Headers.text(headers, tocsin.wire.Headers.AUTHENTICATION)
                .flatMap(header -> Passport.verify(header, value, secret));
    }

    @Override
    public String toString() {
        return "SenderKeys[" + signingKeys.keySet() + "]";
    }

    /// The bytes of a secret written as text.
    public static byte[] bytes(String secret) {
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
