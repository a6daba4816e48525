package tocsin.receipts;

import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import tocsin.rules.directory.Agency;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.Notification;
import tocsin.v1.Rejected;
import tocsin.wire.PackLibrary;
import tocsin.wire.Topics;

/// Tells an agency's technical contact of a record that was refused, once an hour at most: a program that sends
/// nonsense sends much of it.
public final class RefusalProcessor extends ContextualProcessor<String, Rejected, String, SpecificRecord> {
    /// The store of when each agency was last told.
    public static final String STORE = "refusals-told";
    private static final Duration AT_MOST_EVERY = Duration.ofHours(1);

    private final Topics topics;
    private final PackLibrary packs;

    public RefusalProcessor(Topics topics, PackLibrary packs) {
        this.topics = topics;
        this.packs = packs;
    }

    @Override
    public void process(Record<String, Rejected> record) {
        Directory directory = packs.activeDirectory();
        Agency agency = sender(record.value(), directory);
        Official official = agency == null || agency.technicalContact() == null
                ? null
                : directory.officials().get(agency.technicalContact());
        if (agency == null || official == null || toldLately(agency.id(), record.value().getAt())) {
            return;
        }
        new Letters(packs.activePack(), directory, Instant.ofEpochMilli(context().currentSystemTimeMs()))
                .refusal(record.value(), agency, official).ifPresent(letter -> {
                    told().put(agency.id(), record.value().getAt().toEpochMilli());
                    context().forward(record.withKey(letter.getRecipient()).withValue(letter));
                });
    }

    private @Nullable Agency sender(Rejected refused, Directory directory) {
        String sender = topics.agencyOf(refused.getSourceTopic()).orElse(refused.getSender());
        return sender == null ? null : directory.agencies().get(sender);
    }

    private boolean toldLately(String agencyId, Instant at) {
        Long last = told().get(agencyId);
        return last != null && at.isBefore(Instant.ofEpochMilli(last).plus(AT_MOST_EVERY));
    }

    private KeyValueStore<String, Long> told() {
        return context().getStateStore(STORE);
    }
}
