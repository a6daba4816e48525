package tocsin.backtest;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.replay.Recording;
import tocsin.v1.MediaSignal;
import tocsin.v1.SensorReading;

/// What came in, in the order of time.
///
/// @param moments everything that came in, the earliest first
/// @param openedBy the evidence that opened each recorded incident, by the incident's id then
/// @param source where it was recorded, in words
/// @param goesOn whether what is still due at the end comes due: so for a file, whose end is not now
public record Past(List<Moment> moments, Map<String, String> openedBy, String source, boolean goesOn) {
    public Past {
        moments = moments.stream().sorted(Comparator.comparing(Moment::at)).toList();
        openedBy = Map.copyOf(openedBy);
    }

    /// One thing that came in.
    public sealed interface Moment {
        /// When.
        Instant at();

        /// A record of a desk's inbox.
        record Inbox(InboxRecord record, Instant at) implements Moment {}

        /// A sensor's reading.
        ///
        /// @param key what it is kept by
        record Reading(SensorReading reading, String key, Origin origin, Instant at) implements Moment {}

        /// A public post.
        ///
        /// @param area the area it was sent for; empty where its words must tell
        record Post(MediaSignal post, String area, Origin origin, Instant at) implements Moment {}

        /// A report of a file, whose sender the file vouches for.
        record Report(Recording.Recorded recorded) implements Moment {
            @Override
            public Instant at() {
                return recorded.arrivedAt();
            }
        }
    }

    /// The past a file of reports tells.
    public static Past of(Recording recording, String source) {
        return new Past(recording.reports().stream().<Moment>map(Moment.Report::new).toList(), Map.of(), source, true);
    }
}
