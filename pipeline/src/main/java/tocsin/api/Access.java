package tocsin.api;

import io.javalin.security.RouteRole;
import java.util.function.Predicate;
import tocsin.intake.Role;

/// Who may ask for an address. Every route names one; a route that names none is refused at the start.
public enum Access implements RouteRole {
    /// Everybody, without a key.
    OPEN("everybody", role -> true),
    /// Whoever sends a secret of another kind than a key: the token of a link, a provider's signature, the key itself.
    SECRET("whoever knows its secret", role -> true),
    /// Every key. What is shown is the caller's own, unless his role sees everybody's.
    KEY("every key", role -> true),
    /// Agencies, and people at the desk.
    SEND("send records", role -> role == Role.REPORTER || role.mayReportForOthers()),
    /// People at the desk, and agencies, which may appeal.
    ORDER("order actions on incidents", Role::mayOrder),
    /// Who may order or see everything.
    FOLLOW("read what became of orders", role -> role.mayOrder() || role.maySeeEverything()),
    /// Who sees every agency's records.
    SEE("see every agency's records", Role::maySeeEverything),
    /// Approvers.
    PUBLISH("publish rules", Role::mayPublishRules),
    /// A board, and who sees every agency's records.
    BOARD("see what a board shows", role -> role == Role.BOARD || role.maySeeEverything()),
    /// A board alone.
    SHOW("say what a board shows", role -> role == Role.BOARD),
    /// Administrators.
    ADMINISTER("administer", role -> role == Role.ADMINISTRATOR);

    private final String what;
    private final Predicate<Role> admits;

    Access(String what, Predicate<Role> admits) {
        this.what = what;
        this.admits = admits;
    }

    /// Whether a caller must be known by a key or a session.
    public boolean needsKey() {
        return this != OPEN && this != SECRET;
    }

    /// Whether this role is let in; what lies outside of a caller's bounds is another matter.
    public boolean admits(Role role) {
        return admits.test(role);
    }

    /// What somebody may do who is let in: `see every agency's records`.
    public String what() {
        return what;
    }
}
