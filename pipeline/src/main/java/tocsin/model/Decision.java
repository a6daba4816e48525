package tocsin.model;

/// What two people decide about a finding.
public enum Decision {
    /// It is so (属实): it counts in scores.
    CONFIRMED("属实"),
    /// It is not so (不属实).
    DISMISSED("不属实"),
    /// It is so, and there was a good reason (免责).
    EXCUSED("免责");

    private final String zh;

    Decision(String zh) {
        this.zh = zh;
    }

    /// Its word in Chinese.
    public String zh() {
        return zh;
    }
}
