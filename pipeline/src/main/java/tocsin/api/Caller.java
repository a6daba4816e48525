package tocsin.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.intake.Bounds;
import tocsin.intake.Passport;
import tocsin.intake.Role;
import tocsin.model.SecondPerson;
import tocsin.v1.Incident;
import tocsin.v1.Location;

/// Who calls.
///
/// @param name the key's name
/// @param role what they may do
/// @param agency the agency they are bound to, or null
/// @param board the board they are, or null
/// @param bounds where they may do it, and for which agencies
/// @param issuers the issuers of official signals they may speak for, beside those of their agency
/// @param person the person of the directory whose key or session it is, or null
public record Caller(String name, Role role, @Nullable String agency, @Nullable String board, Bounds bounds,
        List<String> issuers, @Nullable String person) {
    /// Takes a copy.
    public Caller {
        issuers = List.copyOf(issuers);
    }

    /// A caller who is no person, such as a machine, and speaks for no issuers beside those of its agency.
    public Caller(String name, Role role, @Nullable String agency, @Nullable String board, Bounds bounds) {
        this(name, role, agency, board, bounds, List.of(), null);
    }

    /// A caller who speaks for no issuers beside those of their agency.
    public Caller(String name, Role role, @Nullable String agency, @Nullable String board, Bounds bounds,
            @Nullable String person) {
        this(name, role, agency, board, bounds, List.of(), person);
    }

    /// What an intake signs for this caller: a reporter's agency, or who acts.
    public Passport passport() {
        return new Passport(role == Role.REPORTER && agency != null ? agency : actor(), role, issuers);
    }

    /// The caller as they are told who they are.
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("actor", actor()).put("person", person)
                .put("role", role.name()).put("agency", agency).put("board", board);
        bounds.areas().forEach(json.putArray("areas")::add);
        bounds.agencies().forEach(json.putArray("agencies")::add);
        return json;
    }

    /// Who acts, as records and the timeline name it: the person, or a key that belongs to none.
    public String actor() {
        return person != null ? person : SecondPerson.ofKey(name);
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
