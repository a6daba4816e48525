package tocsin.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// The instant of a local time, where it is one.
final class LocalInstant {
    private LocalInstant() {}

    /// Throws [DateTimeException] where the clocks of the zone never showed this time, or showed it twice.
    static Instant of(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() == 1) {
            return local.toInstant(offsets.getFirst());
        }
        throw new DateTimeException((offsets.isEmpty()
                ? "the clocks of " + zone + " were set forward over it"
                : "the clocks of " + zone + " showed it twice, when they were set back")
                + "; let the sender write an offset such as +08:00");
    }
}
