package tocsin.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tocsin.rules.PackFiles;
import tocsin.runtime.SameProcess;
import tocsin.runtime.SettingsReader;
import tocsin.runtime.Teardown;
import tocsin.runtime.Tocsin;
import tocsin.runtime.TocsinSettings;

/// `./tocsin run --config tocsin.yaml`
@Command(name = "run", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin run --config tocsin.yaml", description = "Run in service, on an existing Kafka cluster or the"
        + " embedded pair. Start as many as you like; they share the work.")
final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the configuration file")
    private Path config = Path.of("tocsin.yaml");

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        TocsinSettings settings = SettingsReader.read(config, System.getenv());
        Path pack = settings.pack().isAbsolute() ? settings.pack() : Home.path(settings.pack().toString());
        Teardown teardown = new Teardown();
        Tocsin tocsin = teardown.add("tocsin", new Tocsin(settings, PackFiles.read(pack), Clock.systemUTC(),
                System.err::println, SameProcess::again));
        tocsin.start();
        Output.of(spec).println("Tocsin listens at " + tocsin.url() + " (/health/ready says when it is ready)");
        Home.serve(teardown);
        return 0;
    }
}
