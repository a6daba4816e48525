package tocsin.schemas;

import org.apache.kafka.common.errors.SerializationException;

/// The schema registry could not be asked: it may be asked again later with another answer.
public final class RegistryUnavailableException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public RegistryUnavailableException(String message) {
        super(message);
    }
}
