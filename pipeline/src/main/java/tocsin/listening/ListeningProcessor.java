package tocsin.listening;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.PostWindow;
import tocsin.model.Sha256;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.MediaSignal;
import tocsin.wire.Headers;
import tocsin.wire.PackLibrary;

/// Loads an area's windows, asks [Listening], stores, forwards bursts.
public final class ListeningProcessor extends ContextualProcessor<String, MediaSignal, String, SpecificRecord> {
    public static final String STORE = "listening-windows";

    private final PackLibrary packs;
    private final Listening listening;

    public ListeningProcessor(PackLibrary packs, Listening listening) {
        this.packs = packs;
        this.listening = listening;
    }

    @Override
    public void process(Record<String, MediaSignal> record) {
        MediaSignal post = record.value();
        String area = record.key();
        if (!area.isEmpty()) {
            String desk = packs.activeDirectory().deskFor(area);
            Instant arrivedAt = Headers.arrivedAt(record.headers(), Instant.ofEpochMilli(record.timestamp()));
            listening.read(post, area, arrivedAt, packs.activePack(), windows())
                    .forEach(burst -> context().forward(
                            record.withKey(desk).withValue(new InboxRecord(desk, origin(post), burst))));
        }
    }

    private Listening.Windows windows() {
        KeyValueStore<String, PostWindow> store = context().getStateStore(STORE);
        return new Listening.Windows() {
            @Override
            public @Nullable PostWindow get(String key) {
                return store.get(key);
            }

            @Override
            public void put(String key, PostWindow window) {
                store.put(key, window);
            }
        };
    }

    private Origin origin(MediaSignal post) {
        RecordMetadata metadata = context().recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
        return new Origin(metadata.topic(), metadata.partition(), metadata.offset(),
                Sha256.of(CanonicalAvro.bytes(post)));
    }
}
