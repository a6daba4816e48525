package tocsin.wire;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.model.Sha256;
import tocsin.v1.Refusal;
import tocsin.v1.Rejected;

/// Rejected records as they are kept: always small enough to be written.
public final class Rejections {
    /// Bytes kept of a record; of a larger one there is a hash, its size and its sender.
    public static final int KEPT = 1024 * 1024;
    /// Reasons kept.
    public static final int REASONS = 100;
    private static final int LONGEST = 1_000;

    private Rejections() {}

    /// Where a record lay.
    ///
    /// @param topic the topic, or "http:" and the path
    /// @param partition the partition, or -1
    /// @param offset the offset, or -1
    public record Place(String topic, int partition, long offset) {}

    /// A record that is rejected.
    ///
    /// @param sender who sent it, as far as it says; empty where it does not
    /// @param confidential whether nothing of it may be kept
    /// @param reasons why, at least one
    public static Rejected of(Place place, String sender, byte[] value, boolean confidential, List<Refusal> reasons,
            Instant at) {
        return new Rejected(place.topic(), place.partition(), place.offset(), sender.isEmpty() ? null : cut(sender),
                confidential || value.length > KEPT ? null : ByteBuffer.wrap(value), value.length, Sha256.of(value),
                reasons.stream().limit(REASONS).map(Rejections::bounded).toList(), at);
    }

    private static Refusal bounded(Refusal refusal) {
        String field = refusal.getField();
        return new Refusal(refusal.getReason(), field == null ? null : cut(field), cut(refusal.getDetail()));
    }

    private static String cut(@Nullable String text) {
        String whole = String.valueOf(text);
        return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "…";
    }
}
