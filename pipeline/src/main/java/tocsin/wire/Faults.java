package tocsin.wire;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import tocsin.schemas.RegistryRefusedException;
import tocsin.schemas.RegistryUnavailableException;

/// Tells a failure of one record from one that every record would meet.
public final class Faults {
    private Faults() {}

    /// Whether one record is the cause, so that it is set aside and the next is read. A broker or a registry that is
    /// away, or a task that has moved, is no fault of a record: work waits, or begins again elsewhere.
    ///
    /// Overflows of the stack and missing classes are the record's, too: another record does not meet them. What is left
    /// of a machine without memory is not.
    public static boolean isOfOneRecord(Throwable failure) {
        return switch (failure) {
            case RegistryUnavailableException away -> false;
            case RegistryRefusedException refused -> false;
            case SerializationException unreadable -> true;
            case RecordTooLargeException tooLarge -> true;
            case KafkaException elsewhere -> false;
            case RuntimeException unforeseen -> true;
            case StackOverflowError deep -> true;
            case LinkageError missing -> true;
            case AssertionError broken -> true;
            default -> false;
        };
    }

    /// The failure in a few words, without a text of a stranger that may be long.
    public static String inWords(Throwable failure) {
        String message = failure.getMessage();
        String shortened = message == null ? "" : message.length() <= 200 ? message : message.substring(0, 200) + "…";
        return failure.getClass().getSimpleName() + (shortened.isEmpty() ? "" : ": " + shortened);
    }
}
