package tocsin.answers;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The manner of a text that acknowledges nothing: how it is kept, and how it is answered.
///
/// Whatever the manner is, nothing is acknowledged, so a wrong guess costs a clumsy answer and never an escalation.
public enum Manner {
    /// A machine wrote it. It is kept, and not answered.
    AUTOMATIC,
    /// It quotes or forwards a message of ours.
    QUOTE,
    /// It asks for what no SMS can do, such as closing.
    WISH,
    /// It asks something.
    QUESTION,
    /// It refuses, or says that something is not so.
    REFUSAL,
    /// It is made of numbers, signs and words of acknowledgement, and does not say what for.
    UNCLEAR,
    /// Anything else: an official's instruction (批示).
    INSTRUCTION;

    /// A refusal of more characters than this says what to do as well, and is an instruction.
    private static final int SHORT = 24;

    private static final Pattern MACHINE = Pattern.compile("""
            ^[\\s\\[【(<*]*(系统|此为|本消息为?)?自动(回复|答复|应答)|自动(回复|答复|应答)\\s*([:：,，。】\\])]|$)|\
            \\bauto(matic|mated)?[ -]?(reply|response|responder|message)\\b|\
            \\bout[ -]of[ -](the[ -])?office\\b|^ooo\\b|\\bvacation responder\\b|\\bdo not disturb\\b|\
            \\b(i am|i'm|i’m) (currently |now )?driving\\b|\\bdriving (mode|focus)\\b|\\bnot monitored\\b|\
            (正在|我在)(开车|驾驶)|(驾驶|勿扰|专注)”?(模式|专注)|无人值守""");
    private static final Pattern OURS = Pattern.compile("""
            (?m)^\\s*[>》]|^\\s*(re|fw|fwd|aw|wg|回复|转发|答复)\\s*[:：]|回复?1(即|确认|受理|签收)|\
            即确认|reply (only )?(1|a number|the number)\\b|to acknowledge\\b|#[0-9a-z]{5}\\s*$|\
            ^(liked|loved|disliked|laughed at|emphasi[sz]ed|questioned) [“"「]|^「|\\bwrote:""");
    private static final String VERB = "(?:(?<!已)(?:关闭|结束|终止|停止|撤回|撤销|撤消|解除|升级|上报|合并|拆分|转发|转报|批准|审批"
            + "|同意发布|签发|驳回|取消|恢复|重新打开|降级|改级)"
            + "|(?<![a-z])(?:close|end|finish|stop|cancel|withdraw|retract|escalate|downgrade|upgrade|merge|split|forward"
            + "|approve|reject|publish|silence|mute|reopen|transfer|reassign)(?![a-z]))";
    private static final String BEFORE = "(?:请|请把|把|请将|将|帮我|麻烦|可以|能否|能不能|please|pls|kindly|can you|could you|i want to|"
            + "i'd like to|let's|ok|1|收到|确认|这个|这起|该|本|此|事件|信息|the|this|incident|" + IncidentCodes.CODE + "号?|\\s)*+";
    private static final String AFTER = "(?:吧|了|一下|掉|处理|事件|信息|谢谢|please|pls|now|it|this|the|incident|alert|case|"
            + IncidentCodes.CODE + "号?|#|\\s)*+";
    private static final Pattern ASKS_FOR = Pattern.compile("^" + BEFORE + VERB + "|" + VERB + AFTER + "$");
    private static final Pattern DENIES = Pattern.compile(
            "不|没|未|无法|拒|别|莫|\\b(no|not|never|nope|cannot|unable|refuse[sd]?|nack|nak|negative|wrong)\\b|n['’]t\\b");
    private static final Pattern ASKS = Pattern.compile("\\?|(吗|呢|么)$|^(请问|谁|哪|什么|怎么|who|what|where|when|why|how)");
    private static final Pattern CLAUSES = Pattern.compile("[,，。;；.!！?？\\n]+");

    /// The manner of a text that is no acknowledgement.
    ///
    /// @param plain the text in lower case and compatibility form
    static Manner of(String plain) {
        if (MACHINE.matcher(plain).find()) {
            return AUTOMATIC;
        }
        if (OURS.matcher(plain).find()) {
            return QUOTE;
        }
        if (Stream.of(CLAUSES.split(plain)).map(String::strip)
                .anyMatch(clause -> !DENIES.matcher(clause).find() && ASKS_FOR.matcher(clause).find())) {
            return WISH;
        }
        if (ASKS.matcher(plain).find()) {
            return QUESTION;
        }
        if (DENIES.matcher(plain).find() && plain.length() <= SHORT) {
            return REFUSAL;
        }
        return AcknowledgementForm.isOnlySuchTokens(plain) ? UNCLEAR : INSTRUCTION;
    }
}
