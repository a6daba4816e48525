package tocsin.roster;

/// The bound of a walk from handover to handover.
final class Steps {
    /// A century of three shifts a day.
    static final int MOST = 100_000;

    private Steps() {}

    /// Throws [IllegalArgumentException] beyond this many handovers.
    static void refuseBeyond(int most, int steps) {
        if (steps > most) {
            throw new IllegalArgumentException("the time from --from to --until holds more than " + most
                    + " handovers; ask for a shorter time, or give the rotation a longer shift");
        }
    }
}
