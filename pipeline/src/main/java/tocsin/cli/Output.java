package tocsin.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Where a command prints.
final class Output {
    private Output() {}

    /// The command's output; picocli has set the command's description before it runs it.
    static PrintWriter of(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "a command runs within picocli").commandLine().getOut();
    }

    /// Where a command prints what is no part of its answer.
    static PrintWriter errors(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "a command runs within picocli").commandLine().getErr();
    }
}
