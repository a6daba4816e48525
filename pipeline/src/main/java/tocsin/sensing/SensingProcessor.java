package tocsin.sensing;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.SensorWindow;
import tocsin.model.Sha256;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.SensorReading;
import tocsin.wire.PackLibrary;

/// Loads a sensor's windows, asks [Sensing], stores, forwards changes of level.
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
        Optional<String> desk = Sensing.desk(reading, packs.activeDirectory());
        if (desk.isEmpty()) {
            LOG.info("reading of an unknown sensor kept, no alarm: sensorId={}", reading.getSensorId());
            return;
        }
        Sensing.read(reading, record.key(), Instant.ofEpochMilli(record.timestamp()), packs.activePack(),
                packs.activeDirectory(), windows())
                .forEach(change -> context().forward(record.withKey(desk.get())
                        .withValue(new InboxRecord(desk.get(), origin(reading), change))));
    }

    private Sensing.Windows windows() {
        KeyValueStore<String, SensorWindow> store = context().getStateStore(STORE);
        return new Sensing.Windows() {
            @Override
            public @Nullable SensorWindow get(String key) {
                return store.get(key);
            }

            @Override
            public void put(String key, SensorWindow window) {
                store.put(key, window);
            }
        };
    }

    private Origin origin(SensorReading reading) {
        RecordMetadata metadata = context().recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
        return new Origin(metadata.topic(), metadata.partition(), metadata.offset(),
                Sha256.of(CanonicalAvro.bytes(reading)));
    }
}
