package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import tocsin.v1.DeliveryState;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;
import tocsin.v1.Urgency;

/// What one lane knows of the notifications of one partition.
///
/// Unsent entries are held whole, in order; so are those whose receipt is awaited. Of finished ones only the id stays
/// (some 100 bytes each) until it may be forgotten. Used by one thread.
final class Ledger {
    /// A recipient's later messages wait for an earlier one that is tried again this soon: across an outage the order
    /// stays. A handset that is off is tried again later than that and holds nothing up.
    private static final Duration KEEPS_ITS_PLACE = Duration.ofSeconds(5);

    private final Urgency lane;
    private final Map<String, LedgerEntry> unsent = new LinkedHashMap<>();
    private final Map<String, LedgerEntry> awaiting = new HashMap<>();
    private final PriorityQueue<Asking> asking = new PriorityQueue<>(Comparator.comparing(Asking::at));
    private final Map<String, Instant> finished = new HashMap<>();
    private final Set<String> inFlight = new HashSet<>();
    /// Entries with a step that is decided and not committed yet: nothing else may be decided of them meanwhile.
    private final Set<String> changing = new HashSet<>();
    private final Set<String> busyRecipients = new HashSet<>();

    /// When the provider is asked about a message.
    private record Asking(Instant at, String notificationId) {}

    Ledger(Urgency lane) {
        this.lane = lane;
    }

    /// Puts an entry in as its topic has it.
    void restore(LedgerEntry entry) {
        if (entry.getLane() == lane) {
            put(entry);
        }
    }

    /// The entry for a notification just read, or empty if its id was seen before.
    Optional<LedgerEntry> accept(Notification notification, Instant now) {
        String id = notification.getNotificationId();
        if (unsent.containsKey(id) || awaiting.containsKey(id) || finished.containsKey(id)) {
            return Optional.empty();
        }
        LedgerEntry entry = LedgerRules.accepted(notification, lane, now);
        unsent.put(id, entry);
        return Optional.of(entry);
    }

    /// Takes a step that was committed, or a later time to ask at.
    void put(LedgerEntry entry) {
        String id = entry.getNotificationId();
        inFlight.remove(id);
        changing.remove(id);
        if (LedgerRules.isFinished(entry)) {
            unsent.remove(id);
            awaiting.remove(id);
            finished.put(id, entry.getForgetAt());
        } else if (entry.getState() == DeliveryState.HANDED_OVER) {
            unsent.remove(id);
            awaiting.put(id, entry);
            asking.add(new Asking(entry.getNextAttemptAt(), id));
        } else {
            awaiting.remove(id);
            unsent.put(id, entry);
        }
    }

    /// Claims found on taking over: their callers are gone.
    List<LedgerEntry> orphans() {
        return unsent.values().stream().filter(entry -> entry.getState() == DeliveryState.CLAIMED)
                .filter(entry -> !inFlight.contains(entry.getNotificationId())).toList();
    }

    /// Entries whose time has come, in order, one a recipient at a time, at most this many.
    ///
    /// @param admitted whether a notification's means takes messages now; what has expired needs no means
    List<LedgerEntry> ready(Instant now, int limit, Predicate<Notification> admitted) {
        List<LedgerEntry> ready = new ArrayList<>();
        Set<String> ahead = new HashSet<>(busyRecipients);
        for (LedgerEntry entry : unsent.values()) {
            if (ready.size() >= limit) {
                break;
            }
            Notification notification = entry.getNotification();
            if (notification == null || entry.getState() == DeliveryState.CLAIMED || isBusy(entry)) {
                continue;
            }
            boolean due = !entry.getNextAttemptAt().isAfter(now);
            boolean holdsPlace = due || entry.getNextAttemptAt().isBefore(now.plus(KEEPS_ITS_PLACE));
            boolean expired = !notification.getExpiresAt().isAfter(now);
            boolean first = holdsPlace && ahead.add(way(notification));
            if (expired && due && entry.getState() != DeliveryState.IN_DOUBT
                    || first && due && admitted.test(notification)) {
                ready.add(entry);
            }
        }
        return ready;
    }

