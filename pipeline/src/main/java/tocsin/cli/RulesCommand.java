package tocsin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.rules.PackFiles;
import tocsin.ruletest.Explanation;
import tocsin.ruletest.Lint;
import tocsin.ruletest.RuleTest;
import tocsin.ruletest.RuleTestReader;
import tocsin.ruletest.RuleTestRunner;
import tocsin.text.PlainText;
import tocsin.v1.IncidentReport;
import tocsin.wire.JsonFault;
import tocsin.wire.JsonReading;
import tocsin.wire.RecordJson;
import tocsin.wire.RelativeJson;

/// `./tocsin rules lint|test|explain|backtest|publish|history`
@Command(name = "rules", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin rules test --pack alert-rules/packs/qingdao", description = "Check a pack of rules, test it like code, explain what it says of a report, try it on the past, publish it with a second person.", subcommands = {
        RulesCommand.LintCommand.class, RulesCommand.TestCommand.class, RulesCommand.ExplainCommand.class,
        BacktestCommand.class, PublishCommand.class, HistoryCommand.class})
final class RulesCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw WrongUsage.incomplete(spec);
    }

    /// A pack, and how to print.
    abstract static class OnPack implements Callable<Integer> {
        @Option(names = "--pack", paramLabel = "DIR", description = "the pack (default: ${DEFAULT-VALUE})", defaultValue = "alert-rules/packs/qingdao")
        private Path pack = Path.of("");

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        Path folder() {
            return Home.resolve(pack);
        }

        boolean isJson() {
            return json;
        }

        PrintWriter out() {
            return Output.of(spec);
        }
    }

    /// `./tocsin rules lint`
    @Command(name = "lint", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin rules lint --pack alert-rules/packs/qingdao", description = "Tell everything that does not read, and what reads and is wrong all the same.")
    static final class LintCommand extends OnPack {
        @Override
        public Integer call() {
            PackFiles files = PackFiles.read(folder());
            Packs.Read read = Packs.read(files);
            List<Lint.Remark> remarks = Lint.of(read.pack(), read.directory());
            if (isJson()) {
                ArrayNode array = RecordJson.MAPPER.createArrayNode();
                remarks.forEach(remark -> array.addObject().put("reason", remark.reason().name())
                        .put("subject", remark.subject()).put("sentence", remark.sentence()));
                out().println(array);
            } else {
                remarks.forEach(out()::println);
                out().println(remarks.isEmpty()
                        ? "The pack " + read.pack().name() + " (" + read.pack().hash().substring(0, 12)
                                + ") reads, and nothing is to be remarked."
                        : remarks.size() + " remarks.");
            }
            return remarks.isEmpty() ? 0 : Main.NOT_SO;
        }
    }

    /// `./tocsin rules test`
    @Command(name = "test", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin rules test --pack alert-rules/packs/qingdao", description = "Run the tests beside the rules (tests/*.yaml) through the real desk, in virtual time.")
    static final class TestCommand extends OnPack {
        @Override
        public Integer call() {
            PackFiles files = PackFiles.read(folder());
            Packs.read(files);
            List<RuleTest> tests = tests(folder());
            List<RuleTest.Result> results = tests.stream()
                    .map(test -> RuleTestRunner.run(test, files)).toList();
            long failed = results.stream().filter(result -> !result.holds()).count();
            if (isJson()) {
                ArrayNode array = RecordJson.MAPPER.createArrayNode();
                results.forEach(result -> {
                    ArrayNode differences = array.addObject().put("test", result.test().name())
                            .put("place", result.test().place()).put("holds", result.holds())
                            .putArray("differences");
                    result.differences().forEach(differences::add);
                });
                out().println(array);
            } else {
                results.stream().filter(result -> !result.holds()).forEach(this::print);
                out().println(results.size() + " tests, " + failed + " failed.");
            }
            return failed == 0 ? 0 : Main.NOT_SO;
        }

        /// The tests of a pack. Throws a failure where it has none, for nothing would have been tested.
        static List<RuleTest> tests(Path folder) {
            List<RuleTest> tests = RuleTestReader.read(folder);
            if (tests.isEmpty()) {
                throw new CommandFailure(Main.NOT_SO, folder
                        + " has no tests, so nothing was tested; write some into tests/*.yaml beside its rules, as"
                        + " docs/rules.md shows");
            }
            return tests;
        }

        private void print(RuleTest.Result result) {
            out().println("FAILED " + result.test().place() + ": " + result.test().name());
            result.differences().forEach(line -> out().println(PlainText.line("  " + line)));
        }
    }

    /// `./tocsin rules explain FILE`
    @Command(name = "explain", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin rules explain fire.json", description = "Show what every rule says of one report: its inputs and its outcome.")
    static final class ExplainCommand extends OnPack {
        @Parameters(paramLabel = "FILE", description = "a report, as JSON; times may be told like now-PT30M")
        private Path file = Path.of("");

        @Option(names = "--arrived", paramLabel = "TIME", description = "when it arrived, with offset (default: now)")
        private @Nullable String arrived;

        @Override
        public Integer call() throws IOException {
            Packs.Read read = Packs.read(PackFiles.read(folder()));
            Instant at = arrived == null ? Instant.now() : OffsetDateTime.parse(arrived).toInstant();
            List<Explanation.Line> lines = Explanation.of(report(at), at, read.pack(), read.directory());
            if (isJson()) {
                ArrayNode array = RecordJson.MAPPER.createArrayNode();
                lines.forEach(line -> {
                    ObjectNode one = array.addObject().put("rule", line.rule()).put("outcome", line.outcome())
                            .put("basis", line.basis());
                    line.inputs().forEach(one.putObject("inputs")::put);
                });
                out().println(array);
            } else {
                lines.forEach(line -> out().println(PlainText.line(line.rule() + "  " + line.outcome()
                        + (line.inputs().isEmpty() ? "" : "  " + line.inputs()) + "  [" + line.basis() + "]")));
            }
            return 0;
        }

        private IncidentReport report(Instant at) throws IOException {
            JsonNode json;
            try {
                json = RecordJson.MAPPER.readTree(Files.readString(file));
            } catch (JsonProcessingException e) {
                throw new CommandFailure(Main.NOT_SO, file + " is no JSON: " + JsonFault.of(e));
            }
            JsonReading.Result<IncidentReport> result = JsonReading.read(RelativeJson.resolved(json, at),
                    IncidentReport.class);
            IncidentReport report = result.record();
            if (report == null) {
                StringBuilder problems = new StringBuilder(file + " is no report:");
                result.refusals().forEach(refusal -> problems.append("\n  ").append(PlainText.line(
                        refusal.getField() + " " + refusal.getDetail())));
                throw new CommandFailure(Main.NOT_SO, problems.toString());
            }
            return report;
        }
    }
}
