package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.v1.Action;
import tocsin.v1.Finding;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;

/// A machine suspects, two people decide, and the agency may appeal.
final class DecisionsTest {
    private static final String DESK = "370200";
    private final City city = new City();

    /// What was found in a report that came an hour late.
    private Finding late() {
        Verdict verdict = city.report(Reports.fire("R1", city.now()).setReceivedAt(city.now().minusSeconds(3_600))
                .setLearnedAt(city.now().minusSeconds(3_600)).setOccurredAt(city.now().minusSeconds(4_000)));
        return verdict.getFindings().stream().filter(one -> one.getOutcome() == Outcome.LATE).findFirst()
                .orElseThrow();
    }

    private void decide(String by, String findingId, String decision, @Nullable String fault) {
        Map<String, String> arguments = new HashMap<>(Map.of("findingId", findingId, "decision", decision));
        if (fault != null) {
            arguments.put("fault", fault);
        }
        city.order(by, "DUTY_OFFICER", Action.DECIDE, DESK, arguments, null);
    }

    private void appeal(String agency, String findingId, @Nullable String note) {
        city.order(agency, "REPORTER", Action.APPEAL, DESK, Map.of("findingId", findingId), note);
    }

    private List<TimelineEvent> events(TimelineKind kind) {
        return city.timeline().stream().filter(event -> event.getKind() == kind).toList();
    }

    private String refused() {
        return city.rejected().getLast().getReasons().getFirst().getDetail();
    }

    @Test
    void aFindingStandsOnceTwoPeopleHaveConfirmedIt() {
        // Given
        Finding late = late();

        // When
        decide("duty-wang", late.getFindingId(), "confirmed", null);

        // Then
        assertEquals(1, events(TimelineKind.DECISION_PROPOSED).size());
        assertTrue(events(TimelineKind.DECIDED).isEmpty());

        // When
        decide("leader-zhao", late.getFindingId(), "属实", null);

        // Then
        Map<String, String> detail = events(TimelineKind.DECIDED).getFirst().getDetail();
        assertEquals("CONFIRMED", detail.get("decision"));
        assertEquals("LATE", detail.get("fault"));
        assertEquals("duty-wang", detail.get("firstBy"));
        assertEquals("leader-zhao", detail.get("secondBy"));
        assertEquals("qingdao-fire", detail.get("agencyId"));
        assertEquals("R1", detail.get("reportId"));
        assertEquals(late.getIncidentId(), events(TimelineKind.DECIDED).getFirst().getIncidentId());
    }

    @Test
    void onePersonTwiceIsNotTwoPeople() {
        // Given
        Finding late = late();
        decide("duty-wang", late.getFindingId(), "confirmed", null);

        // When
        decide("duty-wang", late.getFindingId(), "confirmed", null);

        // Then
        assertTrue(events(TimelineKind.DECIDED).isEmpty());
        assertTrue(refused().contains("a second person"), refused());
    }

