package tocsin.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;

/// The headers Tocsin reads and writes on Kafka records.
public final class Headers {
    /// Who an intake authenticated, signed by that intake.
    public static final String AUTHENTICATION = "tocsin-auth";
    /// An agency's own signature of the value: HMAC-SHA256 under its signing key, hexadecimal.
    public static final String SIGNATURE = "tocsin-signature";

    private Headers() {}

    /// The last header of this name as text.
    public static Optional<String> text(org.apache.kafka.common.header.Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
