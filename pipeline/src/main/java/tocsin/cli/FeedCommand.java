package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.connectors.Door;
import tocsin.connectors.FeedSettings;
import tocsin.connectors.Freshness;
import tocsin.mapping.Mapping;
import tocsin.mapping.RefusedRow;
import tocsin.runtime.Feeds;
import tocsin.runtime.SettingsReader;
import tocsin.runtime.Teardown;
import tocsin.text.PlainText;

/// `./tocsin feed --config tocsin.yaml [ID...]`
@Command(name = "feed", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin feed --config tocsin.yaml --once usgs", description = "Fetch the feeds of a configuration and send what is new"
        + " to a running Tocsin, apart from it.")
final class FeedCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the configuration that names the feeds")
    private Path config = Path.of("tocsin.yaml");

    @Option(names = "--once", description = "fetch each file once and end")
    private boolean once;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "only these feeds")
    private Set<String> ids = Set.of();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        List<FeedSettings> feeds = SettingsReader.read(config, System.getenv()).feeds().stream()
                .filter(feed -> ids.isEmpty() || ids.contains(feed.id())).toList();
        if (feeds.isEmpty()) {
            throw new CommandFailure(Main.WRONG_USAGE, config + " names no such feed; write it under feeds");
        }
        Freshness freshness = new Freshness();
        Teardown teardown = new Teardown();
        TocsinClient client = teardown.add("client", options.client());
        Feeds work = teardown.add("feeds", new Feeds(new HttpDoor(client), freshness, Clock.systemUTC(), "command"));
        if (!once) {
            work.start(feeds);
            Home.serve(teardown);
            return 0;
        }
        boolean good = work.once(feeds);
        boolean whole = true;
        for (Freshness.Fresh fresh : freshness.all()) {
            fresh.refusedRows().stream().limit(RefusedRowsOut.SHOWN).forEach(row -> Output.of(spec).println(
                    PlainText.line(fresh.feed() + " line " + row.line() + (row.id() == null ? "" : ", " + row.id())
                            + " refused: " + String.join("; ", row.reasons()))));
            Output.of(spec).println(fresh.feed() + ": " + fresh.records() + " sent, " + fresh.refused() + " refused"
                    + (fresh.trouble() == null ? "" : "; " + PlainText.line(fresh.trouble())));
            whole &= fresh.refused() == 0;
        }
        teardown.close();
        return good && whole ? 0 : Main.NOT_SO;
    }

    /// The public intake over HTTP.
    private record HttpDoor(TocsinClient client) implements Door {
        @Override
        public void refused(RefusedRow row) {
            try {
                RefusedRowsOut.keep(client, List.of(row));
            } catch (CommandFailure e) {
                // The row is told with its reason all the same.
            }
        }

        @Override
        public List<@Nullable String> take(Mapping.Kind kind, List<ObjectNode> records) {
            ArrayNode batch = JsonNodeFactory.instance.arrayNode();
            records.forEach(batch::add);
            TocsinClient.Answer answer;
            try {
                answer = client.post(switch (kind) {
                    case REPORT -> "/api/v1/reports";
                    case SENSOR -> "/api/v1/sensors";
                    case MEDIA -> "/api/v1/media";
                }, batch);
            } catch (CommandFailure e) {
                throw new DoorClosedException(String.valueOf(e.getMessage()));
            }
            if (answer.status() >= 500 || answer.status() == 429 || answer.status() == 401) {
                throw new DoorClosedException(ClientOptions.refusal(answer));
            }
            List<@Nullable String> reasons = new ArrayList<>();
            for (int i = 0; i < records.size(); i++) {
                JsonNode one = answer.body().isArray() ? answer.body().path(i) : answer.body();
                reasons.add(one.has("errors") || !answer.isGood() ? one.path("errors").toString() : null);
            }
            return reasons;
        }
    }
}
