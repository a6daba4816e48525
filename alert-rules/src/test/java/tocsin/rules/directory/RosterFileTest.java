package tocsin.rules.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.PackFiles;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

class RosterFileTest {
    private static final String FILE = "directory/rosters.yaml";
    private static final String ROTATION = """
            rosters:
              - {roster: duty, desk: "370200", start: "2026-01-01T08:00", shift: PT24H, people: [duty-wang, duty-li]}
            """;

    private static PackFiles files(String rosters) {
        return PackFiles.read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao"))
                .with(FILE, rosters);
    }

    private static RosterBook read(String rosters) {
        return DirectoryReader.read(files(rosters)).rosters();
    }

    private static List<String> problems(String rosters) {
        return assertThrows(InvalidFileException.class, () -> read(rosters)).problems().stream().map(Problem::toString)
                .toList();
    }

    @Test
    void aRotationOfToday_readsAsBefore() {
        // When
        RosterEntry rotation = read(ROTATION).entries().getFirst();

        // Then
        assertEquals(List.of(List.of("duty-wang"), List.of("duty-li")), rotation.people());
        assertEquals(Set.of(), rotation.days());
        assertEquals(false, rotation.isSpecial() || rotation.instead() || rotation.until() != null);
    }

    @Test
    void groupsDaysAndSpecialDays_areRead() {
        // When
        RosterEntry rotation = read("""
                rosters:
                  - roster: duty
                    desk: "370200"
                    start: "2026-01-01T08:00"
                    until: "2027-01-01T08:00"
                    shift: PT24H
                    people: [[duty-wang, duty-li], duty-brown]
                    on: [HOLIDAY, MAJOR_EVENT]
                    instead: true
                    days: [SATURDAY, SUNDAY]
                """).entries().getFirst();

        // Then
        assertEquals(List.of(List.of("duty-wang", "duty-li"), List.of("duty-brown")), rotation.people());
        assertEquals(Set.of(SpecialDay.Kind.HOLIDAY, SpecialDay.Kind.MAJOR_EVENT), rotation.on());
        assertEquals(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), rotation.days());
        assertEquals(LocalDateTime.of(2027, 1, 1, 8, 0), rotation.until());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            roster: dutty, desk: "370200", from: "2026-03-01T08:00", until: "2026-03-02T08:00", people: [duty-li] | :4:14: overrides[0].roster: "dutty" is not a roster of 370200 (did you mean duty?); give it a rotation first
            roster: duty, desk: "370211", from: "2026-03-01T08:00", until: "2026-03-02T08:00", people: [duty-li]  | :4:26: overrides[0].desk: "370211" has no roster (did you mean 370200?); give it a rotation first
            roster: duty, desk: "370200", from: "2026-03-01T08:00", until: "2026-03-01T08:00", people: [duty-li]  | :4:69: overrides[0].until: does not lie after from; give the first moment it is over
            roster: duty, desk: "370200", from: "2026-03-01T08:00", until: "2026-03-02T08:00", people: [duty-lee] | :4:98: overrides[0].people[0]: "duty-lee" is not defined (did you mean duty-li?)
            roster: duty, desk: "370200", from: "2026-03-01T08:00", until: "2026-03-02T08:00", people: []         | :4:97: overrides[0].people: names nobody: a shift nobody takes is silence
            """)
    void anOverrideThatCannotBeMeant_isRefusedAtItsPlace(String override, String problem) {
        assertEquals(List.of(FILE + problem), problems(ROTATION + "overrides:\n  - {" + override + "}\n"));
    }

    @Test
    void everyProblemIsToldAtOnce() {
        // When
        List<String> problems = problems("""
                rosters:
                  - {roster: duty, desk: "370200", start: "2026-01-01T08:00", until: "2025-01-01T08:00", shift: PT24H, people: [[]], instead: true, days: [MONTAG], on: []}
                overrides:
                  - {roster: duty, desk: "370200", from: "2026-03-01T08:00", until: "2026-03-03T08:00", people: [duty-li]}
                  - {roster: duty, desk: "370200", from: "2026-03-02T08:00", until: "2026-03-04T08:00", people: [duty-wang]}
                absences:
                  - {official: duty-li, from: "2026-03-01T08:00", until: "2026-03-05T08:00"}
                  - {official: duty-li, from: "2026-03-04T08:00", until: "2026-03-06T08:00"}
                """);

        // Then
        assertEquals(List.of("rosters[0].people[0]: names nobody: a shift nobody takes is silence",
                "rosters[0].until: does not lie after start; give the moment it ends, or leave it out",
                "rosters[0].on: names none; name at least one, or leave it out",
                "rosters[0].days[0]: \"MONTAG\" is not one of [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY,"
                        + " SUNDAY] (did you mean MONDAY?)",
                "overrides[1]: duty at 370200 is arranged otherwise already by the override before; end one where the"
                        + " other begins, or join them (it lasts until 2026-03-03T08:00)",
                "absences[1]: duty-li is away already by the absence before; end one where the other begins (it lasts"
                        + " until 2026-03-05T08:00)"),
                problems.stream().map(problem -> problem.replaceFirst("^.*?:[0-9]+:[0-9]+: ", "")).toList());
    }

    @Test
    void substitutesWhoStandInForEachOther_areRefusedOnce() {
        // When
        List<String> problems = problems(ROTATION + """
                absences:
                  - {official: duty-wang, from: "2026-03-01T08:00", until: "2026-03-05T08:00", substitute: duty-li}
                  - {official: duty-li, from: "2026-03-04T08:00", until: "2026-03-06T08:00", substitute: duty-brown}
                  - {official: duty-brown, from: "2026-03-04T12:00", until: "2026-03-05T08:00", substitute: duty-wang}
                """);

        // Then
        assertEquals(List.of(FILE + ":6:5: absences[2]: duty-brown → duty-wang → duty-li → duty-brown stand in for each"
                + " other in a circle at 2026-03-04T12:00; name somebody who is there"), problems);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-03-01T07:59, duty-wang
            2026-03-01T08:00, duty-li
            2026-03-04T08:00, duty-brown
            2026-03-05T08:00, duty-wang
            2026-03-07T08:00,
            """)
    void aChainOfSubstitutes_isFollowed(LocalDateTime at, String standIn) {
        // Given
        RosterBook book = read(ROTATION + """
                absences:
                  - {official: duty-wang, from: "2026-03-01T08:00", until: "2026-03-05T08:00", substitute: duty-li}
                  - {official: duty-li, from: "2026-03-04T08:00", until: "2026-03-05T08:00", substitute: duty-brown}
                  - {official: duty-wang, from: "2026-03-07T08:00", until: "2026-03-08T08:00", note: on leave}
                """);

        // Then
        assertEquals(Optional.ofNullable(standIn), book.standIn("duty-wang", at));
    }
}
