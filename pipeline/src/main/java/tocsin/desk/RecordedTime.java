package tocsin.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.Tick;
import tocsin.model.Sha256;
import tocsin.schemas.CanonicalAvro;

/// A desk whose time is that of the records it reads: what falls due between two records fires between them, each at its
/// own instant. For recordings, where no clock runs along.
public final class RecordedTime {
    private final Desk desk;
    private final DeskStores stores;

    public RecordedTime(Desk desk, DeskStores stores) {
        this.desk = desk;
        this.stores = stores;
    }

    /// Reads one record, after everything that fell due before it.
    public List<DeskOutput> read(InboxRecord record, Origin position, Instant at) {
        List<DeskOutput> outputs = new ArrayList<>(pass(at));
        outputs.addAll(desk.read(record, position, notBefore(record.getDesk(), at)));
        return outputs;
    }

    /// Lets time pass until this instant.
    public List<DeskOutput> pass(Instant until) {
        List<DeskOutput> outputs = new ArrayList<>();
        for (Optional<Map.Entry<String, Due>> next = next(until); next.isPresent(); next = next(until)) {
            String code = next.get().getKey();
            Instant due = next.get().getValue().getAt();
            InboxRecord tick = new InboxRecord(code, null, new Tick(due));
            outputs.addAll(desk.read(tick, new Origin("recorded-time", 0, due.toEpochMilli(),
                    Sha256.of(CanonicalAvro.bytes(tick))), notBefore(code, due)));
        }
        return outputs;
    }

    /// No clock is set in a recording: what is out of order in it is read at the latest time before.
    private Instant notBefore(String code, Instant at) {
        Instant known = stores.book(code).getNow();
        return at.isBefore(known) ? known : at;
    }

    /// The soonest of what is due at any desk until this instant.
    private Optional<Map.Entry<String, Due>> next(Instant until) {
        return stores.books().range("", "\uffff", Integer.MAX_VALUE).stream().map(Map.Entry::getKey)
                .flatMap(code -> stores.soonestDue(code).stream().map(due -> Map.entry(code, due)))
                .filter(entry -> !entry.getValue().getAt().isAfter(until))
                .min(java.util.Comparator.comparing(entry -> entry.getValue().getAt()));
    }
}
