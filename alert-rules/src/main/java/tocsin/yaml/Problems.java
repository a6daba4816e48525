package tocsin.yaml;

import java.util.ArrayList;
import java.util.List;

/// The problems found so far; not safe for several threads.
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(Problem problem) {
        found.add(problem);
    }

    /// All problems so far, in the order they were found.
    public List<Problem> all() {
        return List.copyOf(found);
    }

    /// Throws [InvalidFileException] with all problems, if there are any.
    public void refuseIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidFileException(found);
        }
    }
}
