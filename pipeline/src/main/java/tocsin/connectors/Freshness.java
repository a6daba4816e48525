package tocsin.connectors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// How fresh each feed of this instance is; safe for several threads.
public final class Freshness {
    /// Refused rows that are shown of each feed.
    static final int REFUSED_SHOWN = 50;

    private final Map<String, Entry> feeds = new TreeMap<>();

    /// How fresh a feed is.
    ///
    /// @param feed its name
    /// @param lastAt when its last new row was taken in; null while none was
    /// @param stalled whether it has been silent longer than it may be
    /// @param records rows that were taken in
    /// @param refused rows that were not
    /// @param trouble what went wrong the last time, or null
    /// @param refusedRows the newest of the refused rows, the oldest first
    public record Fresh(String feed, @Nullable Instant lastAt, boolean stalled, long records, long refused,
            @Nullable String trouble, List<Refused> refusedRows) {}

    /// A row of a feed that became no record.
    ///
    /// @param at when it was refused
    /// @param line where it stands: the line, the number of the feature, 0 for a message
    /// @param id what the feed calls it, or the topic of a message; null where it does not say
    /// @param reasons why, each with its field
    public record Refused(Instant at, long line, @Nullable String id, List<String> reasons) {}

    private static final class Entry {
        private final FeedSettings settings;
        private final Instant since;
        private @Nullable Instant lastAt;
        private boolean stalled;
        private long records;
        private long refused;
        private @Nullable String trouble;
        private final Deque<Refused> refusedRows = new ArrayDeque<>();

        Entry(FeedSettings settings, Instant since) {
            this.settings = settings;
            this.since = since;
        }

        void show(Refused row) {
            refusedRows.addLast(row);
            if (refusedRows.size() > REFUSED_SHOWN) {
                refusedRows.removeFirst();
            }
        }

        Fresh fresh() {
            return new Fresh(settings.id(), lastAt, stalled, records, refused, trouble,
                    List.copyOf(refusedRows));
        }
    }

    /// From now on this feed is watched.
    public synchronized void watch(FeedSettings feed, Instant now) {
        feeds.put(feed.id(), new Entry(feed, now));
    }

    /// Rows of a feed came in.
    public synchronized void came(String feed, int records, Instant now) {
        Entry entry = feeds.get(feed);
        if (entry != null) {
            entry.records += records;
            entry.trouble = null;
            entry.lastAt = records > 0 ? now : entry.lastAt;
        }
    }

    /// A row of a feed was refused.
    public synchronized void refused(String feed, Refused row) {
        Entry entry = feeds.get(feed);
        if (entry != null) {
            entry.refused++;
            entry.show(row);
        }
    }

    /// A row of a feed was refused, and is counted only.
    public synchronized void refused(String feed) {
        Entry entry = feeds.get(feed);
        if (entry != null) {
            entry.refused++;
        }
    }

    /// Refused rows that were counted are shown as one.
    public synchronized void shown(String feed, Refused rows) {
        Entry entry = feeds.get(feed);
        if (entry != null) {
            entry.show(rows);
        }
    }

    /// A feed was read, and nothing in it has changed.
    public synchronized void unchanged(String feed) {
        Entry entry = feeds.get(feed);
        if (entry != null) {
            entry.trouble = null;
        }
    }

    /// A feed could not be read.
    public synchronized void failed(String feed, String trouble) {
        Entry entry = feeds.get(feed);
        if (entry != null) {
            entry.trouble = trouble;
        }
    }

    /// Every feed, by name.
    public synchronized List<Fresh> all() {
        return feeds.values().stream().map(Entry::fresh).toList();
    }

    /// Looks which feeds have stalled, or come again, since the last look.
    ///
    /// @param changed told the feed and whether it has stalled
    public void look(Instant now, BiConsumer<Fresh, Boolean> changed) {
        List<Fresh> changes = new ArrayList<>();
        synchronized (this) {
            for (Entry entry : feeds.values()) {
                Instant last = entry.lastAt == null ? entry.since : entry.lastAt;
                boolean stalled = entry.settings.stalledAfter()
                        .filter(after -> Duration.between(last, now).compareTo(after) > 0).isPresent();
                if (stalled != entry.stalled) {
                    entry.stalled = stalled;
                    changes.add(entry.fresh());
                }
            }
        }
        changes.forEach(fresh -> changed.accept(fresh, fresh.stalled()));
    }
}
