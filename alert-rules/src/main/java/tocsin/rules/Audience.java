package tocsin.rules;

/// Who is meant by a name in an escalation policy.
public sealed interface Audience {
    /// Whoever is on duty in this roster of the incident's desk.
    record OnDuty(String roster) implements Audience {}

    /// Everybody with this role at the incident's desk.
    record Role(String role) implements Audience {}
}
