package tocsin.schemas;

import org.apache.kafka.common.errors.SerializationException;

/// The schema registry answered no: asking again gives the same answer.
public final class RegistryRefusedException extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final int errorCode;

    public RegistryRefusedException(int errorCode, String message) {
        super("registry error " + errorCode + ": " + message);
        this.errorCode = errorCode;
    }

    /// Confluent's error code, such as 40403 (schema not found), 409 (incompatible), 42201 (invalid schema).
    public int errorCode() {
        return errorCode;
    }

    /// Whether the registry knows no such subject, version or schema.
    public boolean isNotFound() {
        return errorCode == 404 || errorCode / 100 == 404;
    }
}
