package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.rules.PackFiles;
import tocsin.v1.Action;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.NotifyReason;
import tocsin.v1.ReportKind;

/// A close takes effect ten seconds after it is ordered, and until then anybody, or any news, takes it back.
class ClosingTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final City city = new City();

    private String fire(Grade grade) {
        return city.report(Reports.fire("a", city.now()).setIncidentRef("case").setCasualties(Reports.tollOf(grade)))
                .getIncidentId();
    }

    private void close(String incident, String note) {
        city.order("duty-brown", "DUTY_OFFICER", Action.CLOSE, incident, Map.of(), note);
    }

    private Incident incident(String id) {
        return city.incidents().get(id);
    }

    private long told(NotifyReason reason) {
        return city.notifications().stream().filter(one -> one.getReason() == reason).count();
    }

    /// The sample pack in which a second person approves the close of these grades.
    private static PackFiles secondPerson(String grades) {
        PackFiles files = FixedPacks.qingdao();
        String path = files.files().keySet().stream().filter(name -> name.endsWith("escalation.yaml")).findFirst()
                .orElseThrow();
        String own = files.files().get(path).replaceAll("(?s)\\nclosing:.*", "\n");
        return files.with(path, own + "closing: {second-person: " + grades + "}\n");
    }

    @ParameterizedTest
    @CsvSource({"I, true, true", "II, true, true", "III, true, false", "IV, true, false", "III, false, true",
            "IV, false, true"})
    void aGraveOneAndOneNobodyAcknowledgedAreClosedWithANote(Grade grade, boolean acknowledged, boolean needed) {
        // Given
        String incident = fire(grade);
        if (acknowledged) {
            city.command("duty-brown", Action.ACKNOWLEDGE, incident);
        }

        // When
        close(incident, " ");

        // Then
        assertEquals(needed, city.rejected().stream()
                .anyMatch(one -> one.getReasons().getFirst().getField().equals("note")));
        assertEquals(needed, incident(incident).getClosingAt() == null);
    }

    @Test
    void theAllClearLeavesTenSecondsLaterByATickOfTheInbox() {
        // Given
        String incident = fire(Grade.III);
        city.command("duty-brown", Action.ACKNOWLEDGE, incident);

        // When
        close(incident, "dealt with");

        // Then
        assertEquals(IncidentState.ACKNOWLEDGED, incident(incident).getState());
        assertEquals(city.now().plus(TEN_SECONDS), incident(incident).getClosingAt());
        city.after(TEN_SECONDS.minusMillis(1));
        assertEquals(0, told(NotifyReason.ALL_CLEAR));
        city.after(Duration.ofMillis(1));
        assertEquals(IncidentState.CLOSED, incident(incident).getState());
        assertNull(incident(incident).getClosingAt());
        assertTrue(told(NotifyReason.ALL_CLEAR) > 0);
        assertArrayEquals(city.bytes(), City.reread(city.inbox(), city.packs()), "after a crash the same");
    }

    @Test
    void escalationRestsMeanwhileAndGoesOnWhenItIsTakenBack() {
        // Given: the limit runs out while the close is under way
        String incident = fire(Grade.III);
        city.after(Duration.ofMinutes(10).minusSeconds(5));
        close(incident, "dealt with");
        long before = told(NotifyReason.ESCALATED);

        // When
        city.after(TEN_SECONDS.minusSeconds(1));
        long meanwhile = told(NotifyReason.ESCALATED);
        city.order("leader-zhao", "APPROVER", Action.REOPEN, incident, Map.of(), "smoke again");
        city.after(Duration.ofSeconds(1));

        // Then
        assertEquals(before, meanwhile);
        assertTrue(told(NotifyReason.ESCALATED) > meanwhile);
        assertNull(incident(incident).getClosingAt());
        assertEquals(0, told(NotifyReason.ALL_CLEAR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "reading", "posts", "REOPEN", "ESCALATE", "CORRECT"})
    void anyNewsTakesItBack(String news) {
        // Given
        String incident = fire(Grade.III);
        close(incident, "dealt with");

        // When
        switch (news) {
            case "report" -> city.report(Reports.fire("b", city.now()).setKind(ReportKind.FOLLOW_UP)
                    .setIncidentRef("case").setSequence(2));
            case "reading" -> city.append(Signals.gas(city.now(), city.now()));
            case "posts" -> city.append(Signals.posts("p", city.now(), city.now()));
            default -> city.order("leader-zhao", "APPROVER", Action.valueOf(news), incident,
                    news.equals("CORRECT") ? Map.of("dead", "45") : Map.of(), "n");
        }
        city.after(TEN_SECONDS.multipliedBy(2));

        // Then
        assertEquals(IncidentState.OPEN, incident(incident).getState());
        assertNull(incident(incident).getClosingAt());
        assertEquals(0, told(NotifyReason.ALL_CLEAR));
    }

    @Test
    void theSameReportAgainTakesNothingBack() {
        // Given
        var report = Reports.fire("a", city.now()).setIncidentRef("case").build();
        String incident = city.report(report, tocsin.internal.v1.SenderProof.API_KEY).getIncidentId();
        close(incident, "dealt with");

        // When
        city.report(report, tocsin.internal.v1.SenderProof.API_KEY);
        city.after(TEN_SECONDS);

        // Then
        assertEquals(IncidentState.CLOSED, incident(incident).getState());
    }

    @Test
    void whereThePackSaysSoASecondPersonApproves() {
        // Given
        city.activate(secondPerson("[I]"));
        String incident = fire(Grade.I);
        close(incident, "dealt with");
        String order = city.inbox().getLast().record().getBody() instanceof tocsin.internal.v1.AuthenticatedCommand it
                ? it.getCommand().getCommandId()
                : "";

        // When: time passes, and the same person approves
        city.after(Duration.ofMinutes(1));
        city.command("duty-brown", "APPROVER", Action.APPROVE, incident, "http", Map.of("commandId", order));

        // Then
        assertEquals(IncidentState.OPEN, incident(incident).getState());
        assertTrue(city.rejected().getLast().getReasons().getFirst().getDetail().contains("second person"));

        // When
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of("commandId", order));

        // Then
        assertNotNull(incident(incident).getClosingAt());
        city.after(TEN_SECONDS);
        assertEquals(IncidentState.CLOSED, incident(incident).getState());
    }

    @Test
    void aSecondPersonRefuses() {
        // Given
        city.activate(secondPerson("[I, II]"));
        String incident = fire(Grade.II);
        close(incident, "dealt with");

        // When
        city.command("leader-zhao", "APPROVER", Action.REJECT, incident, "http", Map.of("commandId", "c1"));
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of("commandId", "c1"));
        city.after(TEN_SECONDS);

        // Then
        assertEquals("arguments.commandId", city.rejected().getLast().getReasons().getFirst().getField());
        assertEquals(IncidentState.OPEN, incident(incident).getState());
    }

    @Test
    void whatOnePersonLoweredIsClosedByTwo() {
        // Given
        city.activate(secondPerson("[I]"));
        String incident = fire(Grade.I);
        city.order("duty-brown", "APPROVER", Action.CORRECT, incident, Map.of("dead", "1"), "a typing error");

        // When
        close(incident, "small after all");
        city.after(TEN_SECONDS.multipliedBy(2));

        // Then
        assertEquals(Grade.IV, incident(incident).getGrade());
        assertEquals(IncidentState.OPEN, incident(incident).getState());
    }

    @Test
    void aPersonWhoKnowsOfMoreDeadOpensAClosedIncidentAsAReportDoes() {
        // Given
        String incident = fire(Grade.IV);
        city.command("duty-brown", Action.CLOSE, incident);

        // When
        city.order("leader-zhao", "APPROVER", Action.CORRECT, incident, Map.of("dead", "12"), "found in the cellar");

        // Then
        assertEquals(IncidentState.OPEN, incident(incident).getState());
        assertTrue(told(NotifyReason.REOPENED) > 0);
    }

    @Test
    void anSmsClosesNothing() {
        // Given
        String incident = fire(Grade.IV);

        // When
        city.command("duty-brown", "DUTY_OFFICER", Action.CLOSE, incident, "sms", Map.of());

        // Then
        assertEquals(IncidentState.OPEN, incident(incident).getState());
        assertEquals("action", city.rejected().getFirst().getReasons().getFirst().getField());
    }

    @Test
    void oneOrderOpensAClosedIncidentAgain() {
        // Given
        String incident = fire(Grade.III);
        city.command("duty-brown", Action.CLOSE, incident);

        // When
        city.order("leader-zhao", "APPROVER", Action.REOPEN, incident, Map.of(), "smoke again");

        // Then
        assertEquals(IncidentState.OPEN, incident(incident).getState());
        assertTrue(told(NotifyReason.REOPENED) > 0);
    }

    @ParameterizedTest
    @CsvSource({
            // what the pack opens again, and what it only tells of
            "'[GRADE, DEATH]', 1, 0, true", "'[GRADE, DEATH]', 0, 2, false", "'[RISE]', 0, 2, true",
            "'[]', 1, 0, false", "'[GRADE]', 1, 0, false", "'[GRADE]', 3, 0, true"})
    void newHarmOnAClosedIncidentIsToldAndOpensItWhereThePackSaysSo(String opens, int dead, int injured,
            boolean expected) {
        // Given
        PackFiles files = FixedPacks.qingdao();
        String path = files.files().keySet().stream().filter(name -> name.endsWith("escalation.yaml")).findFirst()
                .orElseThrow();
        city.activate(files.with(path, files.files().get(path).replaceAll("(?s)\\nclosing:.*", "\n")
                + "closing: {reopen-on: " + opens + "}\n"));
        String incident = fire(Grade.IV);
        city.command("duty-brown", Action.CLOSE, incident);
        int before = city.notifications().size();

        // When: days later
        city.after(Duration.ofDays(3));
        city.report(Reports.fire("b", city.now()).setOccurredAt(City.NIGHT).setKind(ReportKind.FOLLOW_UP)
                .setSequence(2).setIncidentRef("case")
                .setCasualties(new Casualties(dead, null, injured, null, null, null, null)));

        // Then
        assertEquals(expected ? IncidentState.OPEN : IncidentState.CLOSED, incident(incident).getState());
        List<NotifyReason> reasons = city.notifications().stream().skip(before)
                .filter(one -> one.getIncidentId().equals(incident)).map(one -> one.getReason()).distinct().toList();
        assertEquals(List.of(expected ? NotifyReason.REOPENED : NotifyReason.NEW_HARM), reasons);
        if (!expected) {
            assertTrue(city.notifications().getLast().getBody()
                    .contains(dead > 0 ? "0 to " + dead + " dead" : "not known to " + injured + " seriously injured"),
                    city.notifications().getLast()::getBody);
        }
    }

    @Test
    void keysThatBelongToNobodyAreNoTwoPeople() {
        // Given: a close that a key ordered
        city.activate(secondPerson("[I, II]"));
        String incident = fire(Grade.I);
        city.order("key:console", "ADMINISTRATOR", Action.CLOSE, incident, Map.of(), "dealt with");

        // When
        city.command("key:deputy", "APPROVER", Action.APPROVE, incident, "http", Map.of("commandId", "c1"));
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of("commandId", "c1"));

        // Then
        assertEquals(2, city.rejected().size());
        assertNull(incident(incident).getClosingAt());

        // When: a person orders it anew, and another approves
        close(incident, "dealt with");
        city.command("leader-zhao", "APPROVER", Action.APPROVE, incident, "http", Map.of("commandId", "c4"));

        // Then
        assertNotNull(incident(incident).getClosingAt());
    }
}
