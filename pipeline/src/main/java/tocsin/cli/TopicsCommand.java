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
import tocsin.runtime.TocsinSettings;
import tocsin.runtime.TopicsAdmin;

/// `./tocsin topics create|list`
@Command(name = "topics", mixinStandardHelpOptions = true, description = "Create the topics that are missing, or list them. Never"
        + " deletes.")
final class TopicsCommand {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private PrintWriter out() {
        return Output.of(spec);
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Create what is missing.")
    int create(@Mixin ClusterOptions options) {
        TocsinSettings settings = options.settings();
        try (Admin admin = ClusterOptions.admin(settings)) {
            List<String> created = new TopicsAdmin(admin, ClusterOptions.topics(settings), settings.replication())
                    .create();
            if (options.isJson()) {
                ArrayNode json = JsonNodeFactory.instance.arrayNode();
                created.forEach(json::add);
                out().println(json);
            } else {
                out().println(created.isEmpty() ? "every topic exists" : "created " + String.join(", ", created));
            }
            return 0;
        } catch (KafkaException e) {
            throw new CommandFailure(Main.NOT_SO, "the broker does not do it: " + e.getMessage());
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List every topic; exit 1 if one is missing.")
    int list(@Mixin ClusterOptions options) {
        TocsinSettings settings = options.settings();
        try (Admin admin = ClusterOptions.admin(settings)) {
            List<TopicsAdmin.State> states = new TopicsAdmin(admin, ClusterOptions.topics(settings),
                    settings.replication()).list();
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            for (TopicsAdmin.State state : states) {
                String kept = state.topic().isCompacted() ? "compacted" : String.valueOf(state.topic().retention());
                json.addObject().put("topic", state.topic().name()).put("partitions", state.partitions()).put("kept",
                        kept);
                if (!options.isJson()) {
                    out().println("%-32s %-12s %s".formatted(state.topic().name(),
                            state.partitions() == 0 ? "missing" : state.partitions() + " partitions", kept));
                }
            }
            if (options.isJson()) {
                out().println(json);
            }
            return states.stream().allMatch(state -> state.partitions() > 0) ? 0 : Main.NOT_SO;
        } catch (KafkaException e) {
            throw new CommandFailure(Main.NOT_SO, "the broker does not answer: " + e.getMessage());
        }
    }
}
