package tocsin.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tocsin.roster.Duties.DESK;
import static tocsin.roster.Duties.at;
import static tocsin.roster.Duties.directory;
import static tocsin.roster.Duties.names;
import static tocsin.roster.Duties.onDuty;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.directory.Directory;

class RostersTest {
    private static final String ORDINARY = """
            rosters:
              - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [duty-wang, duty-li, duty-brown]}
            """;

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-01-01T07:59, ''
            2026-01-01T08:00, duty-wang
            2026-01-02T07:59, duty-wang
            2026-01-02T08:00, duty-li
            2026-03-01T12:00, duty-brown
            2026-03-02T12:00, duty-wang
            """)
    void peopleTakeTheDutyInTurn(String local, String people) {
        assertEquals(people, onDuty(directory(ORDINARY), local));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-01-01T08:00, duty-wang+duty-li
            2026-01-02T08:00, duty-brown
            2026-01-03T08:00, duty-wang+duty-li
            2026-01-05T07:59, duty-brown
            2026-01-05T08:00, ''
            """)
    void aGroupIsOnDutyTogether_andARotationEnds(String local, String people) {
        assertEquals(people, onDuty(directory("""
                rosters:
                  - {roster: duty, desk: "370200", start: "2026-01-01T08:00", until: "2026-01-05T08:00", shift: PT24H, people: [[duty-wang, duty-li], duty-brown]}
                """), local));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-05-01T07:59, duty-brown,                        duty-brown
            2026-05-01T08:00, duty-wang+leader-zhao+leader-sun,  leader-zhao+leader-sun
            2026-05-06T07:59, duty-li+leader-zhao+leader-sun,    leader-zhao+leader-sun
            2026-05-06T08:00, duty-brown,                        duty-brown
            """)
    void aHolidayRotationAddsToTheOrdinaryOne_orReplacesIt(String local, String added, String replaced) {
        // Given
        String holiday = ORDINARY
                + "  - {roster: duty, desk: \"370200\", start: \"2026-01-01T08:00\", shift: PT24H, people: [[leader-zhao,"
                + " leader-sun]], on: [HOLIDAY]%s}\n";

        // Then
        assertEquals(added, onDuty(directory(holiday.formatted("")), local));
        assertEquals(replaced, onDuty(directory(holiday.formatted(", instead: true")), local));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-01-02T08:00, duty-wang
            2026-01-03T07:59, duty-wang
            2026-01-03T08:00, duty-li
            2026-01-05T07:59, duty-li
            2026-01-05T08:00, duty-wang
            """)
    void ofOrdinaryRotations_theFirstThatHoldsCounts(String local, String people) {
        assertEquals(people, onDuty(directory("""
                rosters:
                  - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [duty-li], days: [SATURDAY, SUNDAY]}
                  - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [duty-wang]}
                """), local));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-01T07:59, duty-li
            2026-03-01T08:00, leader-sun+leader-zhao
            2026-03-01T19:59, leader-sun+leader-zhao
            2026-03-01T20:00, duty-brown
            2026-03-02T08:00, leader-zhao
            2026-03-03T08:00, duty-li
            2026-03-04T08:00, ''
            """)
    void anOverrideIsExactlyThesePeople_andASubstituteStandsInWhereverSomebodyIsAway(String local, String people) {
        // Given
        Directory directory = directory(ORDINARY + """
                overrides:
                  - {roster: duty, desk: "370200", from: "2026-03-01T08:00", until: "2026-03-01T20:00", people: [duty-wang, leader-zhao, leader-sun], note: "inspection"}
                absences:
                  - {official: duty-wang, from: "2026-03-01T00:00", until: "2026-03-03T08:00", substitute: leader-sun}
                  - {official: leader-sun, from: "2026-03-01T20:00", until: "2026-03-03T08:00", substitute: leader-zhao}
                  - {official: duty-brown, from: "2026-03-04T08:00", until: "2026-03-05T08:00"}
                """);

        // Then
        assertEquals(people, onDuty(directory, local));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            08:00, 2026-03-07T15:59:59Z, duty-li
            08:00, 2026-03-07T16:00:00Z, duty-brown
            08:00, 2026-03-08T14:59:59Z, duty-brown
            08:00, 2026-03-08T15:00:00Z, duty-wang
            08:00, 2026-11-01T15:59:59Z, duty-wang
            08:00, 2026-11-01T16:00:00Z, duty-li
            02:30, 2026-03-08T09:59:59Z, duty-brown
            02:30, 2026-03-08T10:00:00Z, duty-wang
            02:30, 2026-03-09T09:29:59Z, duty-wang
            02:30, 2026-03-09T09:30:00Z, duty-li
            01:30, 2026-11-01T08:29:59Z, duty-wang
            01:30, 2026-11-01T08:30:00Z, duty-li
            01:30, 2026-11-01T09:00:00Z, duty-li
            01:30, 2026-11-01T09:29:59Z, duty-li
            01:30, 2026-11-01T10:00:00Z, duty-li
            01:30, 2026-11-02T09:29:59Z, duty-li
            01:30, 2026-11-02T09:30:00Z, duty-brown
            """)
    void aHandoverStaysAtItsLocalTime_whenClocksChange(String time, Instant at, String people) {
        // Given
        Directory directory = directory(ORDINARY.replace("T08:00", "T" + time));

        // Then
        assertEquals(people, names(Rosters.onDuty(directory, "duty", DESK, ZoneId.of("America/Los_Angeles"), at)));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-01T08:00, 2026-03-02T08:00, 1
            2026-03-01T09:00, 2026-03-02T09:00, 2
            2026-03-01T08:00, 2026-03-08T08:00, 7
            2025-12-01T08:00, 2026-01-02T08:00, 1
            2025-12-01T08:00, 2026-01-01T08:00, 0
            """)
    void shiftsAreWhole_whereverTheTimeAskedForBegins(String from, String until, int count) {
        // When
        var shifts = Rosters.shifts(directory(ORDINARY), "duty", DESK, Duties.ZONE, at(from), at(until));

        // Then
        assertEquals(count, shifts.size());
        shifts.forEach(shift -> assertEquals(86_400, shift.until().getEpochSecond() - shift.from().getEpochSecond()));
    }
}
