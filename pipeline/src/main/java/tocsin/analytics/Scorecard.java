package tocsin.analytics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Clock;

/// How one agency reported in one period: every figure with the events behind it.
///
/// @param agencyId the agency
/// @param figures the events each measure counts: `agency/report`, `agency/report#rule` of a deadline, or a finding's id
/// @param delays how long after each clock's start its reports came
/// @param points the points of each profile
public record Scorecard(String agencyId, Map<Measure, NavigableSet<String>> figures, SortedMap<Clock, Delays> delays,
        Map<Profile, Points> points) {

    /// How many a measure counts.
    public int count(Measure measure) {
        return events(measure).size();
    }

    /// What a measure counts.
    public NavigableSet<String> events(Measure measure) {
        return figures.getOrDefault(measure, new TreeSet<>());
    }

    /// The points by a profile.
    public Points points(Profile profile) {
        return Objects.requireNonNull(points.get(profile));
    }

    /// Delays on one clock, one a report and start.
    ///
    /// @param sorted the delays, shortest first; never empty
    /// @param events `agency/report` of each
    public record Delays(List<Duration> sorted, NavigableSet<String> events) {
        /// The delay half of them did not exceed, by nearest rank.
        public Duration median() {
            return percentile(50);
        }

        /// The delay nine of ten did not exceed, by nearest rank.
        public Duration p90() {
            return percentile(90);
        }

        private Duration percentile(int percent) {
            return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
        }
    }

    /// Points by one profile.
    ///
    /// @param score two places; null where there is nothing to score
    /// @param lines what it is made of
    public record Points(@Nullable BigDecimal score, List<Line> lines) {}

    /// One thing that gave or took points.
    ///
    /// @param why in the words of the measures
    /// @param points what it gave
    /// @param event the report or finding behind it, or the timeline event as `desk#sequence`
    public record Line(String why, BigDecimal points, String event) {}
}
