package tocsin.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.roster.Duties.DESK;
import static tocsin.roster.Duties.ZONE;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.rules.directory.Directory;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

/// What a calendar says is understood, or refused or told with its line; never taken as something else.
class CalendarFactsTest {
    private static final String OFFICIALS = """
            officials:
              - {id: duty-wang, name: 王值班, desk: "370200", language: zh, email: duty-wang@example.org}
              - {id: duty-li, name: 李值班, desk: "370200", language: zh, email: duty-li@example.org}
            """;
    private static final String ROSTERS = """
            rosters:
              - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [duty-wang]}
            """;
    private static final String SHIFT = "DTSTART;TZID=Asia/Shanghai:20261102T080000|"
            + "DTEND;TZID=Asia/Shanghai:20261102T200000|";

    private static CalendarImport.Meaning read(String text) {
        Directory directory = Duties.with(ROSTERS, "officials", OFFICIALS);
        return CalendarImport.read("duty.ics", text, directory, "duty", DESK, ZONE, null, null);
    }

    private static String calendar(String... events) {
        StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\nVERSION:2.0\n");
        for (String event : events) {
            text.append("BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n")
                    .append(event.contains("UID:") ? "" : "UID:u" + text.length() + "\n")
                    .append(event.replace("|", "\n")).append("\nEND:VEVENT\n");
        }
        return text.append("END:VCALENDAR\n").toString();
    }

    private static List<String> people(CalendarImport.Meaning meaning) {
        return meaning.overrides().stream().map(it -> it.from() + " " + String.join("+", it.people())).toList();
    }

