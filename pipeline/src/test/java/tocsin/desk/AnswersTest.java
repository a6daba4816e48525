package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineKind;

/// SMS that come back, at the desk, and messages that do not arrive.
class AnswersTest {
    private final City city = new City();

    private String fire(String id, Grade grade) {
        return city.report(Reports.fire(id, city.now()).setIncidentRef("case-" + id)
                .setCasualties(Reports.tollOf(grade))).getIncidentId();
    }

    private List<Notification> answers() {
        return city.notifications().stream().filter(sent -> sent.getReason() == NotifyReason.ANSWER).toList();
    }

    @Test
    void aBareOneAcknowledgesTheOneThatWaitsAndIsConfirmedOnce() {
        // Given
        String incident = fire("a", Grade.III);

        // When
        city.reply("sm-1", "duty-brown", "1");
        city.reply("sm-1", "duty-brown", "1");
        city.after(Duration.ofHours(3));

        // Then
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(incident).getState());
        assertEquals(List.of("duty-brown"), city.toldBySms(0).stream().distinct().toList());
        assertEquals(1, answers().size(), "the same SMS twice is one answer");
        assertTrue(answers().getFirst().getBody().contains(incident), answers().getFirst()::getBody);
    }

    @Test
    void severalThatWaitAreListedAndNoneIsAcknowledged() {
        // Given
        String first = fire("a", Grade.III);
        String second = fire("b", Grade.III);

        // When
        city.reply("sm-1", "duty-brown", "1");

        // Then
        assertTrue(city.incidents().values().stream().allMatch(known -> known.getState() == IncidentState.OPEN));
        assertTrue(answers().getFirst().getBody().contains("0001") && answers().getFirst().getBody().contains("0002"));

        // And when he names one
        city.reply("sm-2", "duty-brown", "ack 0002");

        // Then
        assertEquals(IncidentState.OPEN, city.incidents().get(first).getState());
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(second).getState());
    }

    @Test
    void anAnswerOlderThanAnIncidentIsNoAnswerToIt() {
        // Given: an answer that was long on its way
        Instant sent = city.now();
        city.after(Duration.ofMinutes(20));
        String incident = fire("a", Grade.III);

        // When
        city.reply("sm-1", "duty-brown", "1", sent);

        // Then
        assertEquals(IncidentState.OPEN, city.incidents().get(incident).getState());
    }

    @Test
    void otherWordsAreKeptWithTheIncident() {
        // Given
        String incident = fire("a", Grade.III);

        // When
        city.reply("sm-1", "duty-brown", "Send two more units.");

        // Then
        assertTrue(city.timeline().stream().anyMatch(event -> event.getKind() == TimelineKind.INSTRUCTED
                && incident.equals(event.getIncidentId()) && event.getReason().contains("Send two more units.")));
        assertEquals(IncidentState.OPEN, city.incidents().get(incident).getState());
    }

    @Test
    void twoMachinesThatAnswerEachOtherComeToRest() {
        // Given
        fire("a", Grade.III);

        // When
        for (int i = 0; i < 50; i++) {
            city.reply("sm-" + i, "duty-brown", "?");
        }

        // Then
        assertEquals(TellIndex.ANSWERS, answers().size());

        // And later he is answered again
        city.after(TellIndex.ANSWERS_WITHIN.plusSeconds(1));
        city.reply("sm-later", "duty-brown", "?");
        assertEquals(TellIndex.ANSWERS + 1, answers().size());
    }

    @Test
    void whoWantsNoSmsGetsNoneAndTheDeskKnows() {
        // Given
        city.reply("sm-1", "duty-brown", "STOP");

        // When
        fire("a", Grade.III);

        // Then
        assertEquals(List.of(), city.toldBySms(0));
        assertTrue(city.notifications().stream().anyMatch(sent -> sent.getChannel() == ChannelKind.EMAIL
                && sent.getRecipient().equals("duty-brown")));
        assertTrue(city.findings().stream().anyMatch(found -> found.getOutcome() == Outcome.OPTED_OUT));
        assertEquals(List.of(), answers());

        // And when he wants them again
        city.reply("sm-2", "duty-brown", "START");
        fire("b", Grade.III);
        assertEquals(List.of("duty-brown"), city.toldBySms(0));
    }

    @Test
    void anOptOutTheProviderKnowsOfIsKnownToTheDesk() {
        // Given
        fire("a", Grade.III);
        Notification sms = city.notifications().getFirst();

        // When
        city.outcome(sms, DeliveryState.FAILED, DeliveryReason.OPTED_OUT);
        int before = city.notifications().size();
        fire("b", Grade.III);

        // Then
        assertEquals(List.of(), city.toldBySms(before));
    }

    @Test
    void whenNobodyOfTheLevelCanBeReachedTheNextPersonIsToldAtOnce() {
        // Given
        fire("a", Grade.III);

        // When: the SMS and the mail of the duty officer both fail
        for (Notification sent : List.copyOf(city.notifications())) {
            city.outcome(sent, DeliveryState.FAILED, DeliveryReason.HANDSET_UNKNOWN);
        }

        // Then
        assertTrue(city.notifications().stream().anyMatch(sent -> sent.getRecipient().equals("leader-zhao")
                && sent.getReason() == NotifyReason.ESCALATED));
    }

    @Test
    void aHandsetThatIsOffIsNoFindingYetAndWakesNobodyElse() {
        // Given
        fire("a", Grade.III);

        // When
        city.outcome(city.notifications().getFirst(), DeliveryState.RETRY, DeliveryReason.HANDSET_UNREACHABLE);

        // Then
        assertFalse(city.findings().stream().anyMatch(found -> found.getOutcome() == Outcome.UNDELIVERED));
        assertFalse(city.notifications().stream().anyMatch(sent -> sent.getRecipient().equals("leader-zhao")));
    }
}
