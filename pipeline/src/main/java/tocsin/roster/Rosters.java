package tocsin.roster;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;

/// Who is on duty.
public final class Rosters {
    private Rosters() {}

    /// The officials who have this duty at this desk then, always in the same order; empty where nobody has.
    ///
    /// Shifts are counted in local time, so that a handover at eight stays at eight when clocks change; one at a time
    /// the clock skips takes place as it does, and one at a time it shows twice takes place the first time.
    public static List<Official> onDuty(Directory directory, String roster, String desk, ZoneId zone, Instant at) {
        return new Duty(directory, roster, desk, zone).at(at);
    }

    /// The shifts of this duty with somebody in them that lie in this time at least in part, each whole.
    ///
    /// Throws [IllegalArgumentException] where the time holds too many handovers to list.
    public static List<Shift> shifts(Directory directory, String roster, String desk, ZoneId zone, Instant from,
            Instant until) {
        return new Duty(directory, roster, desk, zone).shifts(from, until, Steps.MOST);
    }
}
