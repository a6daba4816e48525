package tocsin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tocsin.runtime.TopicsAdmin;

/// `./tocsin topics create|list|acls`
@Command(name = "topics", subcommands = AclsCommand.class, mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin topics list", description = "Create the topics that are missing, list them, or print"
        + " who must be allowed what. Never deletes.")
final class TopicsCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw WrongUsage.incomplete(spec);
    }

    private PrintWriter out() {
        return Output.of(spec);
    }

    @Command(name = "create", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin topics create --config tocsin.yaml", description = "Create what is missing.")
    int create(@Mixin RecordsOptions options, @Mixin JsonOption format) {
        try (RecordsOptions.Records open = options.open(); Admin admin = open.admin()) {
            List<String> created = new TopicsAdmin(admin, open.topics(), open.replication()).create();
            if (format.isJson()) {
                ArrayNode json = JsonNodeFactory.instance.arrayNode();
                created.forEach(json::add);
                out().println(json);
            } else {
                out().println(created.isEmpty() ? "every topic exists" : "created " + String.join(", ", created));
            }
            return 0;
        } catch (KafkaException e) {
            throw new CommandFailure(Main.NOT_SO, "the broker does not do it: " + FailureWords.broker(e));
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin topics list --data-dir data/demo", description = "List every topic; exit 1 if one is missing.")
    int list(@Mixin RecordsOptions options, @Mixin JsonOption format) {
        try (RecordsOptions.Records open = options.open(); Admin admin = open.admin()) {
            List<TopicsAdmin.State> states = new TopicsAdmin(admin, open.topics(), open.replication()).list();
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            for (TopicsAdmin.State state : states) {
                String kept = state.topic().isCompacted() ? "compacted" : String.valueOf(state.topic().retention());
                json.addObject().put("topic", state.topic().name()).put("partitions", state.partitions()).put("kept",
                        kept);
                if (!format.isJson()) {
                    out().println("%-32s %-12s %s".formatted(state.topic().name(),
                            state.partitions() == 0 ? "missing" : state.partitions() + " partitions", kept));
                }
            }
            if (format.isJson()) {
                out().println(json);
            }
            return states.stream().allMatch(state -> state.partitions() > 0) ? 0 : Main.NOT_SO;
        } catch (KafkaException e) {
            throw new CommandFailure(Main.NOT_SO, "the broker does not answer: " + FailureWords.broker(e));
        }
    }
}
