package tocsin.model;

/// How much an incident keeps of each list that grows with it.
public final class Kept {
    /// Pieces of evidence: the first and the newest; some 30 kB.
    public static final int EVIDENCE = 200;
    /// Reports of one agency that are remembered; some 2 kB.
    public static final int REPORTS = 20;
    /// Figures of special scales that one agency is remembered to have stated; packs register some ten; some 10 kB.
    public static final int FACTS = 50;
    /// Case numbers that one agency is remembered to have given an incident: the newest.
    public static final int REFS = 50;
    /// Statements in names that nobody proved: a sender can invent as many names as it likes; with 20 reports each some
    /// 500 kB.
    public static final int UNPROVEN = 10;
    /// Acts: far more than one report upward tells; some 20 kB.
    public static final int ACTS = 50;

    /// Characters of a special report's text: with 20 reports of an incident some 500 kB.
    public static final int REPORT_TEXT = 8_000;
    /// Characters of its title.
    public static final int REPORT_TITLE = 200;
    /// Sensors and earthquakes whose newest value an incident keeps; some 4 kB.
    public static final int MEASURED = 20;
    /// Official alerts of one incident. Most have an incident of their own; a person can merge hundreds. Some 100 kB.
    public static final int ALERTS = 200;
    /// Incidents one names as perhaps the same: a person looks at each.
    public static final int PERHAPS_SAME = 5;

    private Kept() {}
}
