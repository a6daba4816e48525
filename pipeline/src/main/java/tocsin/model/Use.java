package tocsin.model;

/// How a report was used (采用), and what that is worth by the Meizhou measures (catalogue 2.4).
public enum Use {
    /// In a special report (专报).
    SPECIAL("专报", 5),
    /// Circulated to leaders (送阅).
    CIRCULATED("送阅", 4),
    /// Asked for (约稿).
    SOLICITED("约稿", 3),
    /// In a summary (综合).
    SUMMARY("综合", 2),
    /// Kept for reference (备查).
    REFERENCE("备查", 1);

    private final String zh;
    private final int points;

    Use(String zh, int points) {
        this.zh = zh;
        this.points = points;
    }

    /// Its word in Chinese.
    public String zh() {
        return zh;
    }

    /// What it is worth.
    public int points() {
        return points;
    }
}