    @Test
    void whoDisagreesProposesAnew() {
        // Given
        Finding late = late();
        decide("duty-wang", late.getFindingId(), "confirmed", null);
        decide("leader-zhao", late.getFindingId(), "excused", null);
        assertTrue(events(TimelineKind.DECIDED).isEmpty());

        // When
        decide("duty-wang", late.getFindingId(), "excused", null);

        // Then
        assertEquals("EXCUSED", events(TimelineKind.DECIDED).getFirst().getDetail().get("decision"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            nonsense  | confirmed | -    | is no finding of desk
            THE_ONE   | perhaps   | -    | is not one of [CONFIRMED, DISMISSED, EXCUSED]
            THE_ONE   | dismissed | LATE | goes with confirmed only
            THE_ONE   | confirmed | RUDE | is not one of [LATE, MISSED, FALSE, CONCEALED, UNDER_GRADED]
            """)
    void whatCannotBeDecidedIsRefusedWithWhatToDo(String findingId, String decision, @Nullable String fault,
            String words) {
        // Given
        Finding late = late();

        // When
        decide("duty-wang", findingId.equals("THE_ONE") ? late.getFindingId() : findingId, decision, fault);

        // Then
        assertTrue(refused().contains(words), refused());
        assertTrue(events(TimelineKind.DECISION_PROPOSED).isEmpty());
    }

    @Test
    void falsehoodAndConcealmentAreSaidByPeopleOnly() {
        // Given: an outcome that is no fault of itself
        Verdict verdict = city.report(Reports.fire("R1", city.now()).setUnit(null));
        Finding incomplete = verdict.getFindings().stream().filter(one -> one.getOutcome() == Outcome.INCOMPLETE)
                .findFirst().orElseThrow();

        // When
        decide("duty-wang", incomplete.getFindingId(), "confirmed", null);

        // Then
        assertTrue(refused().contains("is no fault of itself"), refused());

        // When
        decide("duty-wang", incomplete.getFindingId(), "confirmed", "瞒报");
        decide("leader-zhao", incomplete.getFindingId(), "confirmed", "CONCEALED");

        // Then
        assertEquals("CONCEALED", events(TimelineKind.DECIDED).getFirst().getDetail().get("fault"));
    }

    @Test
    void anAgencyAppealsAndTwoPeopleDecideAgain() {
        // Given
        Finding late = late();
        decide("duty-wang", late.getFindingId(), "confirmed", null);
        decide("leader-zhao", late.getFindingId(), "confirmed", null);

        // When
        appeal("qingdao-fire", late.getFindingId(), "the line was down");

        // Then
        assertEquals(late.getFindingId(), events(TimelineKind.APPEALED).getFirst().getDetail().get("findingId"));

        // When
        decide("duty-wang", late.getFindingId(), "excused", null);
        decide("leader-zhao", late.getFindingId(), "excused", null);

        // Then
        assertEquals("EXCUSED", events(TimelineKind.DECIDED).getLast().getDetail().get("decision"));
    }

    @Test
    void nobodyAppealsForAnotherAgencyNorTwiceNorWithoutSayingWhy() {
        // Given
        Finding late = late();

        // Then
        appeal("shibei-fire", late.getFindingId(), "not ours");
        assertTrue(refused().contains("concerns another agency"), refused());
        appeal("qingdao-fire", late.getFindingId(), " ");
        assertTrue(refused().contains("must say why"), refused());
        appeal("qingdao-fire", late.getFindingId(), "the line was down");
        appeal("qingdao-fire", late.getFindingId(), "once more");
        assertTrue(refused().contains("under appeal already"), refused());
        assertEquals(1, events(TimelineKind.APPEALED).size());
    }

    @Test
    void anOfficerDoesNotAppealAndAnAgencyDoesNotDecide() {
        // Given
        Finding late = late();

        // Then
        city.order("duty-wang", "DUTY_OFFICER", Action.APPEAL, DESK, Map.of("findingId", late.getFindingId()), "x");
        assertTrue(refused().contains("may not order APPEAL"), refused());
        city.order("qingdao-fire", "REPORTER", Action.DECIDE, DESK,
                Map.of("findingId", late.getFindingId(), "decision", "dismissed"), null);
        assertTrue(refused().contains("may not order DECIDE"), refused());
    }

    @Test
    void aReportsUseAndItsInstructionAreKept() {
        // Given
        String incident = late().getIncidentId();

        // When
        city.order("duty-wang", "DUTY_OFFICER", Action.USE, DESK,
                Map.of("agencyId", "qingdao-fire", "reportId", "R1", "as", "专报", "images", "true"), null);
        city.order("duty-wang", "DUTY_OFFICER", Action.INSTRUCT, incident,
                Map.of("agencyId", "qingdao-fire", "reportId", "R1", "level", "provincial"), "全力扑救");

        // Then
        TimelineEvent used = events(TimelineKind.USED).getFirst();
        assertEquals("SPECIAL", used.getDetail().get("as"));
        assertEquals("true", used.getDetail().get("images"));
        assertEquals("PROVINCIAL", events(TimelineKind.INSTRUCTED).getFirst().getDetail().get("level"));

        // When
        city.order("duty-wang", "DUTY_OFFICER", Action.USE, DESK,
                Map.of("agencyId", "qingdao-fire", "reportId", "R9", "as", "专报"), null);

        // Then
        assertTrue(refused().contains("has sent no report"), refused());
    }
}
