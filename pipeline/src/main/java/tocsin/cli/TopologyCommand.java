package tocsin.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tocsin.topology.ArrivalTime;
import tocsin.intake.Gate;
import tocsin.intake.SenderKeys;
import tocsin.observe.Meters;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.topology.TocsinTopology;
import tocsin.wire.PackLibrary;
import tocsin.wire.Quarantine;
import tocsin.wire.Seal;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// `./tocsin topology`
@Command(name = "topology", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin topology", description = "Print the stream topology.")
final class TopologyCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        Topics topics = new Topics("tocsin.", 12);
        try (RegistryClient unasked = new RegistryClient("http://127.0.0.1:1", null)) {
            TocsinTopology page = new TocsinTopology(topics,
                    new Serdes(new SchemaIds(unasked, null, false), null, Map.of()),
                    new NoPacks(), new Meters(new SimpleMeterRegistry()), new ArrivalTime(Clock.systemUTC()),
                    new Quarantine());
            Gate gate = new Gate(topics, new SenderKeys(new byte[]{1}, Map.of()));
            Seal seal = new Seal(new byte[]{1});
            out.println("http-intake\n" + page.httpIntake(gate).describe());
            out.println("intake\n" + page.intake(gate).describe());
            out.println("signals\n" + page.signals(gate).describe());
            out.println("evidence\n" + page.evidence().describe());
            out.println("desk\n" + page.desk(() -> true).describe());
            out.println("analytics\n" + page.analytics().describe());
            out.println("receipts\n" + page.receipts(seal).describe());
            out.println("audit\n" + page.audit(seal).describe());
        }
        return 0;
    }

    /// Drawing the pipeline asks for no pack.
    private record NoPacks() implements PackLibrary {
        @Override
        public Pack pack(String hash) {
            throw new PackNotHereException(hash);
        }

        @Override
        public Directory directory(String hash) {
            throw new PackNotHereException(hash);
        }

        @Override
        public Pack activePack() {
            throw new PackNotHereException("active");
        }

        @Override
        public Pack packAt(Instant instant) {
            throw new PackNotHereException("active");
        }

        @Override
        public Directory activeDirectory() {
            throw new PackNotHereException("active");
        }
    }
}
