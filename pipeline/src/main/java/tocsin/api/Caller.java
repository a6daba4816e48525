package tocsin.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.intake.Bounds;
import tocsin.intake.Passport;
import tocsin.intake.Role;

/// Who calls.
///
/// @param name the key's name
/// @param role what they may do
/// @param agency the agency they are bound to, or null
/// @param board the board they are, or null
/// @param bounds where they may do it, and for which agencies
/// @param issuers the issuers of official signals they may speak for, beside those of their agency
public record Caller(String name, Role role, @Nullable String agency, @Nullable String board, Bounds bounds,
        List<String> issuers) {
    /// Takes a copy.
    public Caller {
        issuers = List.copyOf(issuers);
    }

    /// A caller that speaks for no issuers beside those of its agency.
    public Caller(String name, Role role, @Nullable String agency, @Nullable String board, Bounds bounds) {
        this(name, role, agency, board, bounds, List.of());
    }

    /// What an intake signs for this caller: a reporter's agency, or a person's name.
    public Passport passport() {
        return new Passport(agency != null ? agency : name, role, issuers);
    }

    /// Whether this caller may see records of this agency.
    public boolean maySee(@Nullable String agencyId) {
        return role.maySeeEverything() && bounds.holdsAgency(agencyId) || agencyId != null && agencyId.equals(agency);
    }

    /// Throws 403 for a caller that is bounded at all: what is asked for concerns everybody.
    void requireUnbounded(String what) {
        if (!bounds.isNone()) {
            throw outside(what + " concerns every area and agency");
        }
    }

    /// That something lies outside of this caller's bounds, and what is missing.
    ApiException outside(String why) {
        return new ApiException(403, "outside the key's bounds", "the key of " + name + " is bound to "
                + bounds.inWords() + ", and " + why + "; ask an administrator for a key that holds it");
    }
}
