package tocsin.api;

import java.util.Optional;
import java.util.Set;
import tocsin.yaml.Nearest;

/// What is told of readings of one request whose sensor the directory does not have: they are stored, and no rule looks at
/// them.
final class UnknownSensors {
    private final Set<String> known;
    private boolean hinted;

    /// @param known the sensors of the directory, by id
    UnknownSensors(Set<String> known) {
        this.known = known;
    }

    /// What to tell of a reading of this sensor; empty where the directory has it. Which one was meant is said once: looking
    /// through a long directory for every reading would take a request's time many times over.
    Optional<String> note(String sensor) {
        if (known.contains(sensor)) {
            return Optional.empty();
        }
        String hint = hinted ? "" : Nearest.hint(sensor, known);
        hinted = true;
        return Optional.of("the directory has no sensor " + sensor + hint
                + "; its reading is stored and warns nobody");
    }
}
