package tocsin.embedded;

/// How much room there must be on the disk of a data folder, in bytes.
///
/// A disk of 90 MB gets limits of some 9 MB, one of a terabyte of 256 MiB.
///
/// @param warnBelow free room below which the log warns
/// @param refuseBelow free room below which nothing more is taken in
/// @param acceptFrom free room from which it is taken in again; above `refuseBelow`, so that the answer does not flicker
/// @param releaseBelow free room below which the reserve is given back
/// @param stopBelow free room below which the embedded broker is stopped, before a write of its own fails halfway
/// @param reserve size of the file that is kept to be given back
public record DiskLimits(long warnBelow, long refuseBelow, long acceptFrom, long releaseBelow, long stopBelow,
        long reserve) {
    private static final long MIB = 1024 * 1024;
    private static final long LEAST = 4 * MIB;
    private static final long MOST = 256 * MIB;
    private static final long MOST_RESERVED = 64 * MIB;

    public DiskLimits {
        if (stopBelow < 0 || stopBelow > releaseBelow || releaseBelow > refuseBelow || refuseBelow > acceptFrom
                || reserve < 0) {
            throw new IllegalArgumentException("disk limits must rise from stopBelow over releaseBelow and refuseBelow"
                    + " to acceptFrom, and none is negative");
        }
    }

    /// The limits of a disk of this size: a tenth of it, but at least 4 MiB and at most 256 MiB.
    ///
    /// @param total the disk's size in bytes, or 0 where it is not known
    public static DiskLimits of(long total) {
        long refuse = Math.clamp(total / 10, LEAST, MOST);
        return new DiskLimits(refuse * 2, refuse, refuse / 4 * 5, refuse / 2, refuse / 16,
                Math.min(refuse / 2, MOST_RESERVED));
    }
}
