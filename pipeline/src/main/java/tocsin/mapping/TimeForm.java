package tocsin.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Optional;

/// How a file writes times.
///
/// @param written the pattern of the mapping; empty where times are read as the world writes them, [WrittenTime]
/// @param formats what reads that pattern, one for each language of its words; empty without a pattern
/// @param zone the zone of local times; empty where the mapping does not say
/// @param localIsUtc whether a local time without a zone counts as UTC, as in files; else it is refused, as in feeds
public record TimeForm(String written, List<DateTimeFormatter> formats, Optional<ZoneId> zone, boolean localIsUtc) {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /// The instant this text means. Throws [DateTimeException] whose message says why it means none.
    ///
    /// A local time that a clock set forward skips is taken as the moment after; one that comes twice as the first.
    public Instant instant(String text) {
        Optional<ZoneId> local = zone.isPresent() || !localIsUtc ? zone : Optional.of(UTC);
        if (formats.isEmpty()) {
            return WrittenTime.read(text, local);
        }
        for (DateTimeFormatter format : formats) {
            try {
                TemporalAccessor parsed = format.parseBest(text.strip(), ZonedDateTime::from, LocalDateTime::from);
                return parsed instanceof ZonedDateTime zoned
                        ? zoned.toInstant()
                        : LocalDateTime.from(parsed).atZone(zone.orElse(UTC)).toInstant();
            } catch (DateTimeException e) {
                continue;
            }
        }
        throw new DateTimeException("the mapping's time-format is " + written);
    }
}
