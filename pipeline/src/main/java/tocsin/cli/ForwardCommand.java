package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.model.Sha256;
import tocsin.text.FileTrouble;
import tocsin.text.PlainText;

/// `./tocsin forward INCIDENT [--draft | --sign N | --received N --by WHO]`
@Command(name = "forward", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin forward 370200-20260301-0001 --draft", description = "Report upward (专报): draft a special report, sign it as a second person, note its receipt;"
        + " with none of these, note that the superior was told by other means.")
final class ForwardCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private OrderId id = new OrderId();

    @Parameters(paramLabel = "INCIDENT", description = "such as 370200-20260301-0001")
    private String incident = "";

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Way way = new Way();

    /// What is done: one of these, or none.
    private static final class Way {
        @Option(names = "--draft", description = "write the draft from the record, in place of the one that waits; prints it")
        private boolean draft;

        @Option(names = "--sign", paramLabel = "N", description = "sign and send draft N; not by whom it was drafted")
        private @Nullable Integer sign;

        @Option(names = "--received", paramLabel = "N", description = "the superior has confirmed number N")
        private @Nullable Integer received;
    }

    @Option(names = "--text-file", paramLabel = "FILE", description = "with --draft: this text instead, UTF-8")
    private @Nullable Path textFile;

    @Option(names = "--title", description = "with --draft: this title instead")
    private @Nullable String title;

    @Option(names = "--language", paramLabel = "zh|en", description = "with --draft: its language (default: the superior's)")
    private @Nullable String language;

    @Option(names = "--final", description = "with --draft: the final report (终报)")
    private boolean asFinal;

    @Option(names = "--revision", paramLabel = "R", description = "with --sign: send it as written although the incident is at revision R")
    private @Nullable Integer revision;

    @Option(names = "--by", paramLabel = "WHO", description = "with --received: who of the superior confirmed it")
    private @Nullable String by;

    @Option(names = "--note", description = "words to add where the superior was told by other means")
    private @Nullable String note;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        try (TocsinClient client = options.client()) {
            JsonNode answer = client.order(path("/commands"), id.on(order())).good();
            JsonNode outcome = OrderResult.await(client, answer);
            String commandId = answer.path("commandId").asText();
            JsonNode event = Waiting.until(() -> decided(client, commandId)).orElseThrow(() -> new CommandFailure(
                    Main.NOT_SO, outcome.path("detail").asText() + "; see ./tocsin incidents " + incident));
            show(client, event, out);
            return 0;
        }
    }

    private ObjectNode order() {
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("action", "FORWARD").put("channel", "cli");
        if (note != null) {
            order.put("note", note);
        }
        ObjectNode arguments = order.putObject("arguments");
        put(arguments, "draft", way.draft ? "true" : null);
        put(arguments, "sign", way.sign);
        put(arguments, "received", way.received);
        put(arguments, "text", textFile == null ? null : text(textFile));
        put(arguments, "title", title);
        put(arguments, "language", language);
        put(arguments, "final", asFinal ? "true" : null);
        put(arguments, "revision", revision);
        put(arguments, "by", by);
        return order;
    }

    private static void put(ObjectNode arguments, String name, @Nullable Object value) {
        if (value != null) {
            arguments.put(name, value.toString());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(Main.WRONG_USAGE, file + " cannot be read: " + FileTrouble.of(e));
        }
    }

    /// What the desk decided about this order, once its timeline says so.
    private Optional<JsonNode> decided(TocsinClient client, String commandId) {
        for (JsonNode event : client.get(path("/timeline")).body()) {
            if (event.path("detail").path("commandId").asText().equals(commandId)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    private void show(TocsinClient client, JsonNode event, PrintWriter out) {
        String number = event.path("detail").path("number").asText();
        if (number.isEmpty()) {
            out.println(options.isJson() ? event : PlainText.line(event.path("reason").asText()));
            return;
        }
        JsonNode kept = Waiting.until(() -> Optional.of(client.get(path("/special-reports/" + number + ".json")))
                .filter(TocsinClient.Answer::isGood).map(TocsinClient.Answer::body)
                .filter(body -> Sha256.of(body.path("report").path("text").asText())
                        .equals(event.path("detail").path("textSha256").asText())))
                .orElseThrow(() -> new CommandFailure(Main.NOT_SO, event.path("reason").asText()));
        if (options.isJson()) {
            out.println(kept);
            return;
        }
        if (way.draft) {
            out.println(PlainText.line(kept.path("report").path("title").asText()));
            out.println();
            out.println(kept.path("report").path("text").asText());
        }
        out.println(PlainText.line(event.path("reason").asText()));
    }

    private String path(String end) {
        return "/api/v1/incidents/" + Words.escaped("INCIDENT", incident) + end;
    }
}
