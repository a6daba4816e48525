package tocsin.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tocsin.v1.DeliveryState;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;
import tocsin.v1.Urgency;

/// What one lane knows of the notifications of one partition.
///
/// Open entries are held whole, in order; of finished ones only the id (some 100 bytes each) until it may be forgotten.
/// Used by one thread.
final class Ledger {
    private final Urgency lane;
    private final Map<String, LedgerEntry> open = new LinkedHashMap<>();
    private final Map<String, Instant> finished = new HashMap<>();
    private final Set<String> inFlight = new HashSet<>();
    private final Set<String> busyRecipients = new HashSet<>();

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
        if (open.containsKey(id) || finished.containsKey(id)) {
            return Optional.empty();
        }
        LedgerEntry entry = LedgerRules.accepted(notification, lane, now);
        open.put(id, entry);
        return Optional.of(entry);
    }

    /// Takes a step that was committed.
    void put(LedgerEntry entry) {
        inFlight.remove(entry.getNotificationId());
        if (LedgerRules.isFinished(entry)) {
            open.remove(entry.getNotificationId());
            finished.put(entry.getNotificationId(), entry.getForgetAt());
        } else {
            open.put(entry.getNotificationId(), entry);
        }
    }

    /// Claims found on taking over: their callers are gone.
    List<LedgerEntry> orphans() {
        return open.values().stream().filter(entry -> entry.getState() == DeliveryState.CLAIMED)
                .filter(entry -> !inFlight.contains(entry.getNotificationId())).toList();
    }

    /// Entries whose time has come, in order, one a recipient at a time, at most this many.
    List<LedgerEntry> ready(Instant now, int limit) {
        List<LedgerEntry> ready = new ArrayList<>();
        Set<String> ahead = new HashSet<>(busyRecipients);
        for (LedgerEntry entry : open.values()) {
            if (ready.size() == limit) {
                break;
            }
            Notification notification = entry.getNotification();
            boolean mine = notification != null && entry.getState() != DeliveryState.CLAIMED
                    && !inFlight.contains(entry.getNotificationId());
            if (mine && !entry.getNextAttemptAt().isAfter(now)
                    && ahead.add(notification.getRecipient() + notification.getChannel())) {
                ready.add(entry);
            }
        }
        return ready;
    }

    void begin(Notification notification) {
        inFlight.add(notification.getNotificationId());
        busyRecipients.add(notification.getRecipient() + notification.getChannel());
    }

    /// Frees the recipient for the next message; the notification itself stays in flight until its end is committed.
    void end(Notification notification) {
        busyRecipients.remove(notification.getRecipient() + notification.getChannel());
    }

    /// Ids that may be forgotten now; they are, and their rows in the topic can go.
    Collection<String> forget(Instant now) {
        List<String> old = finished.entrySet().stream().filter(entry -> entry.getValue().isBefore(now))
                .map(Map.Entry::getKey).toList();
        old.forEach(finished::remove);
        return old;
    }

    int openCount() {
        return open.size();
    }
}
