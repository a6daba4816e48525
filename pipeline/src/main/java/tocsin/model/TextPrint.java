package tocsin.model;

import tocsin.v1.IncidentReport;

/// A similarity print of a report's words: alike texts differ in few of its 64 bits (Charikar's simhash over pairs of
/// characters, which needs no word boundaries and so does for Chinese).
public final class TextPrint {
    private static final int LONGEST = 5_000;

    private TextPrint() {}

    /// The print of a report's title and summary; 0 for no words.
    public static long of(IncidentReport report) {
        return of(report.getTitle() + "\n" + report.getSummary());
    }

    /// The print of a text; 0 for no words.
    public static long of(String text) {
        String words = text.substring(0, Math.min(LONGEST, text.length())).replaceAll("[\\s\\p{Punct}，。、；：！？]+", "");
        int[] votes = new int[64];
        for (int i = 0; i + 1 < words.length(); i++) {
            long hash = mixed(((long) words.charAt(i) << 16) | words.charAt(i + 1));
            for (int bit = 0; bit < 64; bit++) {
                votes[bit] += (hash >>> bit & 1) == 1 ? 1 : -1;
            }
        }
        long print = 0;
        for (int bit = 0; bit < 64; bit++) {
            print |= votes[bit] > 0 ? 1L << bit : 0;
        }
        return print;
    }

    /// A print that only the very same text has; never 0.
    public static long ofWhole(String text) {
        long print = text.length();
        for (int i = 0; i < text.length(); i++) {
            print = mixed(print ^ text.charAt(i));
        }
        return print == 0 ? 1 : print;
    }

    /// A finalizer that spreads every bit of its argument over all 64 (David Stafford's variant 13).
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// In how many bits two prints differ; 64 where one has no words.
    public static int distance(long one, long other) {
        return one == 0 || other == 0 ? Long.SIZE : Long.bitCount(one ^ other);
    }
}
