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
    static final String EPOCH_MILLIS = "epoch-millis";
    static final String EPOCH_SECONDS = "epoch-seconds";
    private static final Instant FIRST_COUNTED = Instant.parse("1971-01-01T00:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");

    /// The instant this text means. Throws [DateTimeException] whose message says why it means none.
    ///
    /// A local time that the clocks skip or show twice means none.
    public Instant instant(String text) {
        Optional<ZoneId> local = zone.isPresent() || !localIsUtc ? zone : Optional.of(UTC);
        if (formats.isEmpty()) {
            return WrittenTime.read(text, local);
        }
        for (DateTimeFormatter format : formats) {
            TemporalAccessor parsed;
            try {
                parsed = parsed(format, text.strip());
            } catch (DateTimeException e) {
                // The next language, or none of them.
                continue;
            }
            return instant(parsed);
        }
        throw new DateTimeException("the mapping's time-format is " + written);
    }

    private static TemporalAccessor parsed(DateTimeFormatter format, String text) {
        return isEndOfDay(format, text)
                ? endOfDay(format, text)
                : format.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
    }

    private Instant instant(TemporalAccessor parsed) {
        if (written.equals(EPOCH_MILLIS) || written.equals(EPOCH_SECONDS)) {
            return counted(ZonedDateTime.from(parsed).toInstant());
        }
        return parsed instanceof ZonedDateTime zoned
                ? zoned.toInstant()
                : LocalInstant.of(LocalDateTime.from(parsed), zone.orElse(UTC));
    }

    /// Seconds read as milliseconds are of January 1970, and nobody counted then.
    private Instant counted(Instant time) {
        if (time.isBefore(FIRST_COUNTED)) {
            throw new DateTimeException("counted in " + written + " it is of 1970; "
                    + (written.equals(EPOCH_MILLIS) ? "are these seconds?" : "is it a time at all?"));
        }
        return time;
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
