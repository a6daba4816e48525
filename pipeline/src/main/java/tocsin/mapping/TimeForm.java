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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a file writes times.
///
/// @param written the pattern of the mapping; empty where times are read as the world writes them, [WrittenTime]
/// @param formats what reads that pattern, one for each language of its words; empty without a pattern
/// @param zone the zone of local times; empty where the mapping does not say
/// @param localIsUtc whether a local time without a zone counts as UTC, as in files; else it is refused, as in feeds
public record TimeForm(String written, List<DateTimeFormatter> formats, Optional<ZoneId> zone, boolean localIsUtc) {
    private static final Pattern END_OF_DAY = Pattern.compile("(?<![0-9:])24:00(:00)?(?![0-9:])");
    private static final ZoneId UTC = ZoneId.of("UTC");

    /// The instant this text means. Throws [DateTimeException] whose message says why it means none.
    ///
    /// A local time that a clock set forward skips is taken as the moment after; one that comes twice as the first.
    public Instant instant(String text) {
        Optional<ZoneId> local = zone.isPresent() || !localIsUtc ? zone : Optional.of(UTC);
        if (formats.isEmpty()) {
            return WrittenTime.read(text, local);
        }
        // ISO 8601 calls the end of a day 24:00, and hourly figures are often written so.
        Matcher end = END_OF_DAY.matcher(text.strip());
        int days = end.find() ? 1 : 0;
        String written = end.reset().replaceFirst(found -> "00:00" + (found.group(1) == null ? "" : found.group(1)));
        for (DateTimeFormatter format : formats) {
            try {
                TemporalAccessor parsed = format.parseBest(written, ZonedDateTime::from, LocalDateTime::from);
                return parsed instanceof ZonedDateTime zoned
                        ? zoned.plusDays(days).toInstant()
                        : LocalDateTime.from(parsed).plusDays(days).atZone(zone.orElse(UTC)).toInstant();
            } catch (DateTimeException e) {
                // The next language, or none of them.
            }
        }
        throw new DateTimeException("the mapping's time-format is " + this.written);
    }
}
