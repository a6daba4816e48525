package tocsin.connectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.mapping.Mapping;
import tocsin.mapping.RefusedRow;

/// Takes records in.
public interface Door {
    /// Takes records of one kind; returns when all that could be taken are safe.
    ///
    /// Throws [DoorClosedException] where it cannot take anything now: sending the same again is safe.
    ///
    /// @return why each was refused, `null` for one that was taken, in the order of the records
    List<@Nullable String> take(Mapping.Kind kind, List<ObjectNode> records);

    /// The same for a feed that may speak for these issuers of official signals. A door where each caller's own key says
    /// that is the same for all.
    default Door speakingFor(List<String> issuers) {
        return this;
    }

    /// Keeps a row that is refused, for whoever looks into it. Nobody waits for it, and it throws nothing.
    void refused(RefusedRow row);

    /// That nothing can be taken in now.
    final class DoorClosedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public DoorClosedException(String message) {
            super(message);
        }
    }
}
