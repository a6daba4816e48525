package tocsin.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.roster.Duties.at;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.directory.Directory;

class HolesTest {
    private static final String FULL = """
            rosters:
              - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [duty-wang, duty-li, duty-brown]}
              - {roster: leader, desk: "370200", start: "2026-01-01T08:00", shift: P7D, people: [leader-zhao, leader-sun]}
              - {roster: duty, desk: "370211", start: "2026-01-01T08:00", shift: PT24H, people: [huangdao-duty-chen, huangdao-duty-gao]}
              - {roster: leader, desk: "370211", start: "2026-01-01T08:00", shift: P7D, people: [huangdao-leader-liu]}
            """;

    private static List<Hole> holes(Directory directory, String from, String until) {
        return Holes.find(Duties.pack(), directory, at(from), at(until));
    }

    private static List<String> sentences(List<Hole> holes, Hole.Reason reason) {
        return holes.stream().filter(hole -> hole.reason() == reason).map(Hole::en).toList();
    }

    @Test
    void anAudienceThatComesToNobodyAtADesk_isTold() {
        // When
        List<Hole> holes = holes(Duties.directory(FULL), "2026-03-01T00:00", "2026-04-01T00:00");

        // Then
        assertEquals(List.of("audience neighbour comes to nobody at desk 370211; give the desk such a roster or an"
                + " official with the role"), holes.stream().map(Hole::en).toList());
        assertEquals("370211值班室：对象neighbour没有任何人，请在值班表或人员名单中补上", holes.getFirst().zh());
    }

    @Test
    void shiftsWithNobody_areToldAsOneTime_exactToTheHandover() {
        // Given
        Directory directory = Duties.directory(FULL + """
                overrides:
                  - {roster: duty, desk: "370200", from: "2026-03-05T12:34", until: "2026-03-05T13:00", people: [duty-li]}
                absences:
                  - {official: duty-wang, from: "2026-03-05T10:00", until: "2026-03-06T00:00"}
                  - {official: duty-li, from: "2026-03-05T08:00", until: "2026-03-07T12:00"}
                """);

        // When
        List<Hole> holes = holes(directory, "2026-03-04T00:00", "2026-03-10T00:00");

        // Then
        assertEquals(List.of("roster duty of desk 370200: nobody is on duty from 2026-03-05T10:00 to 2026-03-06T00:00;"
                + " put somebody on duty",
                "roster duty of desk 370200: nobody is on duty from 2026-03-06T08:00 to 2026-03-07T08:00; put somebody"
                        + " on duty"),
                sentences(holes, Hole.Reason.NOBODY_ON_DUTY));
        assertEquals(List.of(at("2026-03-05T10:00"), at("2026-03-06T08:00")), holes.stream()
                .filter(hole -> hole.reason() == Hole.Reason.NOBODY_ON_DUTY).map(Hole::from).toList());
    }

    @Test
    void aPolicyWithNobodyAtAnyLevel_isTold() {
        // Given
        Directory directory = Duties.directory(FULL + """
                absences:
                  - {official: duty-wang, from: "2026-03-05T08:00", until: "2026-03-06T08:00"}
                  - {official: leader-zhao, from: "2026-03-05T20:00", until: "2026-03-07T08:00"}
                  - {official: leader-sun, from: "2026-03-05T20:00", until: "2026-03-07T08:00"}
                """);

        // When
        List<Hole> holes = holes(directory, "2026-03-04T00:00", "2026-03-10T00:00");

        // Then
        assertTrue(sentences(holes, Hole.Reason.POLICY_OF_NOBODY).contains("policy grade-3 reaches nobody at desk"
                + " 370200 at any level from 2026-03-05T20:00 to 2026-03-06T08:00; put somebody on duty"),
                holes::toString);
        assertTrue(sentences(holes, Hole.Reason.POLICY_OF_NOBODY).stream().noneMatch(it -> it.contains("grade-1")));
    }

