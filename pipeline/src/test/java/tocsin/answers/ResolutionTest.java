package tocsin.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people mean at three in the morning.
class ResolutionTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T19:00:00Z");
    private static final Asked FIRE = new Asked("370200-20260302-0007", true, NIGHT);
    private static final Asked FLOOD = new Asked("370200-20260302-0009", true, NIGHT.plusSeconds(60));
    private static final Asked ANSWERED = new Asked("370200-20260302-0003", false, NIGHT.minusSeconds(60));

    private static Resolution of(String text, Asked... told) {
        return Resolution.of(Intent.of(text), List.of(told));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "１", " 1 ", "1。", "确认", "确认  ", "收到", "ack", "ACK", "ＡＣＫ", "Ok.", "ack 0007", "确认0007",
            "确认 ０００７", "1 0007", "ack 370200-20260302-0007", "ACK: 0007"})
    void oneOpenIncidentIsAcknowledgedHoweverItIsSaid(String text) {
        assertEquals(new Resolution.Acknowledge(FIRE.incidentId()), of(text, FIRE, ANSWERED));
    }

    @Test
    void aBareAnswerWithSeveralOpenAsksWhich() {
        assertEquals(new Resolution.Which(List.of(FLOOD.incidentId(), FIRE.incidentId())), of("1", FIRE, FLOOD));
        assertEquals(new Resolution.Acknowledge(FLOOD.incidentId()), of("确认0009", FIRE, FLOOD));
    }

    @Test
    void aNumberNobodyWasToldOfAsksWhich() {
        assertEquals(new Resolution.Which(List.of(FIRE.incidentId())), of("ack 0008", FIRE));
        assertEquals(new Resolution.NothingOpen(), of("ack 0008"));
        assertEquals(new Resolution.NothingOpen(), of("1", ANSWERED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "？", "", "  ", "help", "帮助"})
    void aQuestionIsToldWhatIsOpen(String text) {
        assertEquals(new Resolution.Help(List.of(FIRE.incidentId())), of(text, FIRE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "stop", "退订", "Stop."})
    void stopIsStop(String text) {
        assertEquals(new Resolution.OptOut(), of(text, FIRE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "恢复", "unstop"})
    void startIsStart(String text) {
        assertEquals(new Resolution.OptIn(), of(text, FIRE));
    }

    @Test
    void everyOtherWordIsKeptWithTheIncidentItNamesOrTheNewest() {
        assertEquals(new Resolution.Instruct(Optional.of(FLOOD.incidentId()), "请增派两支中队，注意安全。"),
                of("请增派两支中队，注意安全。", FIRE, FLOOD));
        assertEquals(new Resolution.Instruct(Optional.of(FIRE.incidentId()), "请疏散下风向群众"),
                of("0007 请疏散下风向群众", FIRE, FLOOD));
        assertEquals(new Resolution.Instruct(Optional.of(FIRE.incidentId()), "1234 people evacuated"),
                of("1234 people evacuated", FIRE));
        assertEquals(new Resolution.Instruct(Optional.empty(), "谢谢"), of("谢谢"));
    }

    @Test
    void wordsThatBeginLikeAnAnswerAreStillWords() {
        assertEquals(new Resolution.Instruct(Optional.of(FIRE.incidentId()), "确认一下伤亡数字"),
                of("确认一下伤亡数字", FIRE));
        assertEquals(new Resolution.Instruct(Optional.of(FIRE.incidentId()), "10 more units"),
                of("10 more units", FIRE));
    }
}
