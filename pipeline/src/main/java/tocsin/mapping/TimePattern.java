package tocsin.mapping;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// What is wrong with a pattern of times, found when the mapping is read and not at every row.
final class TimePattern {
    /// A time in whose writing no two parts are alike: the 25th is no month, and 17 no hour of half a day.
    private static final ZonedDateTime SAMPLE = LocalDateTime.of(2026, 11, 25, 17, 48, 39)
            .atZone(ZoneId.of("Asia/Shanghai"));

    private TimePattern() {}

    /// Why times of this pattern cannot be read, or not as they are meant; empty where they can.
    static Optional<String> fault(String pattern, List<DateTimeFormatter> formats) {
        if (pattern.equals(TimeForm.EPOCH_MILLIS) || pattern.equals(TimeForm.EPOCH_SECONDS)) {
            return Optional.empty();
        }
        String letters = pattern.replaceAll("'[^']*'", "");
        if (letters.indexOf('k') >= 0) {
            return Optional.of("has k, of whose hour 24 nobody can say whether it begins the day or ends it; write H,"
                    + " whose 24:00 is the end of the day");
        }
        if (letters.indexOf('z') >= 0 || letters.indexOf('v') >= 0) {
            return Optional.of("has " + (letters.indexOf('z') >= 0 ? "z" : "v") + ", names of zones, of which several"
                    + " countries use the same; leave time-format out, and names that mean one zone are read, or write"
                    + " XXX for +08:00, xx for +0800, VV for Asia/Shanghai");
        }
        if (pattern.matches(".*'Z'.*|.*'z'.*|.*'UTC'.*|.*'GMT'.*")) {
            return Optional.of("has a zone between quotation marks, which are read as letters, and the time as local;"
                    + " write X for Z and offsets, or leave time-format out");
        }
        try {
            String written = formats.getFirst().format(SAMPLE);
            LocalDateTime read = LocalDateTime.from(formats.getFirst().parseBest(written, ZonedDateTime::from,
                    LocalDateTime::from));
            return read.toLocalDate().equals(SAMPLE.toLocalDate()) && read.getHour() == SAMPLE.getHour()
                    ? Optional.empty()
                    : Optional.of("writes " + SAMPLE.toLocalDateTime() + " as \"" + written + "\" and reads that as "
                            + read);
        } catch (DateTimeException e) {
            return Optional
                    .of("cannot be read back: it must say year, month and day, and an hour; yyyy is the year (YYYY"
                            + " that of a week), MM the month (mm minutes), HH the hour (hh needs a for am and pm)");
        }
    }
}
