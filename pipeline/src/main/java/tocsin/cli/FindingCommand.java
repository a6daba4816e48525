package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.text.PlainText;
import tocsin.v1.Action;

/// Says something about a finding, and waits for what its desk makes of it.
abstract class FindingCommand implements Callable<Integer> {
    private final Action action;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private OrderId id = new OrderId();

    @Parameters(paramLabel = "FINDING", description = "its findingId, as a verdict or /api/v1/findings has it")
    private String finding = "";

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    FindingCommand(Action action) {
        this.action = action;
    }

    /// Adds what this command says.
    abstract void say(ObjectNode command, ObjectNode arguments);

    @Override
    public Integer call() {
        String path = "/api/v1/findings/" + Words.escaped("FINDING", finding);
        try (TocsinClient client = options.client()) {
            String desk = client.get(path).good().path("desk").asText();
            if (desk.isEmpty()) {
                throw new CommandFailure(Main.NOT_SO,
                        finding + " was found at intake, not at a desk; nobody decides of it");
            }
            ObjectNode command = JsonNodeFactory.instance.objectNode().put("action", action.name()).put("channel",
                    "cli");
            say(command, command.putObject("arguments").put("findingId", finding));
            JsonNode outcome = OrderResult.await(client,
                    client.order("/api/v1/incidents/" + desk + "/commands", id.on(command)).good());
            PrintWriter out = Output.of(spec);
            out.println(options.isJson() ? outcome : PlainText.line(outcome.path("detail").asText()));
            return 0;
        }
    }

    /// `./tocsin decide FINDING confirmed|dismissed|excused`
    @Command(name = "decide", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin decide F-0001 confirmed --note \"the log says so\"", description = "Decide about a finding as one of two people: confirmed (属实), dismissed (不属实) or excused (免责).")
    static final class Decide extends FindingCommand {
        @Parameters(paramLabel = "confirmed|dismissed|excused", description = "what you decide")
        private String decision = "";

        @Option(names = "--fault", paramLabel = "FAULT", description = "with confirmed, what it is charged as: late, missed, false, concealed or under_graded (default: what was found, where that says it)")
        private @Nullable String fault;

        @Option(names = "--note", description = "why")
        private @Nullable String note;

        Decide() {
            super(Action.DECIDE);
        }

        @Override
        void say(ObjectNode command, ObjectNode arguments) {
            arguments.put("decision", decision);
            if (fault != null) {
                arguments.put("fault", fault);
            }
            if (note != null) {
                command.put("note", note);
            }
        }
    }

    /// `./tocsin appeal FINDING --note WORDS`
    @Command(name = "appeal", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin appeal F-0001 --note \"the line was cut\"", description = "Appeal against a finding (申诉), with a key of the agency it concerns; it counts for nothing until two people decide again.")
    static final class Appeal extends FindingCommand {
        @Option(names = "--note", required = true, description = "why")
        private String note = "";

        Appeal() {
            super(Action.APPEAL);
        }

        @Override
        void say(ObjectNode command, ObjectNode arguments) {
            command.put("note", note);
        }
    }
}
