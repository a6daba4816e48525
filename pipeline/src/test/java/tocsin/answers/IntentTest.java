package tocsin.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What strangers send, and what it means: in doubt it is no acknowledgement.
class IntentTest {
    private static final String OUR_MESSAGE = "【青岛市应急值班室】请核实并处置：较大火灾，李沧区，3月1日03:00，3人死亡。"
            + "370200-20260302-0007，回复1即确认。 #7K2QX";

    private static String meaning(String text) {
        return switch (Intent.of(text)) {
            case Intent.Acknowledge(List<String> codes) -> ("ACKNOWLEDGE " + String.join(" ", codes)).strip();
            case Intent.Words(Manner manner, List<String> codes, String kept) ->
                (manner + " " + String.join(" ", codes)).strip();
            case Intent.Ask ask -> "ASK";
            case Intent.Stop stop -> "STOP";
            case Intent.Start start -> "START";
        };
    }

    private static Stream<Arguments> rows(String meaning, String... texts) {
        return Stream.of(texts).map(text -> Arguments.of(text, meaning));
    }

    static Stream<Arguments> whatAcknowledges() {
        return Stream.of(
                rows("ACKNOWLEDGE", "1", "１", " 1 ", "1.", "1,", "1。", "1！", "①", "⒈", "1️⃣", "一", "\u200b1\ufeff",
                        "\u200f1",
                        "ack", "ACK", "ＡＣＫ", "Ok.", "OK!", "okay", "Acknowledged", "received", "Roger", "confirm", "收到",
                        "收到。",
                        "确认", "确认  ", "已收到", "已确认", "好的", "好", "收到收到", "收到，谢谢", "ok thanks", "收到👍", "1 收到", "1确认",
                        "确认1",
                        "确\u200b认"),
                rows("ACKNOWLEDGE 0001", "0001", "#0001", "№0001", "编号0001", "1 0001", "1\n0001", "0001收到", "0001号收到",
                        "收到0001",
                        "ack 0001", "ACK: 0001", "ack no. 0001", "ok #0001", "确认 ０００１", "0001。", "1，0001"),
                rows("ACKNOWLEDGE 370200-20260302-0007", "370200-20260302-0007", "ack 370200-20260302-0007",
                        "370200-20260302-0007确认"),
                rows("ACKNOWLEDGE 20260302-0007", "20260302-0007"),
                rows("ACKNOWLEDGE 0001 0007", "ack 0001 0007", "确认0001、0007", "1 0001 0007"),
                rows("ACKNOWLEDGE 10001", "10001")).flatMap(rows -> rows);
    }

    static Stream<Arguments> whatDoesNot() {
        return Stream.of(
                rows("ASK", "", "  ", "\u200b", "?", "？", "？？", "help", "帮助", "LIST", "清单", "。"),
                rows("STOP", "STOP", "stop", "Stop.", "TD", "td", "退订", "T退订", "UNSUBSCRIBE", "cancel", "END"),
                rows("START", "START", "恢复", "unstop"),
                rows("QUESTION", "1?", "1？", "收到?", "收到吗", "ok but who is on site?", "谁在现场"),
                rows("REFUSAL", "不确认", "没收到", "未收到", "not ok", "no", "No.", "收到 我不在青岛", "I can't", "不1"),
                rows("REFUSAL 0001", "无法处理 0001", "no 0001", "0001 不是我的", "no. 0001"),
                rows("INSTRUCTION", "收到，马上到", "好像是", "yes", "是", "10 more units", "1234 people evacuated", "确认一下伤亡数字",
                        "请增派两支中队，注意安全。", "Send two more units.", "urgent", "call 0532-5550100", "自动喷淋已启动",
                        "１st floor burns"),
                rows("INSTRUCTION 0007", "0007 请疏散下风向群众", "0007, evacuate downwind"),
                rows("UNCLEAR", "1 1", "1 2", "11", "10", "2", "0", "👍", "1👎", "收到👎", "1.1", "١", "½",
                        "1\u202e", "1\u033611", "收到 2", "+1", "-1", "1/2"),
                rows("UNCLEAR 0001 0002", "0001 0002", "0001、0002"),
                rows("UNCLEAR 0001", "0001 0001"),
                rows("AUTOMATIC", "自动回复：我正在开会", "【自动回复】您好，我现在不在", "Auto-reply: out of office", "Automatic reply: 1",
                        "I am driving right now", "I'm driving with Do Not Disturb turned on.", "我正在开车，稍后回复您。",
                        "Out of office until Monday",
                        "This is an automated message."),
                rows("QUOTE 370200-20260302-0007", OUR_MESSAGE, "转发：" + OUR_MESSAGE, "1\n> " + OUR_MESSAGE),
                rows("QUOTE", "RE: 1", "Re: fire", "> 1", "Fwd: 1", "回复：1", "reply 1", "Liked “" + "fire”", "回1确认"),
                rows("WISH", "关闭", "请关闭", "结束", "撤回", "升级", "请升级！", "close", "please close it", "escalate",
                        "forward to the mayor",
                        "stop it", "请停止", "can you escalate?", "收到，请升级", "合并"),
                rows("WISH 0001", "STOP 0001", "close 0001", "关闭0001", "请把0001关闭", "0001 结束", "1 close 0001"))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "[{index}] {0} is {1}")
    @MethodSource({"whatAcknowledges", "whatDoesNot"})
    void everyTextHasOneMeaning(String text, String meaning) {
        assertEquals(meaning, meaning(text));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("whatAcknowledges")
    void oneMoreWordAndItAcknowledgesNothing(String text, String meaning) {
        for (String word : List.of(" 不", " 吗?", " later", " 明天", " but", " x")) {
            assertInstanceOf(Intent.Words.class, Intent.of(text + word), text + word);
        }
        assertInstanceOf(Intent.Words.class, Intent.of("不" + text), "不" + text);
        assertInstanceOf(Intent.Words.class, Intent.of("not " + text), "not " + text);
    }

    @Test
    void aTextThatMayHaveBeenCutAcknowledgesNothing() {
        assertInstanceOf(Intent.Words.class, Intent.of("1 " + "。".repeat(5_000) + "x"));
        assertInstanceOf(Intent.Words.class, Intent.of("1," + "，1".repeat(100)));
        assertInstanceOf(Intent.Acknowledge.class, Intent.of("1"));
    }

    @Test
    void noTextTakesLongToUnderstand() {
        for (String piece : List.of("0", "00001 ", "1", "请把", "关闭0", "a.b-", "收到", ">", "ﷺ", "…", "a0000-", "正在",
                "【")) {
            String text = piece.repeat(5_000 / piece.length());
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Intent.of(text + "x"), piece);
        }
    }

    @Test
    void whatIsKeptIsWhatWasSent() {
        assertEquals(new Intent.Words(Manner.INSTRUCTION, List.of("0007"), "００07：请疏散"), Intent.of(" ００07：请疏散 "));
    }
}
