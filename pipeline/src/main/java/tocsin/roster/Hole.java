package tocsin.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something missing in the rosters of a time to come.
///
/// @param reason what kind of thing
/// @param desk the desk it is missing at
/// @param subject what it is missing of: a roster, an audience, a policy or an official
/// @param from its beginning; null where it concerns the whole time
/// @param until its end; null where it concerns the whole time
/// @param zh what is wrong and what to do, in Chinese
/// @param en what is wrong and what to do, in English
public record Hole(Reason reason, String desk, String subject, @Nullable Instant from, @Nullable Instant until,
        String zh, String en) {
    /// What can be missing.
    public enum Reason {
        /// A shift nobody has.
        NOBODY_ON_DUTY,
        /// A special day on which an override puts fewer people on duty than the rotations of that day do.
        SPECIAL_DAY_SHORT,
        /// An official whom a policy reaches by none of its means.
        NO_ADDRESS,
        /// An audience of a policy that comes to nobody all the time.
        AUDIENCE_OF_NOBODY,
        /// A policy whose levels all come to nobody.
        POLICY_OF_NOBODY,
        /// One person who is two levels of a policy, one after the other: nobody else hears of his silence.
        SAME_PERSON_TWICE,
        /// A rotation that ends.
        ROTATION_ENDS,
        /// There is more to tell than is told.
        MORE
    }
}
