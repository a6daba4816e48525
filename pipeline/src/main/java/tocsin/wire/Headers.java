package tocsin.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;

/// The headers Tocsin reads and writes on Kafka records.
public final class Headers {
    /// Who an intake authenticated, signed by that intake.
    public static final String AUTHENTICATION = "tocsin-auth";
    /// An agency's own signature of the value: HMAC-SHA256 under its signing key, hexadecimal.
    public static final String SIGNATURE = "tocsin-signature";

    /// Set by Tocsin's own consumer, never by a sender: the record's time is the append time that the broker gave.
    public static final String APPEND_TIME = "tocsin-append-time";
    /// When a reading or post arrived, in milliseconds since 1970, on the internal topics that intake forwards it to.
    public static final String ARRIVED_AT = "tocsin-arrived-at";

    private Headers() {}

    /// Whether the time of a record that intake's consumer read is the broker's append time.
    public static boolean isAppendTime(org.apache.kafka.common.header.Headers headers) {
        return headers.lastHeader(APPEND_TIME) != null;
    }

    /// When the reading or post of a record arrived.
    ///
    /// @param appendedAt the append time of the record itself, which stands in for records of releases before 0.3.0
    public static Instant arrivedAt(org.apache.kafka.common.header.Headers headers, Instant appendedAt) {
        // Whoever may write the topic may write the header: what is no time tells nothing.
        return text(headers, ARRIVED_AT).filter(millis -> millis.matches("[0-9]{1,14}"))
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis))).filter(Times::isSane).orElse(appendedAt);
    }

    /// The last header of this name as text.
    public static Optional<String> text(org.apache.kafka.common.header.Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
