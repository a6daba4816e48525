package tocsin.roster;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the lines of one event say besides its times and people: whether it takes place, and what of it nobody here
/// follows. What is not understood is refused with its line, and what is left out is told.
final class CalendarFacts {
    private static final Set<String> ONCE = Set.of("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "STATUS",
            "SUMMARY", "UID", "SEQUENCE", "TRANSP", "DTSTAMP");
    /// What RFC 5545, 7986 and 9073 know of an event, and says nothing of who has a duty when.
    private static final Set<String> BESIDES = Set.of("ATTENDEE", "RDATE", "EXDATE", "EXRULE", "ATTACH", "CATEGORIES",
            "CLASS", "COLOR", "COMMENT", "CONFERENCE", "CONTACT", "CREATED", "DESCRIPTION", "GEO", "IMAGE",
            "LAST-MODIFIED", "LOCATION", "ORGANIZER", "PRIORITY", "RELATED-TO", "REQUEST-STATUS", "RESOURCES",
            "STYLED-DESCRIPTION", "STRUCTURED-DATA", "URL", "LINK", "CONCEPT", "REFID");
    private static final Set<String> TIMES = Set.of("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID");
    private static final Set<String> RULE_PARTS = Set.of("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE",
            "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST");
    private static final Set<String> BUSY = Set.of("BUSY", "FREE", "WORKINGELSEWHERE");

    private final List<CalendarLine> lines;
    private final String calendarZone;
    private final Set<String> explained;
    private final boolean ofDays;
    private final Telling telling;

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final int DAY_DIGITS = 8;

    /// What the calendar says of zones.
    ///
    /// @param ofCalendar that of `X-WR-TIMEZONE` where it differs from the pack's; empty otherwise
    /// @param explained the TZIDs it explains itself (VTIMEZONE)
    record Zones(String ofCalendar, Set<String> explained) {}

    /// Hears what is to be said of a line.
    interface Telling {
        /// The calendar is refused for this.
        void refused(CalendarLine line, String message);

        /// The calendar is read all the same.
        void told(CalendarLine line, String message);
    }

    private CalendarFacts(List<CalendarLine> lines, Zones zones, Telling telling) {
        this.lines = lines;
        this.calendarZone = zones.ofCalendar();
        this.explained = zones.explained();
        this.ofDays = lines.stream().anyMatch(line -> line.name().equals("DTSTART") && line.isDay());
        this.telling = telling;
    }

    /// Looks at the lines of one event.
    ///
    static void look(List<CalendarLine> event, Zones zones, Telling telling) {
        CalendarFacts facts = new CalendarFacts(event, zones, telling);
        Map<String, CalendarLine> first = new HashMap<>();
        for (CalendarLine line : event.subList(1, event.size())) {
            if (first.putIfAbsent(line.name(), line) != null && ONCE.contains(line.name())) {
                telling.refused(line, "stands here again; an event has one " + line.name());
            }
            facts.property(line);
        }
        facts.together(first);
    }

    private void together(Map<String, CalendarLine> first) {
        CalendarLine replaces = first.get("RECURRENCE-ID");
        CalendarLine duration = first.get("DURATION");
        CalendarLine uid = first.get("UID");
        if (replaces != null && (uid == null || uid.value().isBlank())) {
            telling.refused(replaces, "stands for an event without a name; give both their UID");
        }
        for (String recurring : List.of("RRULE", "RDATE", "EXDATE")) {
            CalendarLine again = first.get(recurring);
            if (replaces != null && again != null) {
                telling.refused(again, "recurs, and stands for one time of another event; make it an event of its own");
            }
        }
        if (duration != null && first.containsKey("DTEND")) {
            telling.refused(duration, "says how long it lasts beside DTEND; give one of them");
        } else if (duration != null && ofDays && duration.value().contains("T")) {
            telling.refused(duration, "has hours, and DTSTART is a day; give days, or a DTSTART with a time");
        }
        if (ofDays && !calendarZone.isEmpty()) {
            telling.told(first.getOrDefault("DTSTART", lines.getFirst()), "is a day of the pack's zone; the calendar"
                    + " names " + calendarZone);
        }
    }

    private void property(CalendarLine line) {
        String value = line.value().toUpperCase(Locale.ROOT);
        switch (line.name()) {
            case "STATUS" -> status(line, value);
            case "TRANSP" -> {
                if (value.equals("TRANSPARENT")) {
                    telling.told(line, "shows its people as free, which says nothing about a duty");
                } else if (!value.equals("OPAQUE")) {
                    telling.refused(line, "is not known; write OPAQUE or leave it out");
                }
            }
            case "X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS" -> busy(line, value);
            case "RRULE" -> rule(line, value);
            case "SEQUENCE" -> {
                if (!value.matches("[0-9]{1,9}")) {
                    telling.refused(line, "is no number of a revision");
                }
            }
            default -> {
                if (TIMES.contains(line.name())) {
                    time(line, value);
                } else if (!line.name().startsWith("X-") && !ONCE.contains(line.name())
                        && !BESIDES.contains(line.name())) {
                    telling.told(line, "is no property that is known here and was left out");
                }
            }
        }
    }

