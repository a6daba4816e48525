package tocsin.yaml;

import java.util.ArrayList;
import java.util.List;

/// The problems found so far; not safe for several threads.
///
/// A file with 200 problems is read no further, and a message is cut after 2,000 characters: what is told must not
/// grow with what is wrong.
public final class Problems {
    private static final int MOST = 200;
    private static final int LONGEST = 2_000;

    private final List<Problem> found = new ArrayList<>();

    /// Notes a problem. Throws [InvalidFileException] with all so far when there are 200.
    public void add(Problem problem) {
        String message = problem.message();
        found.add(message.length() <= LONGEST
                ? problem
                : new Problem(problem.file(), problem.line(), problem.column(), message.substring(0, LONGEST) + "…"));
        if (found.size() >= MOST) {
            refuseIfAny();
        }
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
