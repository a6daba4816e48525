package tocsin.api;

import io.javalin.security.RouteRole;
import tocsin.intake.Role;

/// Who may ask for an address. Every route names one; a route that names none is refused at the start.
public enum Access implements RouteRole {
    /// Everybody, without a key.
    OPEN("everybody"),
    /// Whoever sends a secret of another kind than a key: the token of a link, a provider's signature, the key itself.
    SECRET("whoever knows its secret"),
    /// Every key. What is shown is the caller's own, unless his role sees everybody's.
    KEY("every key"),
    /// Agencies, and people at the desk.
    SEND("send records"),
    /// People at the desk, and agencies, which may appeal.
    ORDER("order actions on incidents"),
    /// Who may order or see everything.
    FOLLOW("read what became of orders"),
    /// Who sees every agency's records.
    SEE("see every agency's records"),
    /// Approvers.
    PUBLISH("publish rules"),
    /// A board, and who sees every agency's records.
    BOARD("see what a board shows"),
    /// A board alone.
    SHOW("say what a board shows"),
    /// Administrators.
    ADMINISTER("administer");

    private final String what;

    Access(String what) {
        this.what = what;
    }

    /// Whether a caller must be known by a key or a session.
    public boolean needsKey() {
        return this != OPEN && this != SECRET;
    }

    /// Whether this role is let in; what lies outside of a caller's bounds is another matter.
    public boolean admits(Role role) {
        return switch (this) {
            case OPEN, SECRET, KEY -> true;
            case SEND -> role == Role.REPORTER || role.mayReportForOthers();
            case ORDER -> role.mayOrder();
            case FOLLOW -> role.mayOrder() || role.maySeeEverything();
            case SEE -> role.maySeeEverything();
            case PUBLISH -> role.mayPublishRules();
            case BOARD -> role == Role.BOARD || role.maySeeEverything();
            case SHOW -> role == Role.BOARD;
            case ADMINISTER -> role == Role.ADMINISTRATOR;
        };
    }

    /// What somebody may do who is let in: `see every agency's records`.
    public String what() {
        return what;
    }
}