    /// Whether there is such a day, and such a time of day; the library makes the 2nd of March of the 30th of February.
    private static boolean exists(String digits) {
        try {
            BASIC.parse(digits.length() == DAY_DIGITS ? digits + "T000000" : digits.substring(0, DAY_DIGITS + 7));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void status(CalendarLine line, String value) {
        switch (value) {
            case "CONFIRMED" -> {
            }
            case "CANCELLED" ->
                telling.told(line, "is cancelled and was left out; what directory/rosters.yaml says counts then");
            case "TENTATIVE" -> telling.refused(line, "is not settled; confirm it (STATUS:CONFIRMED) or take it out");
            default -> telling.refused(line, "is no state of an event; write CONFIRMED or CANCELLED");
        }
    }

    /// What Outlook adds: an absence looks like a duty without it.
    private void busy(CalendarLine line, String value) {
        if (value.equals("OOF")) {
            telling.refused(line, "says that its people are away, which is no duty; take the event out, and write it"
                    + " under absences of rosters.yaml");
        } else if (value.equals("TENTATIVE")) {
            telling.refused(line, "is not settled; confirm the event or take it out");
        } else if (!BUSY.contains(value)) {
            telling.refused(line, "is not known; write BUSY or leave it out");
        }
    }

    private void rule(CalendarLine line, String value) {
        Map<String, String> parts = new HashMap<>();
        for (String part : value.split(";", -1)) {
            String name = part.split("=", 2)[0].strip();
            if (part.isBlank()) {
                continue;
            }
            if (!RULE_PARTS.contains(name)) {
                telling.refused(line,
                        "has the part \"" + name + "\", which is not followed here; give a rule without it,"
                                + " or the shifts one by one");
            } else if (parts.put(name, part) != null) {
                telling.refused(line, "has " + name + " twice; give it once");
            }
        }
        if (parts.containsKey("UNTIL") && parts.containsKey("COUNT")) {
            telling.refused(line, "has UNTIL and COUNT, of which a rule has one");
        }
        if (ofDays && (parts.containsKey("BYHOUR") || parts.containsKey("BYMINUTE") || parts.containsKey("BYSECOND"))) {
            telling.refused(line, "gives times, and DTSTART is a day; give DTSTART a time");
        }
        if (parts.getOrDefault("UNTIL", "").matches("UNTIL=.*T.*") && ofDays) {
            telling.refused(line, "ends at a time, and DTSTART is a day; end it on a day");
        }
    }

    private void time(CalendarLine line, String value) {
        String kind = line.parameter("VALUE", "DATE-TIME");
        boolean isPeriod = kind.equals("PERIOD");
        if (!line.isDay() && !isPeriod && !kind.equals("DATE-TIME")) {
            telling.refused(line, "holds a " + kind + "; give a DATE-TIME or a DATE");
        } else if (!isPeriod && !line.name().equals("EXDATE") && !line.name().equals("RECURRENCE-ID")
                && line.isDay() != ofDays) {
            telling.refused(line, line.isDay()
                    ? "is a day, and DTSTART has a time; give both alike"
                    : "has a time, and DTSTART is a day; give both alike");
        }
        String zone = line.parameters().getOrDefault("TZID", "");
        if (!zone.isEmpty() && !explained.contains(zone) && !ZoneId.getAvailableZoneIds().contains(zone)) {
            telling.refused(line, "names the zone \"" + zone + "\", which the calendar does not explain (VTIMEZONE) and"
                    + " nobody knows; name one such as Asia/Shanghai");
        }
        for (String one : value.split(",", -1)) {
            if (!isPeriod && !one.strip().matches(line.isDay() ? "[0-9]{8}" : "[0-9]{8}T[0-9]{6}Z?")) {
                telling.refused(line, "\"" + one + "\" is no " + (line.isDay()
                        ? "day such as 20260501 (VALUE=DATE)"
                        : "time such as 20260501T080000; a day needs VALUE=DATE"));
            } else if (!isPeriod && !exists(one.strip())) {
                telling.refused(line, "\"" + one + "\" is no day or time of day that there is; correct it");
            } else if (one.strip().endsWith("Z") && line.parameters().containsKey("TZID")) {
                telling.refused(line, "is in UTC (Z) and names the zone " + line.parameters().get("TZID")
                        + "; give one of them");
            } else if (!line.isDay() && !one.strip().endsWith("Z") && !line.parameters().containsKey("TZID")
                    && !calendarZone.isEmpty()) {
                telling.refused(line, "names no zone, and the calendar's X-WR-TIMEZONE " + calendarZone
                        + " is not the pack's; give it a TZID");
            }
        }
    }
}
