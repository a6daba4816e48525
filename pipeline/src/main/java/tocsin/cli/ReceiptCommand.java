package tocsin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.receipts.ReceiptOfReport;
import tocsin.wire.RecordJson;
import tocsin.wire.Seal;

/// `./tocsin receipt show|verify`
@Command(name = "receipt", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin receipt show R-17", description = "Show the receipt (回执) of a report, or find whether one is genuine.", subcommands = {
        ReceiptCommand.ShowCommand.class, ReceiptCommand.VerifyCommand.class})
final class ReceiptCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw WrongUsage.incomplete(spec);
    }

    /// `./tocsin receipt show REPORT`
    @Command(name = "show", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin receipt show R-17 --agency qingdao-fire", description = "Print the receipt of a report that was judged.")
    static final class ShowCommand implements Callable<Integer> {
        @Parameters(paramLabel = "REPORT", description = "its reportId")
        private String report = "";

        @Option(names = "--agency", paramLabel = "AGENCY", description = "the agency that sent it (default: your key's, or that of the last one of this id)")
        private @Nullable String agency;

        @Mixin
        private ClientOptions options = new ClientOptions();

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() {
            try (TocsinClient client = options.client()) {
                JsonNode answer = client.get("/api/v1/reports/" + Words.escaped("REPORT", report) + "/receipt"
                        + (agency == null ? "" : "?agency=" + Words.escaped("--agency", agency))).good();
                Output.of(spec).println(answer);
                return 0;
            }
        }
    }

    /// `./tocsin receipt verify FILE`
    @Command(name = "verify", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin receipt verify receipt.json", description = "Find whether a receipt or an acceptance was signed by this deployment, and print what it says.")
    static final class VerifyCommand implements Callable<Integer> {
        private static final List<String> TYPES = List.of(ReceiptOfReport.TYPE, ReceiptOfReport.ACCEPTANCE);

        @Parameters(paramLabel = "FILE", description = "the receipt: JSON with \"signed\", or the signed text alone; - reads the input")
        private String file = "";

        @Option(names = "--key", paramLabel = "FILE", description = "the deployment's public key, as GET /api/v1/keys answers it (default: asked of the running Tocsin)")
        private @Nullable Path key;

        @Mixin
        private ClientOptions options = new ClientOptions();

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            String signed = signed(file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file)));
            JsonNode keys = keys();
            for (JsonNode each : keys.has("keys") ? keys.path("keys") : List.of(keys)) {
                for (String type : TYPES) {
                    Optional<JsonNode> payload = Seal.verify(signed, type, each);
                    if (payload.isPresent()) {
                        Output.of(spec).println("genuine " + type + ", signed by key " + each.path("kid").asText());
                        Output.of(spec).println(payload.get().toPrettyString());
                        return 0;
                    }
                }
            }
            throw new CommandFailure(Main.NOT_SO, "NOT GENUINE: none of " + TYPES
                    + " was signed so by this key; it was changed, or another deployment's");
        }

        private JsonNode keys() throws IOException {
            if (key != null) {
                return RecordJson.MAPPER.readTree(Files.readString(key));
            }
            try (TocsinClient client = options.client()) {
                return client.get("/api/v1/keys").good();
            }
        }

        private static String signed(String text) {
            try {
                JsonNode json = RecordJson.MAPPER.readTree(text);
                JsonNode receipt = json.isArray() ? json.path(0) : json;
                return receipt.path("signed").asText();
            } catch (JsonProcessingException e) {
                return text.strip();
            }
        }
    }
}
