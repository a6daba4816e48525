package tocsin.yaml;

import java.util.List;
import java.util.stream.Collectors;

/// Files a person wrote that cannot be used, with everything wrong in them.
public final class InvalidFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// All problems, in the order they were found; at least one.
    public List<Problem> problems() {
        return problems;
    }
}
