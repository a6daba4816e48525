package tocsin.api;

import org.jspecify.annotations.Nullable;
import tocsin.intake.Passport;
import tocsin.intake.Role;

/// Who calls.
///
/// @param name the key's name
/// @param role what they may do
/// @param agency the agency they are bound to, or null
/// @param board the board they are, or null
public record Caller(String name, Role role, @Nullable String agency, @Nullable String board) {
    /// What an intake signs for this caller: a reporter's agency, or a person's name.
    public Passport passport() {
        return new Passport(agency != null ? agency : name, role);
    }

    /// Whether this caller may see records of this agency.
    public boolean maySee(@Nullable String agencyId) {
        return role.maySeeEverything() || agencyId != null && agencyId.equals(agency);
    }
}
