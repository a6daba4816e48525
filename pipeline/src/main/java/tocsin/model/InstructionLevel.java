package tocsin.model;

/// Whose instruction (批示) a report brought about, and what that adds by the Meizhou measures (catalogue 2.4).
public enum InstructionLevel {
    /// A leader of the state or a ministry.
    NATIONAL("国家", 5),
    /// A leader of the province.
    PROVINCIAL("省", 4),
    /// A leader of the city.
    CITY("市", 3);

    private final String zh;
    private final int points;

    InstructionLevel(String zh, int points) {
        this.zh = zh;
        this.points = points;
    }

    /// Its word in Chinese.
    public String zh() {
        return zh;
    }

    /// What it adds.
    public int points() {
        return points;
    }
}
