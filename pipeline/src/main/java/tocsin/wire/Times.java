package tocsin.wire;

import java.time.Instant;

/// The times a record may speak of. Outside them arithmetic overflows, and no event that anybody reports lies there.
public final class Times {
    /// What is wrong with a time outside.
    public static final String RANGE = "must lie between the years 1900 and 2200";

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Times() {}

    /// Whether a record may speak of this time.
    public static boolean isSane(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    }
}
