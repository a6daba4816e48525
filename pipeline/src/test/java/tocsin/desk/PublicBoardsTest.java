package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.internal.v1.BoardContact;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Category;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.RejectReason;
import tocsin.v1.Status;

/// What reaches display boards, and what must not.
class PublicBoardsTest {
    private final City city = new City();

    private String fire(String id, Grade grade, Status status) {
        return city.report(Reports.fire(id, city.now()).setIncidentRef("case-" + id).setStatus(status)
                .setSummary("王某某被困，电话13800000000").setCause("违章动火").setTitle("某厂王某某受伤")
                .setCasualties(Reports.tollOf(grade))).getIncidentId();
    }

    private List<Notification> onBoards() {
        return city.notifications().stream().filter(sent -> sent.getChannel() == ChannelKind.BOARD).toList();
    }

    @Test
    void nothingReachesAPublicBoardBeforeAnApproverHasApprovedIt() {
        // Given
        String incident = fire("a", Grade.II, Status.ACTUAL);
        assertEquals(List.of(), onBoards());
        assertTrue(city.notifications().stream().anyMatch(sent -> sent.getReason() == NotifyReason.APPROVAL));

        // When: a duty officer may not, and by SMS nobody may
        city.command("duty-brown", "DUTY_OFFICER", Action.APPROVE, incident, "http", Map.of());
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "sms", Map.of());

        // Then
        assertEquals(List.of(), onBoards());
        assertEquals(2, city.rejected().stream()
                .filter(refused -> refused.getReasons().getFirst().getReason() == RejectReason.UNAUTHORISED).count());

        // And when an approver does
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of());

        // Then
        Notification shown = onBoards().getFirst();
        assertEquals("licang-square", shown.getRecipient());
        assertEquals(1, onBoards().size(), "only boards of the area, and none of the exercise's");
        for (String said : List.of("王某某", "13800000000", "违章动火", "某厂")) {
            assertFalse(shown.getBody().contains(said) || shown.getParameters().toString().contains(said), said);
        }
    }

    @Test
    void whoProposesMayNotApprove() {
        // Given
        String incident = fire("a", Grade.III, Status.ACTUAL);
        city.command("leader-zhao", "APPROVER", Action.PUBLISH, incident, "http",
                Map.of("template", "notice", "boards", "licang-square"));

        // When
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of());
        assertEquals(List.of(), onBoards());
        city.command("leader-sun", "APPROVER", Action.APPROVE, incident, "http", Map.of());

        // Then
        assertEquals(1, onBoards().size());
    }

    @Test
    void whatWasRejectedIsNotProposedAgainByFurtherReports() {
        // Given
        String incident = fire("a", Grade.II, Status.ACTUAL);
        city.command("leader-zhao", "APPROVER", Action.REJECT, incident, "http", Map.of());
        int before = city.notifications().size();

        // When
        city.report(Reports.fire("a2", city.now()).setIncidentRef(incident).setSequence(2)
                .setCasualties(Reports.tollOf(Grade.II)));

        // Then
        assertFalse(city.notifications().stream().skip(before)
                .anyMatch(sent -> sent.getReason() == NotifyReason.APPROVAL));
    }

    @Test
    void anExerciseIsShownOnlyWhereItIsEnrolledAndSaysSo() {
        // Given
        String incident = fire("a", Grade.II, Status.EXERCISE);

        // When
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of());

        // Then
        assertEquals(List.of("training-hall"), onBoards().stream().map(Notification::getRecipient).toList());
        String[] pages = onBoards().getFirst().getBody().split("\n\n");
        assertTrue(pages[0].startsWith("【演练 EXERCISE】"), pages[0]);
        assertTrue(pages[1].startsWith("[EXERCISE] "), pages[1]);
    }

    @Test
    void oneCorrectionClearsEveryBoardAndReachesEverybodyWhoWasToldOnce() {
        // Given
        String incident = fire("a", Grade.II, Status.ACTUAL);
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of());
        List<String> told = city.notifications().stream().filter(sent -> sent.getChannel() != ChannelKind.BOARD)
                .map(sent -> sent.getRecipient() + sent.getChannel()).distinct().sorted().toList();
        int before = city.notifications().size();

        // When
        city.command("duty-brown", "DUTY_OFFICER", Action.RETRACT, incident, "http", Map.of());
        city.command("duty-li", "DUTY_OFFICER", Action.RETRACT, incident, "http", Map.of());

        // Then
        List<Notification> corrections = city.notifications().stream().skip(before).toList();
        assertTrue(corrections.stream().allMatch(sent -> sent.getReason() == NotifyReason.RETRACTED));
        assertEquals(told, corrections.stream().filter(sent -> sent.getChannel() != ChannelKind.BOARD)
                .map(sent -> sent.getRecipient() + sent.getChannel()).sorted().toList());
        assertEquals(1, corrections.stream().filter(sent -> sent.getChannel() == ChannelKind.BOARD).count());
    }

    @Test
    void theAllClearMakesBoardsDarkAndNothingWaitsAnyMore() {
        // Given
        String incident = fire("a", Grade.II, Status.ACTUAL);

        // When
        city.command("duty-brown", Action.CLOSE, incident);
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of());

        // Then
        assertEquals(List.of(), onBoards(), "a message that waited is not shown after the end");
    }

    private IncidentReport flood(String id) {
        return Reports.fire(id, city.now()).setAgencyId("qingdao-meteorology").setType("11A02")
                .setCategory(Category.NATURAL_DISASTER).setIncidentRef("case-" + id).setClaimedGrade(Grade.II)
                .setCasualties(Reports.tollOf(Grade.II)).build();
    }

    @ParameterizedTest
    @EnumSource(value = SenderProof.class, names = {"UNKNOWN", "UNVERIFIED", "DUTY_DESK"})
    void whoOnlySaysHeIsThatSourceWaitsForApproval(SenderProof proof) {
        city.report(flood("m"), proof);
        assertEquals(List.of(), onBoards());
    }

    @Test
    void aRefutedIncidentIsTakenOffTheBoardsToo() {
        // Given
        String incident = fire("a", Grade.II, Status.ACTUAL);
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of());

        // When
        city.command("duty-brown", Action.REFUTE, incident);

        // Then
        assertEquals(NotifyReason.RETRACTED, onBoards().getLast().getReason());
    }

    @Test
    void aSourceThePackNamesIsShownAtOnce() {
        // When: the meteorological bureau reports grave waterlogging
        city.report(flood("m"), SenderProof.API_KEY);

        // Then
        assertEquals(List.of("licang-square", "shibei-station"),
                onBoards().stream().map(Notification::getRecipient).sorted().toList());
    }

    @Test
    void aBoardThatGoesDarkWhileItShowsSomethingIsTheDutyDesksBusinessOnce() {
        // Given
        String incident = fire("a", Grade.II, Status.ACTUAL);
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of());
        int before = city.notifications().size();

        // When: two instances say so
        for (int i = 0; i < 2; i++) {
            city.append(new InboxRecord("370200", null,
                    new BoardContact("licang-square", true, city.now(), "it has said nothing for 31 s")));
        }

        // Then
        assertEquals(List.of("duty-brown"), city.toldBySms(before));
        assertEquals(1, city.findings().stream().filter(found -> found.getOutcome() == Outcome.BOARD_DARK).count());
    }
}
