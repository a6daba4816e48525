package tocsin.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tocsin.desk.DeskStores;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.RollCall;
import tocsin.internal.v1.Tick;

/// Decides when a desk's inbox is told that time has passed.
///
/// One tick a desk is outstanding at a time. After an assignment none is written before a roll call, appended behind the
/// backlog, has been read, so that an answer waiting in the backlog is heard before anybody is paged; at most
/// [#PATIENCE], so that an endless backlog does not silence the desk.
final class TickWriter {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofHours(1);
    private static final Duration HEARD_EVERY = Duration.ofSeconds(10);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(10);

    private final DeskStores stores;
    private final int partition;
    private final Instant assignedAt;
    private final String roll = UUID.randomUUID().toString();
    private final Set<String> desks = new HashSet<>();
    private final Set<String> outstanding = new HashSet<>();
    private final Map<String, Instant> heardTheTime = new HashMap<>();
    private boolean called;
    private boolean answered;

    TickWriter(DeskStores stores, int partition, Instant assignedAt) {
        this.stores = stores;
        this.partition = partition;
        this.assignedAt = assignedAt;
        stores.books().range("", "\uffff", Integer.MAX_VALUE).forEach(row -> desks.add(row.getKey()));
    }

    /// Notes what was read from the inbox.
    void read(InboxRecord record) {
        if (record.getBody() instanceof RollCall call && call.getRoll().equals(roll)) {
            answered = true;
        } else if (record.getBody() instanceof Tick) {
            outstanding.remove(record.getDesk());
        }
        if (!record.getDesk().isEmpty()) {
            desks.add(record.getDesk());
        }
    }

    /// The record to append to the inbox now for this desk, or empty where nothing is due.
    Optional<InboxRecord> tick(String desk, Instant now) {
        if (!answered && now.isBefore(assignedAt.plus(PATIENCE))) {
            return Optional.empty();
        }
        Optional<Due> next = stores.soonestDue(desk);
        if (mustHearTheTime(desk, next, now) && mayHearTheTime(desk, now) && outstanding.add(desk)) {
            return Optional.of(new InboxRecord(desk, null, new Tick(now)));
        }
        Optional<Due> due = next.filter(soonest -> !soonest.getAt().isAfter(now));
        return due.filter(soonest -> outstanding.add(desk))
                .map(soonest -> new InboxRecord(desk, null, new Tick(soonest.getAt())));
    }

    /// A desk whose clock is ahead has nothing due, and would hear of its clock only from the next report. One that awaits
    /// something soon hears the time now and then, so that it knows by how much its clock is set back when it is.
    private boolean mustHearTheTime(String desk, Optional<Due> next, Instant now) {
        return stores.isAhead(desk, now)
                || next.filter(due -> due.getAt().isAfter(now) && due.getAt().isBefore(now.plus(SOON))).isPresent()
                        && stores.clock(desk).plus(HEARD_EVERY).isBefore(now);
    }

    /// Not oftener than this: a broker whose clock differs from ours makes its desks seem ahead for ever.
    private boolean mayHearTheTime(String desk, Instant now) {
        Instant last = heardTheTime.get(desk);
        if (last != null && Duration.between(last, now).abs().compareTo(TOLD_EVERY) < 0) {
            return false;
        }
        heardTheTime.put(desk, now);
        return true;
    }

    /// The roll call, once after the assignment.
    Optional<InboxRecord> rollCall() {
        if (called) {
            return Optional.empty();
        }
        called = true;
        return Optional.of(new InboxRecord("", null, new RollCall(partition, roll)));
    }

    Set<String> desks() {
        return Set.copyOf(desks);
    }
}
