package tocsin.schemas;

import org.apache.kafka.common.errors.SerializationException;

/// Bytes that are not the record they should be; no later attempt will read them.
public final class UndecodableException extends SerializationException {
    private static final long serialVersionUID = 1L;

    /// What is wrong with the bytes.
    public enum Cause {
        /// No magic byte, too short, or a body that does not follow its schema.
        NOT_AVRO,
        /// The registry knows no schema of this id.
        UNKNOWN_SCHEMA,
        /// The schema is another record's, or cannot be read as this record.
        WRONG_SCHEMA
    }

    private final Cause reason;
    private final boolean maybeConfidential;

    public UndecodableException(Cause reason, String message) {
        this(reason, message, false);
    }

    /// @param maybeConfidential whether the bytes may be a record that says how confidential it is
    public UndecodableException(Cause reason, String message, boolean maybeConfidential) {
        super(message);
        this.reason = reason;
        this.maybeConfidential = maybeConfidential;
    }

    /// Whether the bytes may be a record that says how confidential it is, and cannot be asked: then nothing of them may
    /// be kept.
    public boolean isMaybeConfidential() {
        return maybeConfidential;
    }

    /// What is wrong with the bytes.
    public Cause reason() {
        return reason;
    }
}
