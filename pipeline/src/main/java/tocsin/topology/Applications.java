package tocsin.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.Topology;
import tocsin.intake.Gate;
import tocsin.intake.SenderKeys;
import tocsin.observe.Meters;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.wire.PackLibrary;
import tocsin.wire.Quarantine;
import tocsin.wire.Seal;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// Every application with its topology, to be drawn or asked what it reads and writes, and never to be run.
public final class Applications {
    private Applications() {}

    /// The applications by their names, in the order the data flows.
    public static Map<String, Topology> of(Topics topics) {
        try (RegistryClient unasked = new RegistryClient("http://127.0.0.1:1", null)) {
            TocsinTopology page = new TocsinTopology(topics,
                    new Serdes(new SchemaIds(unasked, null, false), null, Map.of()), new NoPacks(),
                    new Meters(new SimpleMeterRegistry()), new ArrivalTime(Clock.systemUTC()), new Quarantine());
            Gate gate = new Gate(topics, new SenderKeys(new byte[]{1}, Map.of()));
            Seal seal = new Seal(new byte[]{1});
            Map<String, Topology> applications = new LinkedHashMap<>();
            applications.put("http-intake", page.httpIntake(gate));
            applications.put("intake", page.intake(gate));
            applications.put("signals", page.signals(gate));
            applications.put("evidence", page.evidence());
            applications.put("desk", page.desk(() -> true));
            applications.put("analytics", page.analytics());
            applications.put("receipts", page.receipts(seal));
            applications.put("audit", page.audit(seal));
            return Collections.unmodifiableMap(applications);
        }
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
