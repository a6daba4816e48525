package tocsin.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The times a record may speak of. Outside them arithmetic overflows, and no event that anybody reports lies there.
public final class Times {
    /// What is wrong with a time outside.
    public static final String RANGE = "must lie between the years 1900 and 2200";

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /// A date and a time with an offset as programs write them: each of these can mean one instant only.
    private static final Pattern WRITTEN = Pattern.compile("(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})[Tt ]"
            + "(?<hour>[0-9]{2}):?(?<minute>[0-9]{2})(:?(?<second>[0-9]{2})([.,](?<part>[0-9]{1,9}))?)?"
            + " ?(?<offset>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?)");

    private Times() {}

    /// The instant of a text such as `2026-03-01T08:30:00+08:00`, `2026-03-01 08:30:00.5+0800` or `20260301T003000z`.
    /// Throws [DateTimeException] for any other, and for one without an offset.
    public static Instant read(String text) {
        Matcher written = text.length() > 50 ? WRITTEN.matcher("") : WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new DateTimeException("no time with offset");
        }
        String date = written.group("date");
        String day = date.contains("-") ? date
                : date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6);
        String second = written.group("second") == null ? "00" : written.group("second");
        String part = written.group("part") == null ? "" : "." + written.group("part");
        return OffsetDateTime
                .parse(day + "T" + written.group("hour") + ":" + written.group("minute") + ":" + second + part
                        + offset(written.group("offset")))
                .toInstant();
    }

    private static String offset(String written) {
        String digits = written.replace(":", "");
        // RFC 3339 writes -00:00 for UTC of somebody whose local time nobody knows.
        return digits.equalsIgnoreCase("z") || digits.matches("[+-]00(00)?") ? "Z"
                : digits.substring(0, 3) + ":" + (digits.length() > 3 ? digits.substring(3) : "00");
    }

    /// Whether a record may speak of this time.
    public static boolean isSane(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    }
}
