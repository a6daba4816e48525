package tocsin.intake;

import tocsin.v1.Action;

/// What an authenticated caller may do.
public enum Role {
    /// Sends reports of its own agency and reads what became of them.
    REPORTER,
    /// Works the desk: enters telephoned reports and orders actions on incidents.
    DUTY_OFFICER,
    /// A duty officer who may also approve.
    APPROVER,
    /// Reads everything, changes nothing.
    ANALYST,
    /// Somebody who was told, known by the number he answered from or the link he was sent: acknowledges, and confirms
    /// that a special report has come.
    OFFICIAL,
    /// A display board: reads its own content and says what it shows.
    BOARD,
    /// May do everything.
    ADMINISTRATOR;

    /// Whether this role may order actions on incidents.
    public boolean mayCommand() {
        return this == DUTY_OFFICER || this == APPROVER || this == ADMINISTRATOR;
    }

    /// Whether this role may order anything: an agency may appeal.
    public boolean mayOrder() {
        return mayCommand() || this == REPORTER;
    }

    /// Whether this role may order this action. Approving is for approvers, an appeal for the agency it
    /// concerns; an official may forward nothing, and the desk takes of him only that a special report has come.
    public boolean may(Action action) {
        return switch (action) {
            case ACKNOWLEDGE, FORWARD -> this == OFFICIAL || mayCommand();
            case APPEAL -> this == REPORTER;
            case APPROVE, REJECT -> this == APPROVER || this == ADMINISTRATOR;
            default -> mayCommand();
        };
    }

    /// Whether this role may propose other rules, approve them and go back.
    public boolean mayPublishRules() {
        return this == APPROVER || this == ADMINISTRATOR;
    }

    /// Whether this role may see and change who may sign in.
    public boolean mayAdminister() {
        return this == ADMINISTRATOR;
    }

    /// Whether this role may write down reports for any agency, as the desk does with a telephone call.
    public boolean mayReportForOthers() {
        return this == DUTY_OFFICER || this == APPROVER || this == ADMINISTRATOR;
    }

    /// Whether this role may see every agency's records.
    public boolean maySeeEverything() {
        return this == DUTY_OFFICER || this == APPROVER || this == ANALYST || this == ADMINISTRATOR;
    }
}
