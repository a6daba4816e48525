package tocsin.schemas;

import java.util.Map;
import org.apache.avro.util.ClassSecurityValidator;

/// Avro's trust list and size limits, set once before the first record is read.
///
/// Avro refuses classes it was not told to trust, and believes a length prefix: a few foreign bytes could ask for two
/// gigabytes. A record here is at most 1 MiB (`contracts`: 413 above it), so no string, byte field or collection is
/// larger.
public final class AvroSafety {
    private static final Map<String, String> LIMITS = Map.of("org.apache.avro.limits.bytes.maxLength", "8388608",
            "org.apache.avro.limits.string.maxLength", "8388608", "org.apache.avro.limits.collectionItems.maxLength",
            "1000000");

    static {
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.DEFAULT,
                        type -> type.getName().startsWith("tocsin.")));
    }

    private AvroSafety() {}

    /// Makes sure the limits stand; cheap, and idempotent by class initialisation.
    public static void ensure() {}
}
