package tocsin.desk;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.DeskBook;
import tocsin.internal.v1.Origin;
import tocsin.schemas.CanonicalAvro;
import tocsin.model.Sha256;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// The head of a desk's timeline: every event carries the hash of the one before.
public final class Chronicle {
    private final String desk;
    private long sequence;
    private String head;

    Chronicle(String desk, DeskBook book) {
        this.desk = desk;
        this.sequence = book.getTimelineSequence();
        this.head = book.getTimelineHash();
    }

    long sequence() {
        return sequence;
    }

    String head() {
        return head;
    }

    TimelineEvent next(Instant at, @Nullable String incidentId, TimelineKind kind, String actor, @Nullable String rule,
            String reason, Origin input, String packHash, Map<String, String> detail) {
        sequence++;
        TimelineEvent unsigned = new TimelineEvent(desk, sequence, head, "", at, incidentId, kind, actor, rule, reason,
                input.getTopic(), input.getPartition(), input.getOffset(), input.getSha256(), packHash,
                new TreeMap<>(detail));
        head = hash(unsigned);
        return TimelineEvent.newBuilder(unsigned).setHash(head).build();
    }

    /// The hash this event must carry: over its number, the hash before it and its canonical bytes without a hash.
    public static String hash(TimelineEvent event) {
        TimelineEvent unsigned = event.getHash().isEmpty()
                ? event
                : TimelineEvent.newBuilder(event).setHash("").build();
        return Sha256.of(Long.toString(event.getSequence()), event.getPreviousHash(),
                Sha256.of(CanonicalAvro.bytes(unsigned)));
    }
}
