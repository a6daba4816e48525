package tocsin.mapping;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a file writes times.
///
/// @param written the pattern of the mapping; empty where times are read as the world writes them, [WrittenTime]
/// @param formats what reads that pattern, one for each language of its words; empty without a pattern
/// @param zone the zone of local times; empty where the mapping does not say
/// @param localIsUtc whether a local time without a zone counts as UTC, as in files; else it is refused, as in feeds
public record TimeForm(String written, List<DateTimeFormatter> formats, Optional<ZoneId> zone, boolean localIsUtc) {
    /// Fields a pattern may say a day by.
    private static final Set<TemporalField> OF_DAYS = Stream.concat(
            Arrays.stream(ChronoField.values()).filter(ChronoField::isDateBased),
            Stream.of(IsoFields.DAY_OF_QUARTER, IsoFields.QUARTER_OF_YEAR, IsoFields.WEEK_OF_WEEK_BASED_YEAR,
                    IsoFields.WEEK_BASED_YEAR))
            .collect(Collectors.toUnmodifiableSet());
    private static final int END_OF_DAY = 24;
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
                return instant(format, text.strip());
            } catch (DateTimeException e) {
                // The next language, or none of them.
            }
        }
        throw new DateTimeException("the mapping's time-format is " + written);
    }

    private Instant instant(DateTimeFormatter format, String text) {
        TemporalAccessor parsed = isEndOfDay(format, text)
                ? endOfDay(format, text)
                : format.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
        return parsed instanceof ZonedDateTime zoned
                ? zoned.toInstant()
                : LocalDateTime.from(parsed).atZone(zone.orElse(UTC)).toInstant();
    }

    /// Whether the hour of a day is 24, as ISO 8601 calls its end and hourly figures are often written.
    private static boolean isEndOfDay(DateTimeFormatter format, String text) {
        TemporalAccessor fields = format.parseUnresolved(text, new ParsePosition(0));
        return fields != null && fields.isSupported(ChronoField.HOUR_OF_DAY)
                && fields.getLong(ChronoField.HOUR_OF_DAY) == END_OF_DAY;
    }

    /// The midnight after that day. A strict reading knows no hour 24, and a smart one knows the 30th of February: so the day
    /// is read strictly and the time of day smartly, which takes no minute after 24.
    private static TemporalAccessor endOfDay(DateTimeFormatter format, String text) {
        LocalDate.from(format.withResolverFields(OF_DAYS).parse(text));
        return format.withResolverStyle(ResolverStyle.SMART).parseBest(text, ZonedDateTime::from,
                LocalDateTime::from);
    }
}
