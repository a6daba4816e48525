package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.rules.PackFiles;
import tocsin.rules.SmsParts;
import tocsin.v1.Action;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
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

    private void pack(Function<String, String> officials) {
        PackFiles files = FixedPacks.qingdao();
        city.activate(files.with("directory/officials.yaml",
                officials.apply(files.files().get("directory/officials.yaml"))));
    }

    private String kept(String text) {
        return city.timeline().stream().filter(event -> event.getReason().contains(text))
                .map(event -> String.valueOf(event.getIncidentId())).distinct().collect(Collectors.joining(" "));
    }

    private String lastAnswer() {
        return answers().getLast().getBody();
    }

    @Test
    void ofFourThatWaitTheGravestIsListedFirstAndTheRestCounted() {
        // Given: three of grade III, and one of grade I after them
        fire("a", Grade.III);
        city.after(Duration.ofMinutes(1));
        fire("b", Grade.III);
        fire("c", Grade.III);
        String gravest = fire("d", Grade.I);

        // When
        city.reply("sm-1", "duty-brown", "1");

        // Then
        assertTrue(city.incidents().values().stream().allMatch(known -> known.getState() == IncidentState.OPEN));
        assertTrue(lastAnswer().contains("4 waiting") && lastAnswer().contains("; 1 more."), this::lastAnswer);
        assertTrue(lastAnswer().matches("(?s).*: 0004 grade I fire.*; 0001 grade III fire.*; 0002 grade III.*"),
                this::lastAnswer);

        // And when he names it, and nothing else
        city.reply("sm-2", "duty-brown", "0004");

        // Then
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(gravest).getState());
        assertTrue(lastAnswer().contains(gravest + " acknowledged") && lastAnswer().contains("3 waiting"),
                this::lastAnswer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void howeverManyWaitAnAnswerTakesTwoPartsAndNamesTheGravest(String language) {
        // Given
        pack(officials -> officials.replace("language: en", "language: " + language));
        for (int i = 0; i < 40; i++) {
            fire("a" + i, Grade.III);
        }
        fire("grave", Grade.I);

        // When
        for (String text : List.of("1", "请增派两支中队", "关闭", "0041 谁在现场？", "?")) {
            city.reply("sm-" + text, "duty-brown", text);
            city.after(Duration.ofMinutes(31));
        }

        // Then
        assertEquals(5, answers().size());
        for (Notification answer : answers()) {
            assertTrue(SmsParts.of(answer.getBody()).parts() <= 2, answer::getBody);
            assertTrue(answer.getBody().contains(language.equals("en") ? "0041 grade I fire" : "0041 特别重大火灾"),
                    answer::getBody);
            assertTrue(
                    answer.getBody()
                            .matches(language.equals("en") ? "(?s).*\\b(38|39|40) more.*" : "(?s).*另有(38|39|40)件.*"),
                    answer::getBody);
        }
    }

    @Test
    void aTextThatNamesNoneOfSeveralIsFiledUnderNoneAndAskedBackAbout() {
        // Given
        fire("a", Grade.III);
        fire("b", Grade.III);

        // When
        city.reply("sm-1", "duty-brown", "Send two more units.");

        // Then
        assertEquals("null", kept("instructed (批示): Send two more units."));
        assertTrue(lastAnswer().contains("send them again after its number") && lastAnswer().contains("0001 ")
                && lastAnswer().contains("0002 "), this::lastAnswer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1?", "收到?", "不确认", "没收到", "无法处理 0001", "ok but who is on site?", "not ok", "no", "1 2",
            "收到 我不在青岛", "> 1", "RE: 1", "自动回复：我正在开会", "STOP 0001", "close 0001", "收到，马上到", "11"})
    void whatDoesNotAcknowledgeIsKeptAndTheEscalationGoesOn(String text) {
        // Given
        String incident = fire("a", Grade.III);

        // When
        city.reply("sm-1", "duty-brown", text);
        city.after(Duration.ofMinutes(11));

        // Then
        assertEquals(incident, kept(text));
        assertEquals(IncidentState.OPEN, city.incidents().get(incident).getState());
        assertTrue(city.toldBySms(0).contains("leader-zhao"), "the next level is told");
    }

    @Test
    void whileAGraveAskIsOpenHeIsAskedBackThreeTimesAnHour() {
        // Given
        fire("a", Grade.II);

        // When: the bound on all answers is not the one that is reached
        for (int i = 0; i < 5; i++) {
            city.reply("sm-" + i, "duty-brown", "who is on site?");
            city.after(Duration.ofMinutes(7));
        }

        // Then
        assertEquals(TellIndex.ASKED_BACK, answers().size());
        assertTrue(lastAnswer().contains("reply only a number to acknowledge"), this::lastAnswer);

        // And who asks is told, and within the hour's end he is asked back again
        city.reply("sm-ask", "duty-brown", "?");
        assertEquals(TellIndex.ASKED_BACK + 1, answers().size());
        city.after(Duration.ofMinutes(26));
        city.reply("sm-again", "duty-brown", "who is on site?");
        assertEquals(TellIndex.ASKED_BACK + 2, answers().size());
    }

    @Test
    void machinesAndStopAreNotAnswered() {
        fire("a", Grade.I);
        city.reply("sm-1", "duty-brown", "Automatic reply: out of office");
        city.reply("sm-2", "duty-brown", "自动回复：我正在开会");
        city.reply("sm-3", "duty-brown", "STOP");
        assertEquals(List.of(), answers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"关闭0001", "close 0001", "please escalate", "forward to the mayor", "撤回"})
    void whatNoSmsCanDoIsAnsweredWithWhyNot(String text) {
        // Given
        String incident = fire("a", Grade.III);

        // When
        city.reply("sm-1", "duty-brown", text);

        // Then
        assertTrue(lastAnswer().contains("an SMS cannot close, escalate, merge or approve"), this::lastAnswer);
        assertTrue(lastAnswer().contains("call the desk"), this::lastAnswer);
        assertEquals(incident, kept(text));
        assertEquals(IncidentState.OPEN, city.incidents().get(incident).getState());
        assertEquals(List.of("duty-brown"), city.toldBySms(0).stream().distinct().toList(),
                "nobody else is told because of it");
    }

    @Test
    void aSharedTelephoneFindsWhoeverWasAsked() {
        // Given: the officer on duty has the telephone of one who stands before him in the directory
        pack(officials -> officials.replace("+8653200000103", "+8653200000101"));
        String incident = fire("a", Grade.III);

        // When: the answer is taken for the first of them
        city.reply("sm-1", "duty-wang", "1");

        // Then
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(incident).getState());
        assertTrue(city.timeline().stream().anyMatch(event -> event.getKind() == TimelineKind.ACKNOWLEDGED
                && event.getActor().equals("duty-brown")));
        assertEquals(List.of("duty-brown"), answers().stream().map(Notification::getRecipient).toList());
    }

    @Test
    void whoeverSharesATelephoneIsAskedOnceAndAnswersOnce() {
        // Given: grade II asks both
        pack(officials -> officials.replace("+8653200000201", "+8653200000103"));
        String incident = fire("a", Grade.II);
        assertEquals(List.of("duty-brown", "leader-zhao"), city.toldBySms(0));

        // When
        city.reply("sm-1", "duty-brown", "1");
        city.after(Duration.ofHours(1));

        // Then
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(incident).getState());
        assertEquals(1, city.timeline().stream().filter(event -> event.getKind() == TimelineKind.ACKNOWLEDGED).count());

        // And STOP is for all of them
        city.reply("sm-2", "duty-brown", "STOP");
        int before = city.notifications().size();
        fire("b", Grade.II);
        assertEquals(List.of(), city.toldBySms(before));
    }

    @Test
    void anAnswerToALowerGradeIsNoAnswerToTheHigherOne() {
        // Given: he answers the first page, and his SMS is long on its way
        String incident = fire("a", Grade.III);
        city.after(Duration.ofMinutes(2));
        Instant written = city.now();
        city.after(Duration.ofMinutes(2));
        city.report(Reports.fire("b", city.now()).setKind(ReportKind.FOLLOW_UP).setSequence(2)
                .setIncidentRef("case-a").setCasualties(Reports.tollOf(Grade.I)));

        // When
        city.reply("sm-1", "duty-brown", "1", written);

        // Then
        assertEquals(IncidentState.OPEN, city.incidents().get(incident).getState());
        assertTrue(lastAnswer().contains("0001 grade I fire"), this::lastAnswer);

        // And an answer to the same question of before a repetition counts
        written = city.now();
        city.after(Duration.ofMinutes(5));
        city.reply("sm-2", "duty-brown", "1", written);
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(incident).getState());
    }

    @Test
    void aPackWithoutTheNewerWordsStillAsksBack() {
        // Given
        PackFiles files = FixedPacks.qingdao();
        city.activate(files.with("templates/en.yaml", files.files().get("templates/en.yaml")
                .replaceAll("(?m)^  (NOT_ACKNOWLEDGED|UNFILED|NOT_BY_SMS|WAITING): .*\\R", "")
                .replaceAll("(?m)^  WHICH: .*$",
                        "  WHICH: \"{drill}{issuer}: several wait; reply a number: {open}.\"")));
        fire("a", Grade.III);
        fire("b", Grade.III);

        // When
        city.reply("sm-1", "duty-brown", "Send two more units.");

        // Then
        assertTrue(lastAnswer().contains("several wait; reply a number: 0001 grade III fire"), this::lastAnswer);

        // And
        city.reply("sm-2", "duty-brown", "close 0001");
        assertTrue(lastAnswer().contains("your words are at the desk"), this::lastAnswer);
    }

    @Test
    void theNumberOfAMergedIncidentMeansTheOneThatStays() {
        // Given
        String stays = fire("a", Grade.III);
        String gone = fire("b", Grade.III);
        fire("c", Grade.III);
        city.order("duty-li", "DUTY_OFFICER", Action.MERGE, gone, Map.of("into", stays), "one fire");

        // When
        city.reply("sm-1", "duty-brown", "0002");

        // Then
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(stays).getState());
        assertTrue(lastAnswer().contains(stays + " acknowledged. 1 waiting"), this::lastAnswer);
    }

    @Test
    void everyIncidentSomebodyWasToldOfIsCountedUpToTheBound() {
        // Given
        TellIndex index = new TellIndex(new MemoryTable<>(), "370200");
        for (int i = 0; i < TellIndex.INCIDENTS + 10; i++) {
            index.told("duty-brown", "370200-20260301-" + (10_000 + i));
            index.told("duty-li", "370200-20260301-0001");
        }

        // Then
        assertEquals(TellIndex.INCIDENTS, index.toldOf("duty-brown").stream().distinct().count());
        assertEquals(List.of("370200-20260301-0001"), index.toldOf("duty-li"));
    }
}