    @Test
    void onePersonOnTwoLevelsAtOnce_isTold() {
        // Given
        Directory directory = Duties.directory(FULL + """
                overrides:
                  - {roster: duty, desk: "370211", from: "2026-03-05T12:00", until: "2026-03-06T12:00", people: [huangdao-leader-liu]}
                """);

        // When
        List<Hole> holes = holes(directory, "2026-03-04T00:00", "2026-03-10T00:00");

        // Then
        assertEquals(List.of("grade-3", "grade-4", "media", "verification"), holes.stream()
                .filter(hole -> hole.reason() == Hole.Reason.SAME_PERSON_TWICE).map(Hole::subject).toList());
        assertEquals("policy grade-3 at desk 370211: levels 1 and 2 are the same person huangdao-leader-liu from"
                + " 2026-03-05T12:00 to 2026-03-06T12:00; let somebody else take one of them",
                sentences(holes, Hole.Reason.SAME_PERSON_TWICE).getFirst());
    }

    @Test
    void aRotationThatEnds_isToldOnceItsEndIsInSight() {
        // Given
        Directory directory = Duties.directory(FULL.replaceFirst("shift:", "until: \"2026-03-05T08:00\", shift:"));

        // Then
        assertEquals(List.of(), sentences(holes(directory, "2026-03-01T00:00", "2026-03-05T07:59"),
                Hole.Reason.ROTATION_ENDS));
        assertEquals(List.of("the rotation of roster duty of desk 370200 that began 2026-01-01T08:00 ends at"
                + " 2026-03-05T08:00; after it nobody is on duty; say who goes on"),
                sentences(holes(directory, "2026-03-01T00:00", "2026-03-06T00:00"), Hole.Reason.ROTATION_ENDS));
        assertEquals(List.of(), sentences(holes(directory, "2026-03-05T08:00", "2026-03-06T00:00"),
                Hole.Reason.ROTATION_ENDS));
    }

    @Test
    void anOfficialWhomAPolicyCannotReach_isTold_thoughHisShiftIsLater() {
        // Given
        String officials = """
                officials:
                  - {id: wang, name: 王, desk: "370200", language: zh, sms: "+8653200000101"}
                  - {id: li, name: 李, desk: "370200", language: zh, email: li@example.org}
                """;
        Directory directory = Duties.with("""
                rosters:
                  - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [li, wang]}
                """, "officials", officials);

        // When
        List<String> told = sentences(holes(directory, "2026-01-01T08:00", "2026-01-01T09:00"),
                Hole.Reason.NO_ADDRESS);

        // Then
        assertEquals(List.of("wang of desk 370200 has an address for none of the means [EMAIL] of policy grade-4; give"
                + " one"), told);
    }

    @Test
    void aTimeWithTooManyHandovers_isRefused() {
        // Given
        Directory directory = Duties.directory(FULL.replaceFirst("PT24H", "PT1S"));

        // Then
        assertThrows(IllegalArgumentException.class,
                () -> holes(directory, "2026-03-01T00:00", "2026-04-01T00:00"));
    }

    @Test
    void moreHolesThanAnybodyReads_areCounted() {
        // Given
        Directory directory = Duties.directory(FULL.replaceFirst("PT24H", "PT10M") + """
                absences:
                  - {official: duty-wang, from: "2026-03-01T00:00", until: "2027-03-01T00:00"}
                """);

        // When
        List<Hole> holes = holes(directory, "2026-03-01T00:00", "2026-04-01T00:00");

        // Then
        assertEquals(Holes.MOST + 1, holes.size());
        assertEquals(Hole.Reason.MORE, holes.getLast().reason());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [duty-wang]               | leader-sun, whom the rotation of special days puts on duty, from 2026-05-01T08:00 to 2026-05-03T08:00
            [duty-wang, leader-zhao]  |
            [duty-wang, leader-sun]   |
            [leader-sun]              |
            """)
    void anOverrideThatLeavesOutWhomASpecialDayAsksFor_isTold_unlessAnotherStandsInTheirPlace(String people,
            String told) {
        // Given: on a holiday a leader is on duty beside the duty officer
        Directory directory = Duties.directory(FULL + """
                  - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [leader-sun], on: [HOLIDAY]}
                overrides:
                  - {roster: duty, desk: "370200", from: "2026-04-30T08:00", until: "2026-05-03T08:00", people: %s}
                """.formatted(people));

        // When
        List<String> holes = sentences(holes(directory, "2026-04-20T00:00", "2026-05-10T00:00"),
                Hole.Reason.SPECIAL_DAY_SHORT);

        // Then
        assertEquals(told == null
                ? List.of()
                : List.of("roster duty of desk 370200: an override leaves out " + told
                        + ", and names nobody in that place; add somebody to it"),
                holes);
    }
}
