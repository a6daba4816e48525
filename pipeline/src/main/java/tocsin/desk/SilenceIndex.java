package tocsin.desk;

import java.time.Duration;
import java.time.Instant;

/// Which sensors, groups of sensors and feeds tell nothing, in a desk's index.
///
/// @param index the desk's index
/// @param desk the desk
record SilenceIndex(Table<String> index, String desk) {
    /// A feed that comes and goes is told of once in so long; the timeline has every time.
    private static final Duration TOLD_AT_MOST_EVERY = Duration.ofHours(1);

    void fellSilent(String sensor, String metric, Instant since) {
        index.put(key("silent", sensor, metric), since.toString());
    }

    void speaks(String sensor, String metric) {
        index.remove(key("silent", sensor, metric));
    }

    /// Whether any metric of this sensor is silent.
    boolean isSilent(String sensor) {
        String stem = key("silent", sensor, "");
        return !index.range(stem, stem + "\uffff", 1).isEmpty();
    }

    void stalled(String feed, Instant since) {
        index.put(key("stalled", feed), since.toString());
    }

    void recovered(String feed) {
        index.remove(key("stalled", feed));
    }

    /// Whether a feed, or a group of sensors, is known to have stalled.
    boolean isStalled(String feed) {
        return index.get(key("stalled", feed)) != null;
    }

    /// Whether people may be told now that this feed has stalled; if so, they are taken as told.
    boolean takeTelling(String feed, Instant now) {
        String key = key("stalled-told", feed);
        String before = index.get(key);
        if (before != null && now.isBefore(Instant.parse(before).plus(TOLD_AT_MOST_EVERY))) {
            return false;
        }
        index.put(key, now.toString());
        return true;
    }

    private String key(String kind, String... parts) {
        return kind + "\u0000" + desk + "\u0000" + String.join("\u0000", parts);
    }
}
