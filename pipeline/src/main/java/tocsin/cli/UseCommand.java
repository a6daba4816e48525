package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.text.PlainText;

/// `./tocsin use AGENCY REPORT --as special`
@Command(name = "use", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin use qingdao-fire R-17 --as special", description = "Note how a report was used (采用): it gives points by the Meizhou measures.")
final class UseCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Mixin
    private OrderId id = new OrderId();

    @Parameters(index = "0", paramLabel = "AGENCY", description = "the agency's id")
    private String agency = "";

    @Parameters(index = "1", paramLabel = "REPORT", description = "its reportId")
    private String report = "";

    @Option(names = "--as", required = true, paramLabel = "USE", description = "special (专报), circulated (送阅), solicited (约稿), summary (综合) or reference (备查)")
    private String use = "";

    @Option(names = "--images", description = "it came with images")
    private boolean images;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        try (TocsinClient client = options.client()) {
            JsonNode judged = client
                    .get("/api/v1/reports/" + Words.escaped("REPORT", report) + "/verdict?agency="
                            + Words.escaped("AGENCY", agency))
                    .good();
            ObjectNode command = JsonNodeFactory.instance.objectNode().put("action", "USE").put("channel", "cli");
            command.putObject("arguments").put("agencyId", agency).put("reportId", report).put("as", use)
                    .put("images", Boolean.toString(images));
            JsonNode outcome = OrderResult.await(client, client
                    .order("/api/v1/incidents/" + judged.path("desk").asText() + "/commands", id.on(command)).good());
            Output.of(spec).println(options.isJson()
                    ? outcome
                    : PlainText.line("noted: " + outcome.path("detail").asText() + " (command "
                            + outcome.path("commandId").asText() + ")"));
            return 0;
        }
    }
}