    private static String refused(String text) {
        return assertThrows(InvalidFileException.class, () -> read(text)).problems().stream().map(Problem::toString)
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PARTSTAT=DECLINED|has declined", "partstat=declined|has declined",
            "CUTYPE=ROOM|is a room", "CUTYPE=RESOURCE;PARTSTAT=ACCEPTED|is a resource",
            "ROLE=NON-PARTICIPANT|only hears of it", "ROLE=OPT-PARTICIPANT;PARTSTAT=DECLINED|has declined",
            "PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:duty-li@example.org\"|has handed it on"})
    void whoDoesNotTakePartIsNotOnDuty_andThatIsToldWithHisLine(String parameters, String told) {
        // When
        CalendarImport.Meaning meaning = read(calendar(SHIFT + "SUMMARY:x|ATTENDEE;" + parameters
                + ":mailto:duty-wang@example.org|ATTENDEE;PARTSTAT=ACCEPTED:mailto:duty-li@example.org"));

        // Then
        assertEquals(List.of("2026-11-02T08:00 duty-li"), people(meaning));
        assertTrue(meaning.told().getFirst().toString().startsWith("duty.ics:9:1: ")
                && meaning.told().getFirst().toString().contains(told), meaning.told()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARTSTAT=ACCEPTED", "CUTYPE=INDIVIDUAL", "CUTYPE=UNKNOWN", "ROLE=CHAIR",
            "ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION", "ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED",
            "CN=\"Wang: the; first\";RSVP=TRUE;X-NUM-GUESTS=0"})
    void whoTakesPartIsOnDuty(String parameters) {
        assertEquals(List.of("2026-11-02T08:00 duty-wang"), people(read(calendar(
                SHIFT + "SUMMARY:李值班|ATTENDEE;" + parameters + ":MAILTO:Duty-Wang@example.org"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PARTSTAT=TENTATIVE|accept or decline", "PARTSTAT=MAYBE|is no answer",
            "PARTSTAT=COMPLETED|is no answer", "CUTYPE=GROUP|is a group", "CUTYPE=X-ROBOT|is not known",
            "ROLE=OPT-PARTICIPANT|may come or not", "ROLE=BYSTANDER|is not known",
            "PARTSTAT=DELEGATED|is no attendee",
            "PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:x@example.org\"|is no attendee"})
    void whatAnAttendeeIsThatNobodyKnows_isRefusedWithHisLine(String parameters, String reason) {
        String problems = refused(calendar(SHIFT + "SUMMARY:x|ATTENDEE;PARTSTAT=ACCEPTED:mailto:duty-li@example.org|"
                + "ATTENDEE;" + parameters + ":mailto:duty-wang@example.org"));
        assertTrue(problems.startsWith("duty.ics:10:1: event \"x\" ATTENDEE \"mailto:duty-wang@example.org\" ")
                && problems.contains(reason), problems);
    }

    @Test
    void aRoomAloneLeavesTheTitleToSayWhoItIs_andADeclineDoesNot() {
        assertEquals(List.of("2026-11-02T08:00 duty-wang"), people(read(calendar(
                SHIFT + "SUMMARY:王值班|ATTENDEE;CUTYPE=ROOM:mailto:room5@example.org"))));
        String problems = refused(calendar(
                SHIFT + "SUMMARY:王值班|ATTENDEE;PARTSTAT=DECLINED:mailto:duty-wang@example.org"));
        assertTrue(problems.contains("leaves nobody who has the duty"), problems);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
            "STATUS:TENTATIVE~STATUS is not settled", "STATUS:DRAFT~is no state of an event",
            "TRANSP:GLASS~TRANSP is not known", "X-MICROSOFT-CDO-BUSYSTATUS:OOF~says that its people are away",
            "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE~is not settled",
            "DTSTART:20261102T080000~DTSTART stands here again", "SUMMARY:y~SUMMARY stands here again",
            "DURATION:PT1H~DURATION says how long it lasts beside DTEND",
            "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20261110T000000Z~has UNTIL and COUNT",
            "RRULE:FREQ=DAILY;RSCALE=CHINESE;COUNT=2~the part \"RSCALE\"",
            "RRULE:FREQ=DAILY;BYEASTER=1;COUNT=2~the part \"BYEASTER\"",
            "RRULE:FREQ=DAILY;COUNT=2;COUNT=3~has COUNT twice",
            "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3~begins when its RRULE gives no shift",
            "RRULE:FREQ=DAILY;UNTIL=20261001T000000Z~ends before DTSTART",
            "RRULE:FREQ=DAILY;BYMONTH=13;COUNT=2~RRULE", "RRULE:FREQ=WEEKLY;BYDAY=XX;COUNT=2~RRULE",
            "RRULE:FREQ=DAILY;COUNT=some~RRULE", "RRULE:COUNT=2~RRULE",
            "RDATE;VALUE=DATE:20261105~RDATE is a day", "RDATE;VALUE=PERIOD:20261105T080000Z/PT1H~periods",
            "RDATE:2026-11-05~is no time", "EXDATE;TZID=Asia/Shanghai:20261102T090000~excepts 2026-11-02T09:00",
            "EXRULE:FREQ=DAILY~EXRULE", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261102T000000Z~more than one occurrence",
            "SEQUENCE:new~is no number of a revision"})
    void whatAnEventSaysThatIsNotFollowed_isRefusedWithItsLine(String property, String reason) {
        String problems = refused(calendar(SHIFT + "SUMMARY:duty-wang|" + property));
        assertTrue(Stream.of(problems.split("\n")).anyMatch(it -> it.contains(reason)
                && it.matches("duty.ics:9:1: .*")), problems);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
            "DTSTART;TZID=Nowhere/City:20261102T080000|DTEND;TZID=Nowhere/City:20261102T200000~names the zone \"Nowhere/City\"",
            "DTSTART;TZID=China Standard Time:20261102T080000|DURATION:PT1H~names the zone \"China Standard Time\"",
            "DTSTART;TZID=Asia/Shanghai:20261102T000000Z|DTEND:20261102T120000Z~names the zone",
            "DTSTART;VALUE=DATE:20261102|DTEND:20261102T120000Z~has a time, and DTSTART is a day",
            "DTSTART:20261102T000000Z|DTEND;VALUE=DATE:20261103~is a day, and DTSTART has a time",
            "DTSTART:20270230T080000Z|DTEND:20270303T080000Z~no day or time of day that there is",
            "DTSTART:20261102T086000Z|DTEND:20261103T080000Z~no day or time of day that there is",
            "DTSTART;VALUE=DATE:20261131|DTEND;VALUE=DATE:20261201~no day or time of day that there is",
            "DTSTART:20261102T000000Z|DTEND:20261102T120000Z|RRULE:FREQ=DAILY;COUNT=2|EXDATE:20270230T000000Z~no day or",
            "DTSTART:20261102|DTEND:20261103~is no time", "DTSTART:2026-11-02T08:00|DTEND:20261103T000000Z~is no time",
            "DTSTART;VALUE=DATE:20261102|DURATION:PT12H~has hours",
            "DTSTART:20261102T000000Z|DURATION:-PT1H~does not end after",
            "DTSTART:20261102T000000Z|DURATION:soon~DURATION",
            "DTSTART;VALUE=DATE:20261102|RRULE:FREQ=DAILY;BYHOUR=8;COUNT=2~gives times"})
    void timesThatAreNoneOrDoNotBelongTogether_areRefused(String times, String reason) {
        String problems = refused(calendar("SUMMARY:duty-wang|" + times));
        assertTrue(problems.contains(reason), problems);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"METHOD:CANCEL~METHOD:CANCEL", "METHOD:REPLY~METHOD:REPLY",
            "METHOD:COUNTER~METHOD:COUNTER", "VERSION:1.0~vCalendar", "CALSCALE:CHINESE~CALSCALE:CHINESE",
            "this is no property~is no property"})
    void aCalendarThatIsSomethingElse_isRefusedWithTheLine(String property, String reason) {
        String problems = refused(calendar(SHIFT + "SUMMARY:duty-wang").replace("VERSION:2.0\n",
                "PRODID:x\n" + property + "\n"));
        assertTrue(problems.startsWith("duty.ics:3:1: ") && problems.contains(reason), problems);
    }

    @Test
    void aFileThatIsCutOrNested_isRefused() {
        String whole = calendar(SHIFT + "SUMMARY:duty-wang", SHIFT + "SUMMARY:duty-li");
        String cut = refused(whole.substring(0, whole.lastIndexOf("END:VEVENT")));
        assertTrue(cut.contains("is never ended") || cut.contains("is cut"), cut);
        String nested = refused(whole.replaceFirst("BEGIN:VEVENT", "BEGIN:X-OLD\nBEGIN:VEVENT")
                .replaceFirst("END:VEVENT", "END:VEVENT\nEND:X-OLD"));
        assertTrue(nested.contains("stands inside another component"), nested);
    }

    @Test
    void whatIsNoDutyButStandsThere_isToldAndLeftOut() {
        // When
        CalendarImport.Meaning meaning = read(calendar(SHIFT + "SUMMARY:duty-wang|TRANSP:TRANSPARENT|DTSART:x|X-ANY:y",
                SHIFT.replace("1102", "1103") + "SUMMARY:duty-li|STATUS:CANCELLED").replace("END:VCALENDAR",
                        "BEGIN:VTODO\nSUMMARY:duty-li\nEND:VTODO\nEND:VCALENDAR"));

        // Then
        assertEquals(List.of("2026-11-02T08:00 duty-wang"), people(meaning));
        String told = meaning.told().toString();
        assertEquals(4, meaning.told().size(), told);
        assertTrue(told.contains("VTODO is no event") && told.contains("DTSART is no property")
                && told.contains("is cancelled") && told.contains("shows its people as free"), told);
    }

    @Test
    void aDayThatTakesNobodysTimeAndNamesNobody_isNoDuty_andOneThatTakesTimeMustNameSomebody() {
        // When: a public holiday as calendars have it, beside a shift
        CalendarImport.Meaning meaning = read(calendar(SHIFT + "SUMMARY:duty-wang",
                SHIFT.replace("1102", "1103") + "SUMMARY:元旦|TRANSP:TRANSPARENT"));
        String refused = refused(calendar(SHIFT + "SUMMARY:元旦"));

        // Then
        assertEquals(List.of("2026-11-02T08:00 duty-wang"), people(meaning));
        assertTrue(meaning.told().toString().contains("asks nobody and shows as free time"), meaning.told()::toString);
        assertTrue(refused.contains("if it is none, such as a holiday, take it out"), refused);
    }

    @Test
    void theNewestRevisionCounts_andTwoOfOneAgeAreRefused() {
        String old = SHIFT + "UID:s1|SEQUENCE:0|SUMMARY:王值班";
        CalendarImport.Meaning meaning = read(calendar(SHIFT + "UID:s1|SEQUENCE:10|SUMMARY:李值班", old,
                SHIFT + "UID:s1|SEQUENCE:9|STATUS:CANCELLED|SUMMARY:王值班"));
        assertEquals(List.of("2026-11-02T08:00 duty-li"), people(meaning));
        assertTrue(refused(calendar(old, SHIFT.replace("1102", "1103") + "UID:s1|SEQUENCE:0|SUMMARY:李值班"))
                .contains("has the UID of the event on line"));
        assertEquals(List.of("2026-11-02T08:00 duty-wang"), people(read(calendar(old, old))));
    }

    @Test
    void aReplacementMustHaveATimeToReplace_andASeriesCancelledTakesItAlong() {
        String series = SHIFT + "UID:s|RRULE:FREQ=DAILY;COUNT=3|SUMMARY:duty-wang";
        String moved = "UID:s|RECURRENCE-ID;TZID=Asia/Shanghai:20261103TX|DTSTART:20261103T060000Z|"
                + "DTEND:20261103T080000Z|SUMMARY:duty-li";
        assertEquals(List.of("2026-11-02T08:00 duty-wang", "2026-11-03T14:00 duty-li", "2026-11-04T08:00 duty-wang"),
                people(read(calendar(series, moved.replace("TX", "T080000")))));
        String off = refused(calendar(series, moved.replace("TX", "T090000")));
        assertTrue(off.contains("RECURRENCE-ID"), off);
        assertEquals(List.of(), people(read(calendar(series + "|STATUS:CANCELLED", moved.replace("TX", "T080000")))));
    }

    @Test
    void aTimeWithoutAZoneIsThePacks_unlessTheCalendarSaysOtherwise() {
        String floating = "DTSTART:20261102T080000|DTEND:20261102T200000|SUMMARY:duty-wang";
        assertEquals(List.of("2026-11-02T08:00 duty-wang"), people(read(calendar(floating))));
        assertEquals(List.of("2026-11-02T08:00 duty-wang"), people(read(calendar(floating).replace("VERSION:2.0\n",
                "VERSION:2.0\nX-WR-TIMEZONE:Asia/Shanghai\n"))));
        String problems = refused(calendar(floating).replace("VERSION:2.0\n",
                "VERSION:2.0\nX-WR-TIMEZONE:America/New_York\n"));
        assertTrue(problems.contains("names no zone"), problems);
    }

    @Test
    void linesMayBeFoldedAnywhere_evenWithinACharacter() {
        // Given
        String text = calendar(SHIFT + "SUMMARY:王值班 和 李值班|DESCRIPTION:在指挥中心值班，接听电话").replace("\n", "\r\n");
        Random random = new Random(17);
        for (int round = 0; round < 50; round++) {
            ByteArrayOutputStream folded = new ByteArrayOutputStream();
            for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
                if (one < 0 && random.nextInt(4) == 0) {
                    folded.writeBytes("\r\n ".getBytes(StandardCharsets.US_ASCII));
                }
                folded.write(one);
            }

            // When
            CalendarImport.Meaning meaning = read(CalendarText.of("duty.ics", folded.toByteArray()));

            // Then
            assertEquals(List.of("2026-11-02T08:00 duty-wang+duty-li"), people(meaning));
        }
    }

    @Test
    void aFileInAnotherEncodingIsReadByItsMarkOrRefusedWithItsLine() {
        String text = calendar(SHIFT + "SUMMARY:王值班");
        List<String> wanted = List.of("2026-11-02T08:00 duty-wang");
        assertEquals(wanted, people(read(CalendarText.of("d", ("\ufeff" + text).getBytes(StandardCharsets.UTF_8)))));
        assertEquals(wanted, people(read(CalendarText.of("d", text.getBytes(StandardCharsets.UTF_16)))));
        assertEquals(wanted, people(read(CalendarText.of("d", ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE)))));
        InvalidFileException refused = assertThrows(InvalidFileException.class,
                () -> CalendarText.of("duty.ics", text.getBytes(Charset.forName("GB18030"))));
        assertTrue(refused.getMessage().contains("duty.ics:8:1: is not UTF-8"), refused::getMessage);
    }

    @Test
    void whatIsToldIsBounded() {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < CalendarTelling.MOST + 50; i++) {
            events.add(SHIFT + "SUMMARY:duty-wang|TRANSP:TRANSPARENT");
        }
        List<Problem> told = read(calendar(events.toArray(String[]::new))).told();
        assertEquals(CalendarTelling.MOST + 1, told.size());
        assertTrue(told.getLast().message().contains("50 more"), told.getLast()::toString);
    }

    /// The rules of RFC 5545's own examples (3.8.5.3) give the days it says.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "19970902|FREQ=WEEKLY;COUNT=4;BYDAY=TU,TH;WKST=SU|0902 0904 0909 0911",
            "19970902|FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3|-",
            "19970904|FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3|0904 1007 1106",
            "19970929|FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=4|0929 1030 1127 1230",
            "19970902|FREQ=MONTHLY;COUNT=4;BYMONTHDAY=2,15|0902 0915 1002 1015",
            "19970905|FREQ=MONTHLY;COUNT=3;BYDAY=1FR|0905 1003 1107",
            "19970928|FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3|0928 1029 1128",
            "19970805|FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO|0805 0810 0819 0824",
            "19970805|FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU|0805 0817 0819 0831"})
    void rulesGiveTheDaysTheStandardSays(String start, String rule, String days) {
        String text = calendar("DTSTART;VALUE=DATE:" + start + "|SUMMARY:duty-wang|RRULE:" + rule);
        if (days.equals("-")) {
            assertTrue(refused(text).contains("gives no shift"));
            return;
        }
        List<String> found = read(text).overrides().stream()
                .map(it -> it.from().toLocalDate().toString().substring(5).replace("-", "")).toList();
        assertEquals(Arrays.asList(days.split(" ")), found);
    }
}
