package tocsin.rules;

import java.util.Set;
import tocsin.v1.Grade;

/// When a message for display boards is proposed.
///
/// @param provenance where it comes from
/// @param template the template
/// @param types the types of event
/// @param gradeAtLeast the least grade
/// @param nearOnly whether only boards of the incident's own area show it, and not every board of the desk
/// @param withoutApproval agencies whose believed report shows it at once; everybody else's waits for approval
public record BoardRule(Provenance provenance, String template, Set<String> types, Grade gradeAtLeast,
        boolean nearOnly, Set<String> withoutApproval) {
    public BoardRule {
        types = Set.copyOf(types);
        withoutApproval = Set.copyOf(withoutApproval);
    }
}
