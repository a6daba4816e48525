package tocsin.rules;

import java.time.Duration;
import java.util.List;
import tocsin.v1.ChannelKind;
import tocsin.v1.Urgency;

/// Who is told, how soon they must answer, and who is told when they don't.
///
/// @param provenance where it comes from; the id is the policy's name
/// @param urgency the lane its notifications take
/// @param channels the means used at once, in the order of preference
/// @param acknowledgeWithin how long a level has to acknowledge; zero where no answer is awaited
/// @param levels the audiences, first to last
/// @param repeatEvery how long after the last level everybody is told again; zero for never
/// @param repeats how often at most
/// @param expiresAfter how long a notification is worth sending
public record EscalationPolicy(Provenance provenance, Urgency urgency, List<ChannelKind> channels,
        Duration acknowledgeWithin, List<List<String>> levels, Duration repeatEvery, int repeats,
        Duration expiresAfter) {
    /// The policy's name.
    public String name() {
        return provenance.id();
    }

    /// Whether somebody must answer.
    public boolean awaitsAcknowledgement() {
        return !acknowledgeWithin.isZero();
    }

    /// This policy with every limit shorter by this factor, at least a second: for a demonstration.
    public EscalationPolicy faster(int factor) {
        return new EscalationPolicy(provenance, urgency, channels, shorter(acknowledgeWithin, factor), levels,
                shorter(repeatEvery, factor), repeats, expiresAfter);
    }

    private static Duration shorter(Duration limit, int factor) {
        Duration shorter = limit.dividedBy(factor);
        return limit.isZero() || shorter.compareTo(Duration.ofSeconds(1)) > 0 ? shorter : Duration.ofSeconds(1);
    }
}
