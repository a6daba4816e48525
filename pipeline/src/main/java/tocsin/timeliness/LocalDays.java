package tocsin.timeliness;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tocsin.rules.Pack;
import tocsin.rules.condition.ReportConditions;
import tocsin.rules.directory.Directory;

/// Local days by the duty calendar.
public final class LocalDays {
    private LocalDays() {}

    /// The local day of an instant, for a desk and its area.
    public static ReportConditions.Day at(Instant instant, String desk, Pack pack, Directory directory) {
        ZonedDateTime local = instant.atZone(pack.zone());
        return new ReportConditions.Day(local,
                directory.calendar().on(local.toLocalDate(), desk).stream().map(day -> day.kind().name())
                        .collect(Collectors.toCollection(TreeSet::new)),
                directory.calendar().isRest(local.toLocalDate(), desk));
    }
}
