package tocsin.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tocsin.rules.Accuracy;
import tocsin.rules.SmsParts;
import tocsin.rules.Words;
import tocsin.v1.NotifyReason;

/// Rule A9: whether a message says what a warning must say before it is sent.
///
/// The five contents of a complete warning are source, hazard, location, guidance and time (domain 13.1). A message that
/// lacks one is not held back: the pack's words are replaced by the least ones, which have them all.
public final class MessageLint {
    /// Parts a message may take at most (catalogue 3.2).
    private static final int PARTS = 5;
    /// What warns of an event, and so names what article 64 of the Emergency Response Law asks of a warning: beside the
    /// five contents its level and the time of issue.
    private static final Set<NotifyReason> WARNINGS = Set.of(NotifyReason.OPENED, NotifyReason.ESCALATED,
            NotifyReason.REPEATED, NotifyReason.GRADE_RAISED, NotifyReason.REOPENED, NotifyReason.FAILED_OVER,
            NotifyReason.VERIFY);

    /// What tells of papers or devices and not of an event, and so owes none of the five contents.
    private static final Set<NotifyReason> PAPERS = Set.of(NotifyReason.RECEIPT, NotifyReason.REFUSED,
            NotifyReason.SPECIAL_REPORT, NotifyReason.FEED_STALLED);

    private MessageLint() {}

    /// What this text lacks, by name; empty if it is complete.
    ///
    /// @param words what fills the places of templates
    /// @param reason why it is sent
    /// @param sms whether it is an SMS, whose length is limited
    public static List<String> lacks(String text, Map<String, String> words, String language, NotifyReason reason,
            boolean sms, Accuracy.MessageRule rule) {
        if (PAPERS.contains(reason)) {
            return sms && SmsParts.of(text).parts() > PARTS ? List.of("brevity") : List.of();
        }
        List<String> lacks = new ArrayList<>();
        Map.of("source", "issuer", "hazard", "type", "location", "place", "time", "time").forEach((content, place) -> {
            if (!says(text, words, place) && !(content.equals("time") && says(text, words, "since"))) {
                lacks.add(content);
            }
        });
        Set<String> guidance = rule.guidance().getOrDefault(language.startsWith("zh") ? "zh" : "en", Set.of());
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        if (!guidance.isEmpty()
                && guidance.stream().noneMatch(word -> lower.contains(word.toLowerCase(java.util.Locale.ROOT)))) {
            lacks.add("guidance");
        }
        if (rule.lawful() && !sms && language.startsWith("zh") && WARNINGS.contains(reason)) {
            Map.of("level", "grade", "issue time", "issued").forEach((content, place) -> {
                String value = words.getOrDefault(place, "");
                if (!value.isEmpty() && !text.contains(value)) {
                    lacks.add(content);
                }
            });
        }
        if (sms && SmsParts.of(text).parts() > PARTS) {
            lacks.add("brevity");
        }
        lacks.sort(null);
        return lacks;
    }

    /// What is told of posts says since when they come, which is all that is known of the time.
    private static boolean says(String text, Map<String, String> words, String place) {
        String value = words.getOrDefault(place, "");
        return !value.isEmpty() && text.contains(value);
    }

    /// The least words that say everything, and what this reason asks for.
    static String least(Map<String, String> words, String language, NotifyReason reason) {
        boolean zh = language.startsWith("zh");
        String guidance = guidance(reason).in(language);
        String grade = words.getOrDefault("grade", "");
        return zh
                ? words.get("drill") + "【" + words.get("issuer") + "】" + guidance + "：" + grade + words.get("type")
                        + "，"
                        + words.get("place") + "，" + words.get("time") + "。" + words.get("incident") + "，发布时间："
                        + words.get("issued") + "，电话" + words.get("phone") + "。"
                : words.get("drill") + words.get("issuer") + ": " + guidance + ". " + grade + " " + words.get("type")
                        + ", " + words.get("place") + ", " + words.get("time") + ". Ref " + words.get("incident")
                        + ". Call "
                        + words.get("phone") + ".";
    }

    private static Words guidance(NotifyReason reason) {
        return switch (reason) {
            case ALL_CLEAR -> new Words("解除，无需再处置", "all clear, no further action");
            case CORRECTED -> new Words("更正，无需回复", "correction, no further action");
            case NEW_HARM -> new Words("已解除事件有新伤害，请核实", "new harm on a closed incident, please verify");
            case RETRACTED -> new Words("更正，此前信息有误，请勿据此行动", "CORRECTION, please do not act on the earlier message");
            case MONITORING -> new Words("监测提示，请关注", "monitoring notice, please watch");
            case VERIFY -> new Words("待核实，请先核实", "unverified, please verify first");
            case APPROVAL -> new Words("显示屏信息待审批，请到值班台审批",
                    "a display-board message waits; please decide at the desk");
            case BOARD_DARK -> new Words("显示屏失联，请派人查看", "a display board is out of contact; please send somebody");
            case RECEIPT -> new Words("已收到您的报告", "your report has arrived");
            case REFUSED -> new Words("报送数据未被接收，请改正后重报", "a record was refused; please mend and send it again");
            case SPECIAL_REPORT -> new Words("突发事件信息专报，请查收", "special report, please confirm receipt");
            case FEED_STALLED -> new Words("数据中断，请核查", "a feed has stalled; please look into it");
            case OPENED, ESCALATED, REPEATED, GRADE_RAISED, FAILED_OVER, REOPENED, ANSWER, PUBLIC, UNKNOWN ->
                new Words("请核实并处置", "please verify and respond");
        };
    }
}
