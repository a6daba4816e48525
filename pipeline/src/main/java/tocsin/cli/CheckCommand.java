package tocsin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tocsin.runtime.SettingsReader;
import tocsin.transit.TlsKeyReader;
import tocsin.transit.TlsSettings;
import tocsin.transit.UnusableTlsException;
import tocsin.yaml.InvalidFileException;

/// `./tocsin check --config tocsin.yaml`
@Command(name = "check", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin check --config tocsin.yaml", description = "Check configuration, pack, directory, rosters, broker and"
        + " registry: all problems at once, each with its place and what to do.")
final class CheckCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the configuration file")
    private Path config = Path.of("tocsin.yaml");

    @Mixin
    private JsonOption format = new JsonOption();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        try {
            SettingsReader.Examined examined = SettingsReader.examine(config, System.getenv());
            examined.problems().forEach(problem -> problems.add(problem.toString()));
            examined.settings().http().transit().tls().map(TlsKeyReader::warnings).orElse(List.of())
                    .forEach(warning -> warnings.add(examined.place("http.tls") + ": " + warning));
            examined.settings().http().transit().tls().flatMap(CheckCommand::outOfDate)
                    .ifPresent(sentence -> problems.add(examined.place("http.tls") + ": " + sentence));
            PackCheck.look(examined, problems, warnings);
            ClusterCheck.look(examined, problems, warnings);
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> problems.add(problem.toString()));
        }
        print(problems, warnings);
        return problems.isEmpty() ? 0 : Main.NOT_SO;
    }

    /// A start takes a certificate that has expired, because people must be paged; whoever checks wants to know.
    private static Optional<String> outOfDate(TlsSettings tls) {
        try {
            TlsKeyReader.read(tls, Instant.now());
            return Optional.empty();
        } catch (UnusableTlsException e) {
            return Optional.of(e.sentence());
        }
    }

    private void print(List<String> problems, List<String> warnings) {
        PrintWriter out = Output.of(spec);
        if (format.isJson()) {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            problems.forEach(json::add);
            warnings.forEach(warning -> json.add("warning: " + warning));
            out.println(json);
            return;
        }
        problems.forEach(out::println);
        warnings.forEach(warning -> out.println("warning: " + warning));
        out.println(problems.isEmpty() ? "everything is in order"
                : problems.size() + (problems.size() == 1 ? " problem" : " problems"));
        out.println("an API key's hash is made with: echo -n KEY | sha256sum");
    }
}
