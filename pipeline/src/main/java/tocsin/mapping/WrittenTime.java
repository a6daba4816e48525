package tocsin.mapping;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as the world writes them, read where they can mean one instant only.
///
/// ISO 8601 and the letters' form of RFC 822 with all that programs make of them: a blank for the T, an offset with or
/// without its colon, days and hours of one digit, no weekday, no seconds, years of two digits (RFC 5322), zones by name,
/// dates in Chinese. Refused are a weekday of another day, a date without a time of day, a zone that several countries call
/// so, a local time where nobody says the zone, and an order of day and month that could be the other.
final class WrittenTime {
    private static final int LONGEST = 100;
    private static final int SHORTEST_NAME = 3;
    private static final int WIDEST_OFFSET_HOURS = 14;
    private static final int HALF_DAY = 12;
    /// ISO 8601 calls the end of a day 24:00.
    private static final int END_OF_DAY = 24;

    private static final String CLOCK = "(?<half>上午|下午)?\\s*(?<h>\\d{1,2})[:：时](?<min>\\d{2})分?(?::?(?<s>\\d{2})秒?(?:[.,](?<f>\\d{1,9}))?)?"
            + "\\s*(?<pm>[AaPp][Mm]\\b)?";
    private static final Pattern YEAR_FIRST = Pattern
            .compile("(?<y>\\d{4})(?:-(?<mon>\\d{1,2})-|/(?<mon2>\\d{1,2})/|\\s*年\\s*(?<mon3>\\d{1,2})\\s*月\\s*)"
                    + "(?<d>\\d{1,2})(?:\\s*日\\s*|[Tt]|\\s+)" + CLOCK + "\\s*(?<z>.*)");
    private static final Pattern BASIC = Pattern
            .compile("(?<y>\\d{4})(?<mon>\\d{2})(?<d>\\d{2})[Tt](?<h>\\d{2})(?<min>\\d{2})(?<s>\\d{2})?\\s*(?<z>.*)");
    private static final Pattern LETTERS = Pattern
            .compile("(?:(?<day>[A-Za-z]{3,9})\\.?\\s*,?\\s*)?(?<d>\\d{1,2})[\\s-](?<name>[A-Za-z]{3,9})\\.?[\\s,-]\\s*"
                    + "(?<y>\\d{4}|\\d{2}),?\\s+" + CLOCK + "\\s*(?<z>.*)");
    /// What C and Java print: the month before the day, the year last.
    private static final Pattern PRINTED = Pattern
            .compile("(?<day>[A-Za-z]{3,9})\\s+(?<name>[A-Za-z]{3,9})\\s+(?<d>\\d{1,2})\\s+" + CLOCK
                    + "\\s*(?<z>.*?)\\s*(?<y>\\d{4})");
    private static final Pattern DATE_ALONE = Pattern
            .compile(
                    "\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}|\\d{4}年\\d{1,2}月\\d{1,2}日|(?:[A-Za-z]{3,9},?\\s*)?\\d{1,2} [A-Za-z]{3,9} \\d{2,4}");
    private static final Pattern OFFSET = Pattern.compile(
            "(?:(?:GMT|UTC|UT)\\s*)?([+-])(\\d{2}):?(\\d{2})(?::?00)?|(?:(?:GMT|UTC|UT)\\s*)([+-])(\\d{1,2})|([+-])(\\d{2})");
    private static final Pattern COMMENT = Pattern.compile("\\s*(?:\\([^()]*\\)|\\[[^\\[\\]]*])$");

    /// Names of zones that everybody reads alike, or that RFC 822 fixes for letters and feeds.
    private static final Map<String, String> ZONES = Map.ofEntries(Map.entry("Z", "Z"), Map.entry("UT", "Z"),
            Map.entry("UTC", "Z"), Map.entry("GMT", "Z"), Map.entry("EST", "-05:00"), Map.entry("EDT", "-04:00"),
            Map.entry("CDT", "-05:00"), Map.entry("MST", "-07:00"), Map.entry("MDT", "-06:00"),
            Map.entry("PST", "-08:00"), Map.entry("PDT", "-07:00"), Map.entry("WET", "Z"), Map.entry("CET", "+01:00"),
            Map.entry("CEST", "+02:00"), Map.entry("EET", "+02:00"), Map.entry("EEST", "+03:00"),
            Map.entry("MSK", "+03:00"), Map.entry("HKT", "+08:00"), Map.entry("SGT", "+08:00"),
            Map.entry("JST", "+09:00"), Map.entry("KST", "+09:00"), Map.entry("AEST", "+10:00"),
            Map.entry("AEDT", "+11:00"), Map.entry("NZST", "+12:00"), Map.entry("NZDT", "+13:00"),
            Map.entry("北京时间", "+08:00"));

    private WrittenTime() {}

    /// The instant this text means. Throws [DateTimeException] whose message says why it means none, as "it has no zone".
    ///
    /// @param zone the zone of local times; empty where none is known, and a local time is refused
    static Instant read(String text, Optional<ZoneId> zone) {
        String written = text.strip().replace('\u2212', '-').replace('\u00A0', ' ').replaceAll("\\s+", " ");
        if (written.length() > LONGEST) {
            throw new DateTimeException("it is longer than any time");
        }
        for (Pattern form : new Pattern[]{YEAR_FIRST, BASIC, LETTERS, PRINTED}) {
            Matcher found = form.matcher(written);
            if (found.matches()) {
                return instant(local(found), found.group("z").strip(), zone);
            }
        }
        throw new DateTimeException(DATE_ALONE.matcher(written).matches()
                ? "it has no time of day"
                : "it is written in no form that can mean one instant only");
    }

