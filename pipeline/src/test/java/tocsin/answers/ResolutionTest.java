package tocsin.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.v1.Grade;

/// What people mean at three in the morning, and which incident.
class ResolutionTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T19:00:00Z");
    private static final Asked FIRE = waits("370200-20260302-0007", Grade.III, 0);
    private static final Asked FLOOD = waits("370200-20260302-0009", Grade.III, 60);
    private static final Asked BLAST = waits("370200-20260302-0012", Grade.I, 90);
    private static final Asked ANSWERED = new Asked("370200-20260302-0003", false, Grade.II, true,
            NIGHT.minusSeconds(60), true);
    private static final Asked LATER = new Asked("370200-20260302-0015", true, Grade.II, true, NIGHT, false);

    private static Asked waits(String incident, Grade grade, int seconds) {
        return new Asked(incident, true, grade, true, NIGHT.plusSeconds(seconds), true);
    }

    private static Resolution of(String text, Asked... told) {
        return Resolution.of(Intent.of(text), List.of(told), Resolution.Others.NONE);
    }

    private static List<String> names(Asked... asked) {
        return List.of(asked).stream().map(Asked::incidentId).toList();
    }

    private static Resolution keep(String text, Manner manner, Asked... with) {
        return new Resolution.Keep(names(with), manner, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "１", "确认", "收到", "ack", "Ok.", "ack 0007", "确认0007", "确认 ０００７", "1 0007", "0007",
            "ack 370200-20260302-0007", "20260302-0007", "ACK: 0007"})
    void oneOpenIncidentIsAcknowledgedHoweverItIsSaid(String text) {
        assertEquals(new Resolution.Acknowledge(names(FIRE)), of(text, FIRE, ANSWERED));
    }

    @Test
    void aBareAnswerWithSeveralOpenAsksWhichTheGravestFirst() {
        assertEquals(new Resolution.Which(names(BLAST, FIRE, FLOOD)), of("1", FIRE, FLOOD, BLAST));
        assertEquals(new Resolution.Acknowledge(names(FLOOD)), of("确认0009", FIRE, FLOOD));
        assertEquals(new Resolution.Acknowledge(names(FIRE, BLAST)), of("ack 0007 0012", FIRE, FLOOD, BLAST));
    }

    @Test
    void whatIsRealComesBeforeAnExerciseOfAnyGrade() {
        Asked exercise = new Asked("370200-20260302-0001", true, Grade.I, false, NIGHT, true);
        assertEquals(new Resolution.Which(names(FIRE, exercise)), of("1", exercise, FIRE));
    }

    @Test
    void aNumberNobodyWasToldOfAcknowledgesNothing() {
        assertEquals(new Resolution.Which(names(FIRE)), of("ack 0008", FIRE));
        assertEquals(new Resolution.Which(names(FIRE)), of("ack 0007 0008", FIRE));
        assertEquals(new Resolution.NothingOpen(), of("ack 0008"));
        assertEquals(new Resolution.NothingOpen(), of("1", ANSWERED));
    }

    @Test
    void oneNumberOfTwoDaysIsAskedBackAbout() {
        Asked yesterday = waits("370200-20260301-0007", Grade.IV, -3600);
        assertEquals(new Resolution.Which(names(FIRE, yesterday)), of("0007", FIRE, yesterday));
        assertEquals(new Resolution.Acknowledge(names(yesterday)), of("20260301-0007", FIRE, yesterday));
        assertEquals(keep("0007 增派", Manner.INSTRUCTION), of("0007 增派", FIRE, yesterday));
    }

    @Test
    void whatIsOlderThanTheQuestionAcknowledgesNothing() {
        assertEquals(new Resolution.Which(names(LATER)), of("1", LATER));
        assertEquals(new Resolution.Which(names(LATER)), of("0015", LATER));
        assertEquals(new Resolution.Acknowledge(names(FIRE)), of("1", LATER, FIRE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "？", "", "  ", "help", "帮助"})
    void aQuestionIsToldWhatIsOpen(String text) {
        assertEquals(new Resolution.Help(names(BLAST, FIRE)), of(text, FIRE, BLAST, ANSWERED));
    }

    @Test
    void everyOtherTextIsKeptWithTheIncidentItNames() {
        assertEquals(keep("0007 请疏散下风向群众", Manner.INSTRUCTION, FIRE), of("0007 请疏散下风向群众", FIRE, FLOOD));
        assertEquals(keep("无法处理 0009", Manner.REFUSAL, FLOOD), of("无法处理 0009", FIRE, FLOOD));
        assertEquals(keep("0003 thanks to all", Manner.INSTRUCTION, ANSWERED),
                of("0003 thanks to all", FIRE, ANSWERED));
    }

    @Test
    void withOneOpenItBelongsToThatAndWithSeveralToNone() {
        assertEquals(keep("请增派两支中队", Manner.INSTRUCTION, FIRE), of("请增派两支中队", FIRE, ANSWERED));
        assertEquals(keep("1234 people evacuated", Manner.INSTRUCTION, FIRE), of("1234 people evacuated", FIRE));
        assertEquals(keep("请增派两支中队", Manner.INSTRUCTION), of("请增派两支中队", FIRE, FLOOD));
        assertEquals(keep("谢谢各位", Manner.INSTRUCTION, ANSWERED), of("谢谢各位", ANSWERED));
        assertEquals(keep("谢谢各位", Manner.INSTRUCTION), of("谢谢各位"));
    }

    @Test
    void aTextThatNamesAnIncidentHeWasNotToldOfIsNotFiledUnderAnother() {
        assertEquals(keep("无法处理 0008", Manner.REFUSAL), of("无法处理 0008", FIRE));
    }

    @Test
    void whatWaitsAtAnotherDeskMakesABareAnswerUnclear() {
        Resolution.Others others = new Resolution.Others(List.of("370211-20260302-0002"), false);
        assertEquals(new Resolution.Which(names(FIRE)), Resolution.of(Intent.of("1"), List.of(FIRE), others));
        assertEquals(new Resolution.Acknowledge(names(FIRE)),
                Resolution.of(Intent.of("0007"), List.of(FIRE), others));
        assertEquals(new Resolution.Elsewhere(), Resolution.of(Intent.of("0002"), List.of(FIRE), others));
        assertEquals(new Resolution.Elsewhere(), Resolution.of(Intent.of("1"), List.of(), others));
        assertEquals(keep("请增派", Manner.INSTRUCTION), Resolution.of(Intent.of("请增派"), List.of(FIRE), others));
    }
}
