package tocsin.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tocsin.embedded.DataFolder;
import tocsin.embedded.EmbeddedPair;
import tocsin.embedded.PairAccess;
import tocsin.runtime.ClientFiles;
import tocsin.runtime.EmbeddedAcls;
import tocsin.runtime.InstanceFiles;
import tocsin.runtime.Teardown;
import tocsin.wire.Topics;

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

    @Option(names = "--open", description = "ask nobody for a password: every program of this machine may do everything")
    private boolean open;

    @Option(names = "--prefix", description = "what the topics begin with that other programs may use (default: ${DEFAULT-VALUE})", defaultValue = "tocsin.")
    private String prefix = "tocsin.";

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        DataFolder.tighten(dataDir).forEach(System.err::println);
        Teardown teardown = new Teardown();
        int brokerPort = Words.port("--kafka-port", kafkaPort);
        int ofRegistry = Words.port("--registry-port", registryPort);
        ClientFiles inside = new ClientFiles(dataDir);
        PairAccess access = open ? null : inside.access();
        EmbeddedPair pair = teardown.add("embedded pair", EmbeddedPair.start(
                new EmbeddedPair.Wanted(true, brokerPort, true,
                        ofRegistry, access),
                dataDir, System.err::println));
        inside.write(pair, true, true, access);
        if (access != null) {
            Map<String, Object> clients = new HashMap<>(access.ownKafka());
            clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, pair.brokerAddress());
            try (Admin admin = Admin.create(clients)) {
                EmbeddedAcls.set(admin, new Topics(prefix, 1));
            }
        }
        InstanceFiles files = new InstanceFiles(dataDir);
        teardown.add("note of the pair", files::removePair);
        files.writePair(new InstanceFiles.Pair(pair.brokerAddress(), pair.registryUrl()));
        tell(pair, inside);
        Home.serve(teardown);
        return 0;
    }

    private void tell(EmbeddedPair pair, ClientFiles inside) {
        if (json) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("bootstrapServers", pair.brokerAddress())
                    .put("schemaRegistryUrl", pair.registryUrl());
            if (!open) {
                answer.put("clientFile", dataDir.resolve(ClientFiles.CLIENT).toString());
                answer.put("ownFile", dataDir.resolve(ClientFiles.OWN).toString());
            }
            Output.of(spec).println(answer);
            return;
        }
        Output.of(spec).println("kafka bootstrap.servers: " + pair.brokerAddress() + "\nschema-registry url: "
                + pair.registryUrl());
        inside.use().forEach(Output.of(spec)::println);
        if (!open) {
            Output.of(spec).println("further instances of Tocsin, in tocsin.yaml:\n  kafka: {file: "
                    + dataDir.resolve(ClientFiles.OWN) + "}\n  schema-registry: {file: "
                    + dataDir.resolve(ClientFiles.OWN) + "}");
        }
    }
}
