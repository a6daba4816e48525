package tocsin.escalation;

import java.util.List;
import org.jspecify.annotations.Nullable;
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
/// @param desk whose people the audiences are; null for the incident's own desk
/// @param posts whether it rests on public posts alone: its words say that they are posts, and not verified
public record Page(String step, List<String> audiences, EscalationPolicy policy, NotifyReason reason, Words detail,
        @Nullable String desk, boolean posts) {
    /// An order to tell people of the incident's own desk.
    public Page(String step, List<String> audiences, EscalationPolicy policy, NotifyReason reason, Words detail) {
        this(step, audiences, policy, reason, detail, null, false);
    }

    /// This page, resting on public posts alone or not.
    public Page onPosts(boolean alone) {
        return new Page(step, audiences, policy, reason, detail, desk, alone);
    }

    /// Whether it goes to everybody who was told before.
    public boolean toEverybodyTold() {
        return audiences.isEmpty();
    }
}
