package tocsin.persons;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.internal.v1.PersonCredential;

/// What a person may do, and where: like an API key's.
///
/// @param role what they may do
/// @param agency the agency a reporter speaks for; null for every other role
/// @param bounds where, and for which agencies
public record Terms(Role role, @Nullable String agency, Bounds bounds) {
    /// The roles a person may have.
    public static final Set<Role> ROLES = Set.copyOf(EnumSet.of(Role.REPORTER, Role.DUTY_OFFICER, Role.APPROVER,
            Role.ANALYST, Role.ADMINISTRATOR));

    /// Throws [PersonRefused] where they cannot be.
    public Terms {
        if (!ROLES.contains(role)) {
            throw new PersonRefused(PersonRefused.Reason.INVALID, "the role " + role + " is no person's");
        }
        if ((role == Role.REPORTER) != (agency != null)) {
            throw new PersonRefused(PersonRefused.Reason.INVALID,
                    "a reporter, and nobody else, speaks for one agency: give agency with the role reporter alone");
        }
    }

    /// Whether whoever has this role shows a second factor, too.
    public static boolean needsSecondFactor(Role role) {
        return role == Role.APPROVER || role == Role.ADMINISTRATOR;
    }

    /// Those of a credential; empty where it was written by a later release that knows other roles.
    public static Optional<Terms> of(PersonCredential credential) {
        return ROLES.stream().filter(role -> role.name().equals(credential.getRole())).findFirst()
                .filter(role -> (role == Role.REPORTER) == (credential.getAgency() != null))
                .map(role -> new Terms(role, credential.getAgency(),
                        new Bounds(credential.getAreas(), credential.getAgencies())));
    }
}
