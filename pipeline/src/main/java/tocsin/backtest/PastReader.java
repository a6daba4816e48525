package tocsin.backtest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tocsin.internal.v1.Origin;
import tocsin.model.Sha256;
import tocsin.schemas.CanonicalAvro;
import tocsin.wire.TopicReader;
import tocsin.wire.Topics;

/// Reads the past from the topics of a deployment: its inboxes, readings and posts as they were appended.
///
/// All of it is held in memory: some 3 kB a record.
public final class PastReader {
    private final Topics topics;
    private final TopicReader reader;

    public PastReader(Topics topics, TopicReader reader) {
        this.topics = topics;
        this.reader = reader;
    }

    /// What was appended from this instant on, up to what is there now.
    public Past since(Instant since) {
        List<Past.Moment> moments = new ArrayList<>();
        reader.read(topics.readings, since, (record, reading) -> moments.add(new Past.Moment.Reading(reading,
                record.key(), origin(record, reading), at(record))));
        reader.read(topics.posts, since, (record, post) -> moments.add(new Past.Moment.Post(post, record.key(),
                origin(record, post), at(record))));
        reader.read(topics.inbox, since, (record, entry) -> moments.add(new Past.Moment.Inbox(entry, at(record))));
        Map<String, String> openedBy = new HashMap<>();
        reader.read(topics.incidents, Instant.EPOCH,
                (record, incident) -> openedBy.put(incident.getIncidentId(), incident.getOpenedBy()));
        return new Past(moments, openedBy, topics.inbox.name() + " since "
                + since.truncatedTo(ChronoUnit.SECONDS), false);
    }

    private static Origin origin(ConsumerRecord<String, byte[]> record, SpecificRecord value) {
        return new Origin(record.topic(), record.partition(), record.offset(), Sha256.of(CanonicalAvro.bytes(value)));
    }

    private static Instant at(ConsumerRecord<String, byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }
}
