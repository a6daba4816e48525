package tocsin.rules;

import tocsin.v1.NotifyReason;

/// The words of messages that a pack written for an earlier release has no template for.
final class MessageDefaults {
    private static final Template CORRECTED_ZH = new Template(
            "{drill}【{issuer}】更正，无需回复：{place}{type}，{time}，{change}。{incident}，电话{phone}。",
            "{drill}[{incident}] 更正：{type} {place}", """
                    {drill}{recipient}：
                    此前通知的情况有更正，请以本条为准，无需回复。
                    更正：{change}
                    事件：{grade}{type}
                    地点：{place}
                    时间：{time}
                    现报伤亡：{toll}
                    编号：{incident}
                    发布时间：{issued}
                    {issuer}，电话{phone}
                    """);
    private static final Template CORRECTED_EN = new Template(
            "{drill}{issuer}: correction, no further action: {type}, {place}, {time}. {change}. Ref {incident}. Call {phone}.",
            "{drill}[{incident}] Correction: {type}, {place}", """
                    {drill}{recipient},
                    What you were told is corrected. No further action is asked of you.
                    Correction: {change}
                    Incident: {grade} {type}
                    Place: {place}
                    Time: {time}
                    Casualties now: {toll}
                    Reference: {incident}
                    Issued: {issued}
                    {issuer}. Call {phone}.
                    """);
    private static final Template NEW_HARM_ZH = new Template(
            "{drill}【{issuer}】已解除事件有新伤害，请核实：{grade}{type}，{place}，{time}，{change}。{incident}，电话{phone}。",
            "{drill}[{incident}] 已解除事件有新伤害：{type} {place}", """
                    {drill}{recipient}：
                    已解除的事件报来新的伤害，事件仍为已解除，请核实是否重新启动。
                    变化：{change}
                    事件：{grade}{type}
                    地点：{place}
                    时间：{time}
                    现报伤亡：{toll}
                    编号：{incident}
                    发布时间：{issued}
                    {issuer}，电话{phone}
                    """);
    private static final Template NEW_HARM_EN = new Template(
            "{drill}{issuer}: new harm on a closed incident, please verify: {grade} {type}, {place}, {time}. {change}. "
                    + "Ref {incident}. Call {phone}.",
            "{drill}[{incident}] New harm on a closed incident: {type}, {place}", """
                    {drill}{recipient},
                    A closed incident has new harm. It stays closed; please verify whether to open it again.
                    Change: {change}
                    Incident: {grade} {type}
                    Place: {place}
                    Time: {time}
                    Casualties now: {toll}
                    Reference: {incident}
                    Issued: {issued}
                    {issuer}. Call {phone}.
                    """);

    private MessageDefaults() {}

    /// The words for CORRECTED or NEW_HARM. Throws [IllegalArgumentException] for any other reason.
    static Template of(NotifyReason reason, String language) {
        boolean zh = language.startsWith("zh");
        return switch (reason) {
            case CORRECTED -> zh ? CORRECTED_ZH : CORRECTED_EN;
            case NEW_HARM -> zh ? NEW_HARM_ZH : NEW_HARM_EN;
            default -> throw new IllegalArgumentException(reason + " has no default words");
        };
    }
}
