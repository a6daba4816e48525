package tocsin.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tocsin.v1.TimelineCheckpoint;
import tocsin.v1.TimelineEvent;
import tocsin.wire.Seal;

/// Signed heads of the timeline: what an inspector takes away, to hold against it later.
public final class Checkpoints {
    /// What the signed text is called.
    public static final String TYPE = "tocsin-checkpoint";

    private Checkpoints() {}

    /// A checkpoint of a desk's chain that ends with this event.
    public static TimelineCheckpoint of(TimelineEvent head, Seal seal) {
        String signed = seal.sign(TYPE, JsonNodeFactory.instance.objectNode().put("desk", head.getDesk())
                .put("sequence", head.getSequence()).put("hash", head.getHash()).put("at", head.getAt().toString()));
        return new TimelineCheckpoint(head.getDesk(), head.getSequence(), head.getHash(), head.getAt(), signed);
    }

    /// The checkpoint this signed text is, or empty if this key did not sign it.
    public static Optional<TimelineCheckpoint> read(String signed, JsonNode publicKey) {
        return Seal.verify(signed, TYPE, publicKey).flatMap(payload -> {
            try {
                return Optional.of(new TimelineCheckpoint(payload.path("desk").asText(),
                        payload.path("sequence").asLong(), payload.path("hash").asText(),
                        Instant.parse(payload.path("at").asText()), signed));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /// Whether this key signed this checkpoint, and it says what was signed.
    public static boolean isGenuine(TimelineCheckpoint checkpoint, JsonNode publicKey) {
        return read(checkpoint.getSigned(), publicKey).filter(checkpoint::equals).isPresent();
    }
}