    /// Messages decided before this that wait for their means: due and never tried, or one whose provider is away.
    List<LedgerEntry> waiting(Instant decidedBefore, Instant now, Predicate<Notification> away) {
        return unsent.values().stream().filter(entry -> {
            Notification notification = entry.getNotification();
            // What was never tried waits since it was read: that it was read late is told elsewhere.
            return notification != null && (entry.getAttempt() == 0
                    ? entry.getAt().isBefore(decidedBefore) && !entry.getNextAttemptAt().isAfter(now)
                    : notification.getDecidedAt().isBefore(decidedBefore) && away.test(notification));
        }).toList();
    }

    /// Urgent messages that have not left in time.
    List<LedgerEntry> overdue(Instant now) {
        return unsent.values().stream().filter(entry -> LedgerRules.isOverdue(entry, now))
                .filter(entry -> entry.getState() != DeliveryState.CLAIMED).filter(entry -> !isBusy(entry)).toList();
    }

    /// Messages handed over whose provider is to be asked now, at most this many.
    List<LedgerEntry> unheard(Instant now, int limit) {
        List<LedgerEntry> unheard = new ArrayList<>();
        while (unheard.size() < limit && !asking.isEmpty() && !asking.peek().at().isAfter(now)) {
            Asking next = asking.poll();
            LedgerEntry entry = awaiting.get(next.notificationId());
            if (entry != null && entry.getNextAttemptAt().equals(next.at()) && !isBusy(entry)) {
                unheard.add(entry);
            }
        }
        return unheard;
    }

    /// The entry of a message whose receipt is awaited; empty if it is finished, about to be, or was never here.
    Optional<LedgerEntry> awaited(String notificationId) {
        return Optional.ofNullable(awaiting.get(notificationId))
                .filter(entry -> !changing.contains(entry.getNotificationId()));
    }

    /// Messages handed over whose silence the desk has heard of: the first to be given up where there are too many.
    List<LedgerEntry> silent(int limit) {
        return awaiting.values().stream().filter(entry -> entry.getOverdueAt() == null && !isBusy(entry))
                .limit(limit).toList();
    }

    /// Notes that a step of this entry is decided and not committed yet.
    void change(String notificationId) {
        changing.add(notificationId);
    }

    private boolean isBusy(LedgerEntry entry) {
        return inFlight.contains(entry.getNotificationId()) || changing.contains(entry.getNotificationId());
    }

    /// Messages of an incident to a recipient that have not left yet, but for this one.
    List<LedgerEntry> unsentBefore(Notification last) {
        return unsent.values().stream().filter(entry -> {
            Notification earlier = entry.getNotification();
            return earlier != null && !isBusy(entry) && entry.getState() != DeliveryState.CLAIMED
                    && entry.getState() != DeliveryState.IN_DOUBT
                    && earlier.getIncidentId().equals(last.getIncidentId()) && way(earlier).equals(way(last))
                    && !earlier.getNotificationId().equals(last.getNotificationId());
        }).toList();
    }

    void begin(Notification notification) {
        inFlight.add(notification.getNotificationId());
        busyRecipients.add(way(notification));
    }

    /// Begins to ask about a message, which keeps nobody from sending the next.
    void beginAsking(Notification notification) {
        inFlight.add(notification.getNotificationId());
    }

    /// Frees the recipient for the next message; the notification itself stays in flight until its end is committed.
    void end(Notification notification) {
        busyRecipients.remove(way(notification));
    }

    private static String way(Notification notification) {
        return notification.getRecipient() + notification.getChannel();
    }

    /// Ids that may be forgotten now; they are, and their rows in the topic can go.
    Collection<String> forget(Instant now) {
        List<String> old = finished.entrySet().stream().filter(entry -> entry.getValue().isBefore(now))
                .map(Map.Entry::getKey).toList();
        old.forEach(finished::remove);
        return old;
    }

    int unsentCount() {
        return unsent.size();
    }

    int awaitingCount() {
        return awaiting.size();
    }
}
