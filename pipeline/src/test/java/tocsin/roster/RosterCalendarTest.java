package tocsin.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.roster.Duties.DESK;
import static tocsin.roster.Duties.ZONE;
import static tocsin.roster.Duties.at;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.RosterOverride;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

class RosterCalendarTest {
    private static final String RICH = """
            rosters:
              - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT12H, people: [[duty-wang, nameless], duty-li, duty-brown]}
              - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [leader-zhao], on: [HOLIDAY]}
            overrides:
              - {roster: duty, desk: "370200", from: "2026-04-02T09:30", until: "2026-04-02T23:00", people: [leader-sun, duty-li]}
            absences:
              - {official: duty-brown, from: "2026-04-05T12:00", until: "2026-04-09T12:00", substitute: shared-1}
              - {official: duty-li, from: "2026-04-07T00:00", until: "2026-04-08T00:00"}
            """;
    private static final String OFFICIALS = """
            officials:
              - {id: duty-wang, name: 王值班, desk: "370200", language: zh, email: duty-wang@example.org}
              - {id: duty-li, name: 李值班, desk: "370200", language: zh, email: duty-li@example.org}
              - {id: duty-brown, name: "Alex Brown, MD", desk: "370200", language: en, email: duty-brown@example.org}
              - {id: leader-zhao, name: 赵带班, desk: "370200", language: zh, email: Zhao@example.org}
              - {id: leader-sun, name: 孙带班, desk: "370200", language: zh, email: leader-sun@example.org}
              - {id: nameless, name: 'Q"uote; ^n', desk: "370200", language: en, sms: "+8653200000109"}
              - {id: shared-1, name: Shared, desk: "370200", language: en, email: shared@example.org}
              - {id: shared-2, name: Shared, desk: "370200", language: en, email: shared@example.org}
            """;
    private static final String PLAIN = """
            rosters:
              - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [shared-2], until: "2026-01-02T08:00"}
            """;

    private static Directory plain() {
        return Duties.with(PLAIN, "officials", OFFICIALS);
    }

    private static String write(Directory directory, String from, String until, ZoneId zone) {
        return RosterCalendar.write(directory, "duty", DESK, zone, at(from), at(until), at("2026-03-01T00:00"));
    }

    private static List<RosterOverride> read(String calendar, ZoneId zone, Instant from, Instant until) {
        return CalendarImport.read("duty.ics", calendar, plain(), "duty", DESK, zone, from, until).overrides();
    }

    private static String calendar(String... events) {
        StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//X//Y//EN\n");
        boolean series = Stream.of(events).anyMatch(event -> event.contains("RECURRENCE-ID"));
        for (String event : events) {
            text.append("BEGIN:VEVENT\nUID:u").append(series ? 1 : text.length()).append("\nDTSTAMP:20260101T000000Z\n")
                    .append(event.replace("|", "\n"))
                    .append("\nEND:VEVENT\n");
        }
        return text.append("END:VCALENDAR\n").toString();
    }

    private static List<String> told(List<RosterOverride> overrides) {
        return overrides.stream().map(it -> it.from() + " " + it.until() + " " + String.join("+", it.people()))
                .toList();
    }

