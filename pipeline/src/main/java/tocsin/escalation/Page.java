package tocsin.escalation;

import java.util.List;
import tocsin.rules.EscalationPolicy;
import tocsin.rules.Words;
import tocsin.v1.NotifyReason;

/// An order to tell people.
///
/// @param step the step's name, unique within its incident
/// @param audiences who, by the policy's names; empty for everybody who was told before
/// @param policy the policy it follows: means, urgency, limits
/// @param reason why
/// @param detail what was measured, for notices of sensors and media
public record Page(String step, List<String> audiences, EscalationPolicy policy, NotifyReason reason, Words detail) {
    /// Whether it goes to everybody who was told before.
    public boolean toEverybodyTold() {
        return audiences.isEmpty();
    }
}
