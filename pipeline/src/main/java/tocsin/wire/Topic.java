package tocsin.wire;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// A topic: its name, what it carries and how long.
///
/// @param name the name, prefix included
/// @param value the class of its values
/// @param wire how the values are written
/// @param partitions partitions on creation, or null for the cluster's scale
/// @param retention how long records are kept, or null for a compacted topic
public record Topic<V extends SpecificRecord>(String name, Class<V> value, Wire wire, @Nullable Integer partitions,
        @Nullable Duration retention) {
    /// How values are written.
    public enum Wire {
        /// Confluent's wire format, with a schema id of the registry.
        REGISTRY,
        /// A schema fingerprint, which needs no registry: for what stays inside.
        FINGERPRINT
    }

    /// The subject its values are registered under.
    public String subject() {
        return name + "-value";
    }

    /// Whether the newest value of each key is kept for good.
    public boolean isCompacted() {
        return retention == null;
    }
}