    private static LocalDateTime local(Matcher found) {
        int day = Integer.parseInt(found.group("d"));
        LocalDateTime local;
        int days;
        try {
            int hour = hour(found);
            boolean ends = hour == END_OF_DAY
                    && (found.group("min") + group(found, "s") + group(found, "f")).matches("0*");
            local = LocalDateTime.of(year(found.group("y")), month(found), day, ends ? 0 : hour,
                    Integer.parseInt(found.group("min")), number(group(found, "s")), nanos(group(found, "f")));
            days = ends ? 1 : 0;
        } catch (DateTimeException e) {
            throw new DateTimeException("there is no such day or time of day: " + e.getMessage(), e);
        }
        String name = group(found, "day");
        if (!name.isEmpty() && !isNamed(DayOfWeek.from(local), name)) {
            throw new DateTimeException("it says " + name + ", and that day is a "
                    + DayOfWeek.from(local).toString().charAt(0)
                    + DayOfWeek.from(local).toString().substring(1).toLowerCase(Locale.ROOT)
                    + ", so one of the two is wrong");
        }
        return local.plusDays(days);
    }

    /// A year of two digits is of this century up to 49 (RFC 5322).
    private static int year(String text) {
        int year = Integer.parseInt(text);
        return text.length() > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
    }

    private static int month(Matcher found) {
        String name = group(found, "name");
        for (Month month : Month.values()) {
            if (isNamed(month, name)) {
                return month.getValue();
            }
        }
        String digits = group(found, "mon") + group(found, "mon2") + group(found, "mon3");
        if (digits.isEmpty()) {
            throw new DateTimeException("\"" + name + "\" is no English month");
        }
        return Integer.parseInt(digits);
    }

    /// Whether this is the name of a day or month, or its beginning of three letters or more.
    private static boolean isNamed(Enum<?> one, String name) {
        return name.length() >= SHORTEST_NAME && one.name().startsWith(name.toUpperCase(Locale.ROOT));
    }

    private static int hour(Matcher found) {
        int hour = Integer.parseInt(found.group("h"));
        String half = group(found, "half") + group(found, "pm").toUpperCase(Locale.ROOT);
        if (half.isEmpty()) {
            return hour;
        }
        if (hour > HALF_DAY || hour == 0 && !half.equals("上午")) {
            throw new DateTimeException("there is no hour " + hour + " of half a day");
        }
        return hour % HALF_DAY + (half.equals("下午") || half.equals("PM") ? HALF_DAY : 0);
    }

    private static int nanos(String fraction) {
        return fraction.isEmpty() ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static int number(String digits) {
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /// A group that not every form has, empty where it is not there.
    private static String group(Matcher found, String name) {
        String text = found.namedGroups().containsKey(name) ? found.group(name) : null;
        return text == null ? "" : text;
    }

    private static Instant instant(LocalDateTime local, String written, Optional<ZoneId> zone) {
        String name = COMMENT.matcher(written).replaceFirst("");
        if (name.isEmpty() && !written.isEmpty()) {
            name = written.substring(1, written.length() - 1).strip();
        }
        if (name.isEmpty()) {
            return LocalInstant.of(local, zone.orElseThrow(() -> new DateTimeException(
                    "it has no zone; if it is local time, say zone in the mapping")));
        }
        ZoneId named = zone(name, local, zone);
        // Of a time that is shown twice, what a zone calls itself then says which: EDT is before EST.
        return named.equals(zone.orElse(null)) ? local.atZone(named).toInstant() : LocalInstant.of(local, named);
    }

    private static ZoneId zone(String name, LocalDateTime local, Optional<ZoneId> zone) {
        Matcher offset = OFFSET.matcher(name.toUpperCase(Locale.ROOT));
        if (offset.matches()) {
            return offset(offset);
        }
        if (zone.isPresent() && name.equalsIgnoreCase(
                DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(local.atZone(zone.get())))) {
            return zone.get();
        }
        String known = ZONES.get(name.toUpperCase(Locale.ROOT));
        if (known != null) {
            return ZoneOffset.of(known);
        }
        if (name.matches("[A-Za-z]+/[A-Za-z_/+-]+")) {
            try {
                return ZoneId.of(name);
            } catch (DateTimeException e) {
                throw new DateTimeException("\"" + name + "\" is no time zone", e);
            }
        }
        throw new DateTimeException(
                "\"" + name + "\" names no zone that is the same everywhere; if it is local time, say"
                        + " zone in the mapping, or let the sender write an offset such as +08:00");
    }

    private static ZoneOffset offset(Matcher found) {
        int first = found.group(1) != null ? 1 : found.group(4) != null ? 4 : 6;
        int hours = Integer.parseInt(found.group(first + 1));
        int minutes = first == 1 ? Integer.parseInt(found.group(3)) : 0;
        if (hours > WIDEST_OFFSET_HOURS || minutes > 59) {
            throw new DateTimeException("no place is " + hours + ":" + String.format(Locale.ROOT, "%02d", minutes)
                    + " hours from UTC");
        }
        int sign = found.group(first).equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }
}
