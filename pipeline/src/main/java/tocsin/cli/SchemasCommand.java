package tocsin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tocsin.runtime.SchemasAdmin;
import tocsin.schemas.SchemaIds;

/// `./tocsin schemas register|check`
@Command(name = "schemas", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin schemas check", description = "Register the schemas, or check that they fit.")
final class SchemasCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw WrongUsage.incomplete(spec);
    }

    private PrintWriter out() {
        return Output.of(spec);
    }

    @Command(name = "register", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin schemas register --config tocsin.yaml", description = "Register what is new, FULL_TRANSITIVE.")
    int register(@Mixin RecordsOptions options, @Mixin JsonOption format) {
        try (RecordsOptions.Records open = options.open()) {
            SchemasAdmin schemas = new SchemasAdmin(open.registry(), open.topics());
            List<String> subjects = schemas.register(new SchemaIds(open.registry(), null, true));
            schemas.setLevels();
            print(subjects, "registered ", "", format);
            return 0;
        } catch (KafkaException e) {
            throw new CommandFailure(Main.NOT_SO, "the registry does not do it: " + FailureWords.broker(e));
        }
    }

    @Command(name = "check", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin schemas check --config tocsin.yaml", description = "Check compatibility; exit 1 if the registry would refuse.")
    int check(@Mixin RecordsOptions options, @Mixin JsonOption format) {
        try (RecordsOptions.Records open = options.open()) {
            List<String> wrong = new SchemasAdmin(open.registry(), open.topics()).incompatible();
            print(wrong, "not compatible: ", "every schema fits", format);
            return wrong.isEmpty() ? 0 : Main.NOT_SO;
        } catch (KafkaException e) {
            throw new CommandFailure(Main.NOT_SO, "the registry does not do it: " + FailureWords.broker(e));
        }
    }

    private void print(List<String> subjects, String before, String none, JsonOption format) {
        if (format.isJson()) {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            subjects.forEach(json::add);
            out().println(json);
        } else {
            subjects.forEach(subject -> out().println(before + subject));
            if (subjects.isEmpty()) {
                out().println(none);
            }
        }
    }
}
