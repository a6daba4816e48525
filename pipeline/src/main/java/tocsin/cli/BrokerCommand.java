package tocsin.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tocsin.embedded.DataFolder;
import tocsin.embedded.EmbeddedPair;
import tocsin.runtime.InstanceFiles;
import tocsin.runtime.Teardown;

/// `./tocsin broker --data-dir DIR`
@Command(name = "broker", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin broker --data-dir data/broker --kafka-port 9092", description = "Run the embedded broker and registry alone, for other"
        + " processes to join.")
final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--data-dir", description = "where their data is kept (default: ${DEFAULT-VALUE})", defaultValue = "data/broker")
    private Path dataDir = Path.of("data/broker");

    @Option(names = "--kafka-port", description = "the broker's port (default: ${DEFAULT-VALUE}; 0 for a free one)", defaultValue = "9092")
    private int kafkaPort;

    @Option(names = "--registry-port", description = "the registry's port (default: ${DEFAULT-VALUE}; 0 for a free one)", defaultValue = "8081")
    private int registryPort;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        DataFolder.tighten(dataDir).forEach(System.err::println);
        Teardown teardown = new Teardown();
        EmbeddedPair pair = teardown.add("embedded pair", EmbeddedPair.start(
                new EmbeddedPair.Wanted(true, Words.port("--kafka-port", kafkaPort), true,
                        Words.port("--registry-port", registryPort)),
                dataDir, System.err::println));
        InstanceFiles files = new InstanceFiles(dataDir);
        teardown.add("note of the pair", files::removePair);
        files.writePair(new InstanceFiles.Pair(pair.brokerAddress(), pair.registryUrl()));
        Output.of(spec).println(json
                ? JsonNodeFactory.instance.objectNode().put("bootstrapServers", pair.brokerAddress())
                        .put("schemaRegistryUrl", pair.registryUrl()).toString()
                : "kafka bootstrap.servers: " + pair.brokerAddress() + "\nschema-registry url: " + pair.registryUrl());
        Home.serve(teardown);
        return 0;
    }
}