    private static List<String> problems(String calendar) {
        return assertThrows(InvalidFileException.class, () -> read(calendar, ZONE, null, null)).problems().stream()
                .map(Problem::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Asia/Shanghai", "America/Los_Angeles", "Australia/Lord_Howe", "Europe/London"})
    void whatGoesOutAndComesInAgain_isTheSamePeopleAtEveryBoundary(String name) {
        // Given
        ZoneId zone = ZoneId.of(name);
        Directory rich = Duties.with(RICH, "officials", OFFICIALS);
        String out = write(rich, "2026-03-01T00:00", "2026-11-10T00:00", zone);

        // When
        String yaml = CalendarImport.yaml(read(out, zone, null, null));
        Directory again = Duties.with(PLAIN + yaml, "officials", OFFICIALS);

        // Then
        Duty duty = new Duty(rich, "duty", DESK, zone);
        int boundaries = 0;
        for (Instant at = at("2026-03-01T00:00"); at.isBefore(at("2026-11-10T00:00")); at = duty.nextChange(at)
                .orElseThrow()) {
            for (Instant moment : List.of(at, at.minusSeconds(1))) {
                if (!moment.isBefore(at("2026-03-01T00:00"))) {
                    assertEquals(Duties.names(duty.at(moment)),
                            Duties.names(Rosters.onDuty(again, "duty", DESK, zone, moment)), moment::toString);
                }
            }
            boundaries++;
        }
        assertTrue(boundaries > 500, "boundaries: " + boundaries);
    }

    @Test
    void aShiftIsAnEvent_inUtcWithRosterNamesAndAddresses() {
        // When
        String out = write(Duties.with(RICH, "officials", OFFICIALS), "2026-03-01T08:00", "2026-03-01T20:00", ZONE)
                .replace("\r\n ", "").replace("\r\n", "\n");

        // Then
        assertTrue(out.contains("DTSTART:20260301T000000Z\nDTEND:20260301T120000Z\n"), out);
        assertTrue(out.contains("SUMMARY:duty 370200: 李值班\nATTENDEE;CN=李值班:mailto:duty-li@example.org\n"), out);
        assertTrue(out.contains("DTSTAMP:20260228T160000Z\n"), out);
    }

    @Test
    void aShiftKeepsItsUid_whereverTheTimeAskedForBegins() {
        // Given
        Directory rich = Duties.with(RICH, "officials", OFFICIALS);
        Pattern uid = Pattern.compile("UID:\\S+");

        // When
        List<String> early = uid.matcher(write(rich, "2026-03-01T08:00", "2026-03-05T08:00", ZONE)).results()
                .map(it -> it.group()).toList();
        List<String> late = uid.matcher(write(rich, "2026-03-03T11:00", "2026-03-05T08:00", ZONE)).results()
                .map(it -> it.group()).toList();

        // Then
        assertEquals(8, early.stream().distinct().count());
        assertEquals(early.subList(4, 8), late);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            DTSTART:20260301T000000Z|DTEND:20260302T000000Z|SUMMARY:王值班 on duty~ 2026-03-01T08:00 2026-03-02T08:00 duty-wang
            DTSTART:20260301T000000Z|DURATION:PT12H|SUMMARY:duty-li/王值班~ 2026-03-01T08:00 2026-03-01T20:00 duty-li+duty-wang
            DTSTART:20260301T080000|DTEND:20260301T200000|ATTENDEE:MAILTO:Duty-Li@Example.org~ 2026-03-01T08:00 2026-03-01T20:00 duty-li
            DTSTART;VALUE=DATE:20260301|ATTENDEE:mailto:zhao@example.org~ 2026-03-01T00:00 2026-03-02T00:00 leader-zhao
            DTSTART;TZID=Europe/Berlin:20260301T010000|DTEND;TZID=Europe/Berlin:20260301T130000|SUMMARY:李值班~ 2026-03-01T08:00 2026-03-01T20:00 duty-li
            """)
    void anEventNamesPeopleByAddressIdOrName(String event, String override) {
        assertEquals(List.of(override), told(read(calendar(event), ZONE, null, null)));
    }

    @Test
    void aRuleIsExpanded_withoutItsExceptions_andWithWhatReplacesThem() {
        // Given
        String series = "DTSTART;TZID=Asia/Shanghai:20260302T080000|DTEND;TZID=Asia/Shanghai:20260303T080000"
                + "|RRULE:FREQ=DAILY;UNTIL=20260306T000000Z|EXDATE;TZID=Asia/Shanghai:20260303T080000|SUMMARY:duty-li";
        String moved = "RECURRENCE-ID;TZID=Asia/Shanghai:20260304T080000|DTSTART:20260304T020000Z"
                + "|DTEND:20260304T040000Z|SUMMARY:duty-wang";
        String cancelled = "RECURRENCE-ID;TZID=Asia/Shanghai:20260305T080000|DTSTART:20260305T000000Z"
                + "|DTEND:20260305T040000Z|SUMMARY:duty-wang|STATUS:CANCELLED";

        // Then
        assertEquals(List.of("2026-03-02T08:00 2026-03-03T08:00 duty-li", "2026-03-04T10:00 2026-03-04T12:00 duty-wang",
                "2026-03-06T08:00 2026-03-07T08:00 duty-li"),
                told(read(calendar(series, moved, cancelled), ZONE, null, null)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            DTSTART;VALUE=DATE:20260301|RRULE:FREQ=DAILY;UNTIL=20260303~ 3
            DTSTART;VALUE=DATE:20260301|RRULE:FREQ=DAILY;COUNT=5|EXDATE;VALUE=DATE:20260302~ 4
            DTSTART;VALUE=DATE:20260301|RDATE;VALUE=DATE:20260401~ 1
            DTSTART;VALUE=DATE:20260301|RRULE:FREQ=WEEKLY;BYDAY=SU,MO~ 106
            """)
    void daysRecurToo(String event, int count) {
        // Given
        String text = event + "|SUMMARY:duty-li";

        // When
        int found = read(calendar(text), ZONE, null, null).size();

        // Then
        assertEquals(event.contains("RDATE") ? count + 1 : count, found);
    }

    @Test
    void aShiftFromEightToEightStaysOne_whenClocksChange() {
        // Given
        ZoneId zone = ZoneId.of("America/Los_Angeles");
        String event = "DTSTART;TZID=America/Los_Angeles:20260306T080000|DTEND;TZID=America/Los_Angeles:20260307T080000"
                + "|RRULE:FREQ=DAILY;COUNT=4|SUMMARY:duty-li";

        // Then
        assertEquals(List.of("2026-03-06T08:00 2026-03-07T08:00 duty-li", "2026-03-07T08:00 2026-03-08T08:00 duty-li",
                "2026-03-08T08:00 2026-03-09T08:00 duty-li", "2026-03-09T08:00 2026-03-10T08:00 duty-li"),
                told(read(calendar(event), zone, null, null)));
    }

    @Test
    void onlyWhatLiesInTheWindowIsTaken() {
        // Given
        String event = "DTSTART:20200101T000000Z|DTEND:20200102T000000Z|RRULE:FREQ=DAILY|SUMMARY:duty-li";

        // Then
        assertEquals(List.of("2026-03-01T08:00 2026-03-02T08:00 duty-li", "2026-03-02T08:00 2026-03-03T08:00 duty-li"),
                told(read(calendar(event), ZONE, at("2026-03-01T12:00"), at("2026-03-02T12:00"))));
    }

    @Test
    void eventsAtOneTimeAreOneDuty() {
        assertEquals(
                List.of("2026-03-01T08:00 2026-03-01T12:00 duty-wang",
                        "2026-03-01T12:00 2026-03-01T20:00 duty-wang+duty-li",
                        "2026-03-01T20:00 2026-03-02T00:00 duty-li"),
                told(read(calendar("DTSTART:20260301T000000Z|DTEND:20260301T120000Z|SUMMARY:duty-wang",
                        "DTSTART:20260301T040000Z|DTEND:20260301T160000Z|SUMMARY:duty-li"), ZONE, null, null)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            DTSTART:20260301T000000Z|DTEND:20260302T000000Z|SUMMARY:somebody~ event "somebody" names no official: neither an attendee nor an id or name in its summary; if it is a shift, add who has it, and him to the directory; if it is none, such as a holiday, take it out
            DTSTART:20260301T000000Z|DTEND:20260302T000000Z|SUMMARY:duty-wang-2~ event "duty-wang-2" names no official: neither an attendee nor an id or name in its summary; if it is a shift, add who has it, and him to the directory; if it is none, such as a holiday, take it out
            DTSTART:20260301T000000Z|DTEND:20260302T000000Z|SUMMARY:x|ATTENDEE:mailto:who@example.org~ event "x" ATTENDEE "who@example.org" is the address of no official; add it to the directory or correct the event
            DTSTART:20260301T000000Z|DTEND:20260302T000000Z|SUMMARY:x|ATTENDEE:mailto:shared@example.org~ event "x" ATTENDEE "shared@example.org" is the address of several officials; name one of them in the summary, without attendees
            DTSTART:20260301T000000Z|DTEND:20260302T000000Z|SUMMARY:Shared~ event "Shared" is the name of several officials
            DTSTART:20260301T000000Z|SUMMARY:duty-li~ event "duty-li" does not end after it begins; give DTEND or DURATION
            DTEND:20260301T000000Z|SUMMARY:duty-li~ event "duty-li" has no DTSTART; say when it begins
            DTSTART:20260301T000000Z|DURATION:PT1H|SUMMARY:duty-li|RRULE:FREQ=SECONDLY~ event "duty-li" recurs as no duty does
            DTSTART:20260301T000000Z|DURATION:PT1H|SUMMARY:duty-li|RRULE:FREQ=DAILY;INTERVAL=0~ event "duty-li" recurs as no duty does
            DTSTART:20260301T000000Z|DURATION:PT1H|SUMMARY:duty-li|RRULE:FREQ=HOURLY;BYHOUR=1;BYMONTH=2;BYMONTHDAY=31~
            DTSTART:20260301T000000Z|DURATION:PT1H|SUMMARY:duty-li|RRULE:FREQ=HOURLY;COUNT=20000~
            """)
    void whatCannotBeMeant_isToldWithTheEvent(String event, String problem) {
        // Given
        String text = calendar(event, "DTSTART:20260301T000000Z|DTEND:20260302T000000Z|SUMMARY:nobody-known");

        // When
        List<String> problems = problems(text);

        // Then
        if (problem != null) {
            assertTrue(problems.getFirst().matches("duty.ics:([4-9]|10):1: .*") && problems.getFirst().contains(
                    problem.replaceFirst("^event \"Shared\" ", "")), problems::toString);
        }
        assertTrue(problems.getLast().startsWith("duty.ics:" + (8 + event.split("\\|").length) + ":1: event"
                + " \"nobody-known\" names no official"), problems::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            hello~ duty.ics:1:1: is no iCalendar file
            ''~ duty.ics:1:1: is no iCalendar file
            """)
    void aFileThatIsNoCalendar_isRefused(String text, String problem) {
        assertTrue(problems(text).getFirst().startsWith(problem));
    }

    @Test
    void aRuleThatDoesNotRead_isNotLeftOutSilently() {
        // When
        List<String> problems = problems(
                calendar("DTSTART:20260301T000000Z|DURATION:PT1H|SUMMARY:duty-li|RRULE:FREQ=NOW"));

        // Then
        assertTrue(problems.stream().anyMatch(it -> it.contains("RRULE") || it.contains("recurs")),
                problems::toString);
    }

    private static String event(String zone, String lines) {
        return "BEGIN:VCALENDAR\nVERSION:2.0\n" + zone + "BEGIN:VEVENT\nUID:1\nSUMMARY:duty-wang\n" + lines
                + "END:VEVENT\nEND:VCALENDAR\n";
    }

    private static String zone(String rule, String offset) {
        return "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:19961027T030000\nRRULE:" + rule
                + "\nTZOFFSETFROM:+0200\nTZOFFSETTO:" + offset + "\nEND:STANDARD\nEND:VTIMEZONE\n";
    }

    private static final String SHIFT = "DTSTART;TZID=Here:20260302T080000\nDTEND;TZID=Here:20260302T200000\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"FREQ=SECONDLY;COUNT=999999999|+0100|clocks change as none do",
            "FREQ=YEARLY;BYHOUR=1,2,3|+0100|clocks change as none do"})
    void aTimeZoneThatNoClockFollowsIsRefused(String rule, String offset, String reason) {
        InvalidFileException refused = assertThrows(InvalidFileException.class,
                () -> read(event(zone(rule, offset), SHIFT), ZONE, null, null));
        assertTrue(refused.getMessage().contains(reason), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"DTSTART:99990302T080000\\nDTEND:99990302T200000\\n|between the years",
            "DTSTART:20260302T080000\\nDURATION:P99999999W\\n|longer than a year"})
    void timesNoDutyHasAreRefused(String lines, String reason) {
        InvalidFileException refused = assertThrows(InvalidFileException.class,
                () -> read(event("", lines.replace("\\n", "\n")), ZONE, null, null));
        assertTrue(reason == null || refused.getMessage().contains(reason), refused::getMessage);
    }

    @Test
    void componentsStandEightDeep() {
        InvalidFileException refused = assertThrows(InvalidFileException.class,
                () -> read("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n".repeat(100_000), ZONE, null, null));
        assertTrue(refused.getMessage().contains("8 components deep"), refused::getMessage);
    }
}
