package tocsin.analytics;

/// What a scorecard counts of one agency in one period. Only the last five are people's words; the others are machine's.
public enum Measure {
    /// Reports that were judged.
    REPORTS("reports", "报告"),
    /// Deadlines of those reports, and duties nothing came for.
    DUE("due", "应报"),
    /// Deadlines that were met.
    ON_TIME("onTime", "按时"),
    /// Deadlines a report came after.
    LATE("late", "迟于时限"),
    /// Reports that came after one deadline or more.
    LATE_REPORTS("lateReports", "迟报件数"),
    /// Duties nothing came for, to this day: one a rule and incident.
    MISSED("missed", "未报"),
    /// Reports that lacked something their kind needs.
    INCOMPLETE("incomplete", "要素不全"),
    /// Reports at odds with themselves or with other evidence. A suspicion, never more.
    CONTRADICTED("contradicted", "矛盾"),
    /// Reports that correct an earlier one (补报).
    CORRECTED("corrected", "补报"),
    /// Incidents graded too low in a report.
    UNDER_GRADED("underGraded", "定级偏低"),
    /// Findings one person has decided about, and a second has not.
    PROPOSED("proposed", "待复核"),
    /// Findings that two people confirmed (属实).
    CONFIRMED("confirmed", "属实"),
    /// Findings that two people dismissed (不属实).
    DISMISSED("dismissed", "不属实"),
    /// Findings that two people excused (免责).
    EXCUSED("excused", "免责"),
    /// Findings the agency appeals against, not decided again yet (申诉).
    APPEALED("appealed", "申诉中");

    private final String key;
    private final String zh;

    Measure(String key, String zh) {
        this.key = key;
        this.zh = zh;
    }

    /// Its name in JSON and CSV.
    public String key() {
        return key;
    }

    /// Its word in Chinese.
    public String zh() {
        return zh;
    }
}
