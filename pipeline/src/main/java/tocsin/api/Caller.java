package tocsin.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
/// @param person the person of the directory whose key or session it is, or null
public record Caller(String name, Role role, @Nullable String agency, @Nullable String board, Bounds bounds,
        @Nullable String person) {
    /// A caller who is no person, such as a machine.
    public Caller(String name, Role role, @Nullable String agency, @Nullable String board, Bounds bounds) {
        this(name, role, agency, board, bounds, null);
    }

    /// What an intake signs for this caller: a reporter's agency, or who acts.
    public Passport passport() {
        return new Passport(role == Role.REPORTER && agency != null ? agency : actor(), role);
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

    /// Whether this incident lies where the caller may act.
    boolean mayActOn(Incident incident) {
        Location location = incident.getLocation();
        return bounds.holdsArea(location == null ? null : location.getAreaCode());
    }

    /// Throws 403 where this incident lies outside, and says what is missing.
    void requireMayActOn(Incident incident) {
        if (!mayActOn(incident)) {
            throw outside("the incident " + incident.getIncidentId() + " lies in "
                    + Optional.ofNullable(incident.getLocation()).map(Location::getAreaCode).orElse("no known area"));
        }
    }

    /// Throws 403 for a caller that is bounded at all: what is asked for concerns everybody.
    void requireUnbounded(String what) {
        if (!bounds.isNone()) {
            throw outside(what + " concerns every area and agency");
        }
    }

    private ApiException outside(String why) {
        return new ApiException(403, "outside the key's bounds", "the key of " + name + " is bound to "
                + bounds.inWords() + ", and " + why + "; ask an administrator for a key that holds it");
    }
}
