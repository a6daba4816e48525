package tocsin.listening;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.PostWindow;
import tocsin.schemas.CanonicalAvro;
import tocsin.model.Sha256;
import tocsin.rules.MediaRule;
import tocsin.rules.directory.Area;
import tocsin.rules.directory.Directory;
import tocsin.v1.MediaSignal;
import tocsin.wire.PackLibrary;

/// Loads an area's window, asks [BurstWatch], stores, forwards bursts.
public final class ListeningProcessor extends ContextualProcessor<String, MediaSignal, String, InboxRecord> {
    public static final String STORE = "listening-windows";

    private final PackLibrary packs;

    public ListeningProcessor(PackLibrary packs) {
        this.packs = packs;
    }

    @Override
    public void process(Record<String, MediaSignal> record) {
        MediaSignal post = record.value();
        Directory directory = packs.activeDirectory();
        String area = record.key().isEmpty() ? areaByName(directory, post).map(Area::code).orElse("") : record.key();
        if (area.isEmpty()) {
            return;
        }
        KeyValueStore<String, PostWindow> store = context().getStateStore(STORE);
        for (MediaRule rule : packs.activePack().media()) {
            if (rule.speaksOfIt(post.getText())) {
                String key = rule.provenance().id() + "|" + area + "|" + post.getStatus();
                PostWindow window = store.get(key);
                BurstWatch.Decision decision = BurstWatch.decide(
                        window == null ? new PostWindow(List.of(), null) : window, post, rule, area,
                        Instant.ofEpochMilli(record.timestamp()));
                store.put(key, decision.window());
                decision.burst().ifPresent(burst -> {
                    String desk = directory.deskFor(area);
                    context().forward(record.withKey(desk).withValue(new InboxRecord(desk, origin(post), burst)));
                });
            }
        }
    }

    private static Optional<Area> areaByName(Directory directory, MediaSignal post) {
        String words = post.getText() + " " + (post.getPlaceText() == null ? "" : post.getPlaceText());
        return directory.areas().values().stream().filter(area -> !area.code().endsWith("00"))
                .filter(area -> words.contains(area.name().zh()) || words.contains(area.name().en())
                        || area.aliases().stream().anyMatch(words::contains))
                .findFirst();
    }

    private Origin origin(MediaSignal post) {
        RecordMetadata metadata = context().recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
        return new Origin(metadata.topic(), metadata.partition(), metadata.offset(),
                Sha256.of(CanonicalAvro.bytes(post)));
    }
}
