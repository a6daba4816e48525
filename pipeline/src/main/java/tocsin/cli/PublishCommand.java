package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tocsin.backtest.Comparison;
import tocsin.backtest.ComparisonText;
import tocsin.backtest.PastReader;
import tocsin.rules.PackFiles;
import tocsin.ruletest.Lint;
import tocsin.ruletest.RuleTest;
import tocsin.ruletest.RuleTestRunner;

/// `./tocsin rules publish`
@Command(name = "publish", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin rules publish --pack /tmp/my-packs/qingdao --note \"twenty minutes\"", description = "Propose a pack that lints, passes its tests and was tried on the past; or decide about one as the second person; or go back.")
final class PublishCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /// One of the things that can be done.
    static final class What {
        @Option(names = "--pack", paramLabel = "DIR", description = "propose this pack")
        private @Nullable Path pack;

        @Option(names = "--approve", paramLabel = "N", description = "put publication N in force: somebody else proposed it")
        private @Nullable Long approve;

        @Option(names = "--reject", paramLabel = "N", description = "reject publication N, or take one's own back")
        private @Nullable Long reject;

        @Option(names = "--back", description = "go back to what was in force directly before; one person is enough")
        private boolean back;
    }

    @Option(names = "--note", paramLabel = "TEXT", description = "why")
    private @Nullable String note;

    @Option(names = "--since", paramLabel = "TIME", description = "from when the past is tried (default: ${DEFAULT-VALUE})", defaultValue = "P30D")
    private String since = "P30D";

    @Option(names = "--sms-price", paramLabel = "N", description = "what a part of an SMS costs")
    private @Nullable BigDecimal smsPrice;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Mixin
    private RecordsOptions records = new RecordsOptions();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (note != null) {
            body.put("note", note);
        }
        String path;
        if (what.pack != null) {
            path = "/api/v1/rules/publications";
            propose(Home.resolve(what.pack), body);
        } else if (what.approve != null) {
            path = "/api/v1/rules/publications/" + what.approve + "/approve";
        } else if (what.reject != null) {
            path = "/api/v1/rules/publications/" + what.reject + "/reject";
        } else if (what.back) {
            path = "/api/v1/rules/back";
        } else {
            throw new CommandFailure(Main.WRONG_USAGE, "--back=false says nothing; leave it out");
        }
        try (TocsinClient client = records.client()) {
            JsonNode answer = client.post(path, body).good();
            out().println(json ? answer.toString() : sentence(answer));
            return 0;
        }
    }

    private static String sentence(JsonNode publication) {
        String number = publication.path("number").asText();
        String hash = HistoryCommand.brief(publication.path("packHash").asText());
        return switch (publication.path("state").asText()) {
            case "PROPOSED" -> "Publication " + number + " (" + hash
                    + ") waits for a second person: ./tocsin rules publish --approve " + number;
            case "ACTIVATED" -> "Publication " + number + " (" + hash + ") is in force at every desk.";
            default -> "Publication " + number + " (" + hash + ") is " + publication.path("state").asText() + ".";
        };
    }

    /// Fills the proposal: only what reads and passes its tests is proposed, with what was tried as evidence.
    private void propose(Path folder, ObjectNode body) throws InterruptedException {
        PackFiles files = PackFiles.read(folder);
        Packs.Read read = Packs.read(files);
        List<String> evidence = new ArrayList<>();
        Lint.of(read.pack(), read.directory()).forEach(remark -> evidence.add("Remark: " + remark));
        evidence.add(tests(folder, files));
        PackFiles proposed = files;
        try (RecordsOptions.Records open = records.open()) {
            PackFiles running = BacktestCommand.inForce(open);
            if (running.speed() != files.speed()) {
                proposed = files.faster(running.speed());
                evidence.add(
                        "The running pack is " + running.speed() + " times as fast, for a demonstration; so is this.");
            }
            evidence.addAll(ComparisonText.summary(Comparison.of(
                    new PastReader(open.topics(), open.reader())
                            .since(BacktestCommand.instant(since, Instant.now())),
                    running, proposed, Optional.ofNullable(smsPrice))));
        } catch (KafkaException e) {
            throw new CommandFailure(Main.NOT_SO, "the past cannot be read, so the pack cannot be tried on it: "
                    + FailureWords.broker(e));
        }
        if (!json) {
            evidence.forEach(out()::println);
        }
        ObjectNode texts = body.putObject("files");
        proposed.files().forEach(texts::put);
        ArrayNode lines = body.putArray("evidence");
        evidence.forEach(lines::add);
    }

    private String tests(Path folder, PackFiles files) {
        List<RuleTest.Result> results = RulesCommand.TestCommand.tests(folder).stream()
                .map(test -> RuleTestRunner.run(test, files)).toList();
        List<RuleTest.Result> failed = results.stream().filter(result -> !result.holds()).toList();
        if (!failed.isEmpty()) {
            StringBuilder told = new StringBuilder(failed.size() + " of " + results.size()
                    + " tests fail, so the pack is not proposed; mend it, or the tests that ask for what no longer is:");
            failed.forEach(result -> {
                told.append("\nFAILED ").append(result.test().place()).append(": ").append(result.test().name());
                result.differences().forEach(line -> told.append("\n  ").append(line));
            });
            throw new CommandFailure(Main.NOT_SO, told.toString());
        }
        return results.size() + " tests, 0 failed.";
    }

    private PrintWriter out() {
        return Output.of(spec);
    }
}
