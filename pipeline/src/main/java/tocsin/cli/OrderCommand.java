package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.text.PlainText;
import tocsin.v1.Action;

/// Orders an action on an incident of a running Tocsin, and waits for what its desk makes of it.
abstract class OrderCommand implements Callable<Integer> {
    private final Action action;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private OrderId id = new OrderId();

    @Parameters(paramLabel = "INCIDENT", description = "such as 370200-20260301-0001")
    private String incident = "";

    @Option(names = "--note", description = "words to add")
    private @Nullable String note;

    @Option(names = "--argument", paramLabel = "NAME=VALUE", description = "what the action needs")
    private List<String> arguments = List.of();

    @Option(names = "--no-wait", description = "do not wait for what the desk makes of it; GET /api/v1/commands/{commandId} tells later")
    private boolean noWait;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    OrderCommand(Action action) {
        this.action = action;
    }

    @Override
    public Integer call() {
        ObjectNode command = JsonNodeFactory.instance.objectNode().put("action", action.name()).put("channel", "cli");
        if (note != null) {
            command.put("note", note);
        }
        Map<String, String> named = Words.named("--argument", arguments);
        if (!named.isEmpty()) {
            named.forEach(command.putObject("arguments")::put);
        }
        String path = "/api/v1/incidents/" + Words.escaped("INCIDENT", incident) + "/commands";
        try (TocsinClient client = options.client()) {
            JsonNode accepted = client.order(path, id.on(command)).good();
            JsonNode outcome = noWait ? accepted : OrderResult.await(client, accepted);
            Output.of(spec).println(options.isJson() ? outcome.toString()
                    : PlainText.line(action + (noWait ? " ordered for " : " done for ") + incident + " (command "
                            + accepted.path("commandId").asText() + ")"
                            + (noWait ? "" : ": " + outcome.path("detail").asText())));
            return 0;
        }
    }

    /// `./tocsin ack INCIDENT`
    @Command(name = "ack", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin ack 370200-20260301-0001 --note \"on my way\"", description = "Acknowledge an incident: nobody else is paged.")
    static final class Acknowledge extends OrderCommand {
        Acknowledge() {
            super(Action.ACKNOWLEDGE);
        }
    }

    /// `./tocsin close INCIDENT --note WHY`
    @Command(name = "close", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin close 370200-20260301-0001 --note \"the fire is out\"", description = "Close an incident: ten seconds later everybody told gets the all-clear. Grade I or II, and what nobody acknowledged, needs --note.")
    static final class Close extends OrderCommand {
        Close() {
            super(Action.CLOSE);
        }
    }

    /// `./tocsin reopen INCIDENT`
    @Command(name = "reopen", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin reopen 370200-20260301-0001", description = "Take back a close, or go on with an incident that is closed.")
    static final class Reopen extends OrderCommand {
        Reopen() {
            super(Action.REOPEN);
        }
    }

    /// `./tocsin correct INCIDENT --argument dead=1 --note WHY`
    @Command(name = "correct", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin correct 370200-20260301-0001 --argument dead=1 --note \"counted twice\"", description = "Correct figures or the grade of an incident: --argument dead=1 --argument grade=III, and --note; a figure \"unknown\" is withdrawn.")
    static final class Correct extends OrderCommand {
        Correct() {
            super(Action.CORRECT);
        }
    }

    /// `./tocsin escalate INCIDENT`
    @Command(name = "escalate", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin escalate 370200-20260301-0001", description = "Tell the next level at once.")
    static final class Escalate extends OrderCommand {
        Escalate() {
            super(Action.ESCALATE);
        }
    }

    /// `./tocsin note INCIDENT --note WORDS`
    @Command(name = "note", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin note 370200-20260301-0001 --note \"two engines on the way\"", description = "Add words to an incident's timeline.")
    static final class Note extends OrderCommand {
        Note() {
            super(Action.NOTE);
        }
    }

    /// `./tocsin instruct INCIDENT --note WORDS`
    @Command(name = "instruct", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin instruct 370200-20260301-0001 --note \"evacuate the block\"", description = "Record an official's instruction (批示).")
    static final class Instruct extends OrderCommand {
        Instruct() {
            super(Action.INSTRUCT);
        }
    }

    /// `./tocsin confirm INCIDENT`
    @Command(name = "confirm", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin confirm 370200-20260301-0001", description = "Confirm what was doubted: its grade is acted on.")
    static final class Confirm extends OrderCommand {
        Confirm() {
            super(Action.CONFIRM);
        }
    }

    /// `./tocsin retract INCIDENT`
    @Command(name = "retract", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin retract 370200-20260301-0001 --note \"a drill, not a fire\"", description = "Take back what was wrong: boards go dark, everybody told gets a correction.")
    static final class Retract extends OrderCommand {
        Retract() {
            super(Action.RETRACT);
        }
    }

    /// `./tocsin publish INCIDENT --argument template=ID --argument boards=ID,ID`
    @Command(name = "publish", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin publish 370200-20260301-0001 --argument template=notice --argument boards=licang-square", description = "Propose a message for display boards (信息发布): --argument template=… --argument boards=…; or say that a press conference (新闻发布会) was held: --argument act=press-conference")
    static final class Publish extends OrderCommand {
        Publish() {
            super(Action.PUBLISH);
        }
    }

    /// `./tocsin approve INCIDENT`
    @Command(name = "approve", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin approve 370200-20260301-0001 --argument message=1", description = "Show the board message that waits, --argument message=N if several wait; or, as a second person, let a close take effect: --argument commandId=ID")
    static final class Approve extends OrderCommand {
        Approve() {
            super(Action.APPROVE);
        }
    }

    /// `./tocsin reject INCIDENT`
    @Command(name = "reject", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin reject 370200-20260301-0001 --argument message=1", description = "Do not show the board message that waits, --argument message=N if several wait; or drop a close that waits for a second person: --argument commandId=ID")
    static final class Reject extends OrderCommand {
        Reject() {
            super(Action.REJECT);
        }
    }

    /// `./tocsin merge INCIDENT --argument into=INCIDENT`
    @Command(name = "merge", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin merge 370200-20260301-0002 --argument into=370200-20260301-0001", description = "Make an incident part of another that is the same event: --argument into=INCIDENT")
    static final class Merge extends OrderCommand {
        Merge() {
            super(Action.MERGE);
        }
    }

    /// `./tocsin split INCIDENT --argument sources=AGENCY,SENSOR`
    @Command(name = "split", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin split 370200-20260301-0001 --argument reports=qingdao-fire/R-17", description = "Take the evidence of some sources, or single reports, out as an incident of its own: --argument sources=AGENCY,SENSOR or --argument reports=AGENCY/REPORT")
    static final class Split extends OrderCommand {
        Split() {
            super(Action.SPLIT);
        }
    }

    /// `./tocsin refute INCIDENT`
    @Command(name = "refute", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin refute 370200-20260301-0001 --note \"nothing burns there\"", description = "Mark an incident as refuted.")
    static final class Refute extends OrderCommand {
        Refute() {
            super(Action.REFUTE);
        }
    }
}
