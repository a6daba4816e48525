package tocsin.analytics;

import java.time.Instant;
import tocsin.wire.TopicReader;
import tocsin.wire.Topics;

/// Reads from the topics what scorecards are made of.
public final class RecordReader {
    private final Topics topics;
    private final TopicReader reader;

    public RecordReader(Topics topics, TopicReader reader) {
        this.topics = topics;
        this.reader = reader;
    }

    /// Reads any topic in the same way.
    public TopicReader reader() {
        return reader;
    }

    /// All that is kept, whatever the period: what came after it settles what was missed in it, and what came before it
    /// tells what came twice.
    public Recorded read() {
        Recorded recorded = new Recorded();
        reader.read(topics.incidents, Instant.EPOCH, (record, incident) -> recorded.incident(incident));
        reader.read(topics.verdicts, Instant.EPOCH, (record, verdict) -> recorded.verdict(verdict));
        reader.read(topics.findings, Instant.EPOCH, (record, finding) -> recorded.finding(finding));
        reader.read(topics.timeline, Instant.EPOCH, (record, event) -> recorded.event(event));
        return recorded;
    }
}
