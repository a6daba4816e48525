package tocsin.rules;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The timeliness rules of a pack (信息快).
///
/// @param index the limits and duties, found by what they apply to
/// @param mediaFirst rule T7: a first report must not lag the first public post
/// @param acknowledgement rule T8: the duty desk answers in time
/// @param staleAfter evidence that arrives longer than this after it occurred pages nobody
/// @param claimTolerance how far a sender's claimed time of reporting may be from arrival
public record Timeliness(RuleIndex<TimelinessRule> index, Optional<MediaFirst> mediaFirst,
        Optional<Provenance> acknowledgement, Duration staleAfter, Duration claimTolerance) {
    /// Rule T7.
    ///
    /// @param tolerance how much later than the first post is still not later
    public record MediaFirst(Provenance provenance, Duration tolerance) {}

    /// The limits and duties, in the order of the pack.
    public List<TimelinessRule> rules() {
        return index.all();
    }

    /// The rule of this id.
    public Optional<TimelinessRule> rule(String id) {
        return rules().stream().filter(rule -> rule.provenance().id().equals(id)).findFirst();
    }
}
