package tocsin.sensing;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.SensorWindow;
import tocsin.schemas.CanonicalAvro;
import tocsin.model.Sha256;
import tocsin.rules.WarningRule;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Sensor;
import tocsin.v1.SensorReading;
import tocsin.wire.PackLibrary;

/// Loads a sensor's window, asks [LevelWatch], stores, forwards changes of level.
public final class SensingProcessor extends ContextualProcessor<String, SensorReading, String, InboxRecord> {
    public static final String STORE = "sensing-windows";
    private static final Logger LOG = LoggerFactory.getLogger(SensingProcessor.class);

    private final PackLibrary packs;

    public SensingProcessor(PackLibrary packs) {
        this.packs = packs;
    }

    @Override
    public void process(Record<String, SensorReading> record) {
        SensorReading reading = record.value();
        Directory directory = packs.activeDirectory();
        Sensor sensor = directory.sensors().get(reading.getSensorId());
        if (sensor == null) {
            LOG.info("reading of an unknown sensor kept, no alarm: sensorId={}", reading.getSensorId());
            return;
        }
        KeyValueStore<String, SensorWindow> store = context().getStateStore(STORE);
        for (WarningRule rule : packs.activePack().warnings()) {
            if (rule.metric().equals(reading.getMetric()) && rule.unit().equals(reading.getUnit())) {
                String key = rule.provenance().id() + "|" + record.key();
                SensorWindow window = store.get(key);
                LevelWatch.Decision decision = LevelWatch.decide(
                        window == null ? new SensorWindow(List.of(), null) : window, reading, rule, sensor,
                        Instant.ofEpochMilli(record.timestamp()));
                store.put(key, decision.window());
                decision.change().ifPresent(change -> {
                    String desk = directory.deskFor(sensor.area());
                    context().forward(record.withKey(desk).withValue(new InboxRecord(desk, origin(reading), change)));
                });
            }
        }
    }

    private Origin origin(SensorReading reading) {
        RecordMetadata metadata = context().recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
        return new Origin(metadata.topic(), metadata.partition(), metadata.offset(),
                Sha256.of(CanonicalAvro.bytes(reading)));
    }
}
