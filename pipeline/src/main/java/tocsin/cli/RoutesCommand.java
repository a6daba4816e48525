package tocsin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tocsin.rules.PackFiles;
import tocsin.ruletest.RouteExplanation;
import tocsin.v1.Grade;
import tocsin.wire.RecordJson;

/// `./tocsin routes explain`
@Command(name = "routes", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin routes explain --grade II --area 370202 --type fire", description = "Show who would be told, and who would not.", subcommands = RoutesCommand.ExplainCommand.class)
final class RoutesCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw WrongUsage.incomplete(spec);
    }

    /// `./tocsin routes explain`
    @Command(name = "explain", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin routes explain --grade II --area 370202 --type fire --at 2026-03-01T03:00:00+08:00", description = "Who would be told of an incident, in which order, on which channel and why; and who would not, and why.")
    static final class ExplainCommand implements Callable<Integer> {
        @Option(names = "--pack", paramLabel = "DIR", description = "the pack (default: ${DEFAULT-VALUE})", defaultValue = "alert-rules/packs/qingdao")
        private Path pack = Path.of("");

        @Option(names = "--grade", paramLabel = "I|II|III|IV", description = "the grade; absent: not graded yet")
        private @Nullable Grade grade;

        @Option(names = "--area", paramLabel = "CODE", description = "the area's code, such as 370202")
        private @Nullable String area;

        @Option(names = "--type", paramLabel = "CODE", description = "the type of event, such as fire")
        private @Nullable String type;

        @Option(names = "--at", paramLabel = "TIME", description = "when, with offset (default: now)")
        private @Nullable String at;

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() {
            Packs.Read read = Packs.read(PackFiles.read(Home.resolve(pack)));
            Instant when = at == null ? Instant.now() : OffsetDateTime.parse(at).toInstant();
            RouteExplanation.Route route = RouteExplanation.of(grade, area, type, when, read.pack(), read.directory());
            PrintWriter out = Output.of(spec);
            if (json) {
                out.println(json(route));
            } else {
                print(route, out);
            }
            return route.told().isEmpty() ? Main.NOT_SO : 0;
        }

        private static void print(RouteExplanation.Route route, PrintWriter out) {
            out.println("Desk " + route.desk() + ", policy " + route.policy());
            route.told().forEach(told -> out.println("  level " + told.level()
                    + (told.after().isZero() ? ", at once: " : ", after " + told.after() + " unanswered: ")
                    + told.official() + " by " + told.channels() + ", as " + told.audience() + ": " + told.why()));
            if (route.told().isEmpty()) {
                out.println("  nobody");
            }
            route.boards().forEach(board -> out.println("  board " + board));
            out.println("Not told");
            route.notTold().forEach(not -> out.println("  " + not.official() + ": " + not.why()));
        }

        private static ObjectNode json(RouteExplanation.Route route) {
            ObjectNode json = RecordJson.MAPPER.createObjectNode().put("desk", route.desk()).put("policy",
                    route.policy());
            ArrayNode told = json.putArray("told");
            route.told().forEach(one -> {
                ArrayNode channels = told.addObject().put("level", one.level()).put("after", one.after().toString())
                        .put("official", one.official()).put("audience", one.audience()).put("why", one.why())
                        .putArray("channels");
                one.channels().forEach(channel -> channels.add(channel.name()));
            });
            ArrayNode notTold = json.putArray("notTold");
            route.notTold().forEach(one -> notTold.addObject().put("official", one.official()).put("why", one.why()));
            route.boards().forEach(json.putArray("boards")::add);
            return json;
        }
    }
}
