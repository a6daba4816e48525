package tocsin.cli;

import java.io.PrintWriter;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tocsin.runtime.SchemasAdmin;
import tocsin.runtime.TocsinSettings;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;

/// `./tocsin schemas register|check`
@Command(name = "schemas", mixinStandardHelpOptions = true, description = "Register the schemas, or check that they fit.")
final class SchemasCommand {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private PrintWriter out() {
        return Output.of(spec);
    }

    @Command(name = "register", mixinStandardHelpOptions = true, description = "Register what is new, FULL_TRANSITIVE.")
    int register(@Mixin ClusterOptions options) {
        TocsinSettings settings = options.settings();
        try (RegistryClient registry = ClusterOptions.registry(settings)) {
            SchemasAdmin schemas = new SchemasAdmin(registry, ClusterOptions.topics(settings));
            schemas.register(new SchemaIds(registry, null, true))
                    .forEach(subject -> out().println("registered " + subject));
            schemas.setLevels();
            return 0;
        } catch (SerializationException e) {
            throw new CommandFailure(Main.NOT_SO, String.valueOf(e.getMessage()));
        }
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Check compatibility; exit 1 if the registry would refuse.")
    int check(@Mixin ClusterOptions options) {
        TocsinSettings settings = options.settings();
        try (RegistryClient registry = ClusterOptions.registry(settings)) {
            List<String> wrong = new SchemasAdmin(registry, ClusterOptions.topics(settings)).incompatible();
            wrong.forEach(subject -> out().println("not compatible: " + subject));
            if (wrong.isEmpty()) {
                out().println("every schema fits");
            }
            return wrong.isEmpty() ? 0 : Main.NOT_SO;
        } catch (SerializationException e) {
            throw new CommandFailure(Main.NOT_SO, String.valueOf(e.getMessage()));
        }
    }
}
