package tocsin.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tocsin.topology.Applications;
import tocsin.wire.Topics;

/// `./tocsin topology`
@Command(name = "topology", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin topology", description = "Print the stream topology.")
final class TopologyCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        Applications.of(new Topics("tocsin.", 12))
                .forEach((name, topology) -> out.println(name + "\n" + topology.describe()));
        return 0;
    }
}
