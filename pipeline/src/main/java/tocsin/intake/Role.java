package tocsin.intake;

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
    /// May do everything.
    ADMINISTRATOR;

    /// Whether this role may order actions on incidents.
    public boolean mayCommand() {
        return this == DUTY_OFFICER || this == APPROVER || this == ADMINISTRATOR;
    }

    /// Whether this role may write down reports for any agency, as the desk does with a telephone call.
    public boolean mayReportForOthers() {
        return this == DUTY_OFFICER || this == APPROVER || this == ADMINISTRATOR;
    }

    /// Whether this role may see every agency's records.
    public boolean maySeeEverything() {
        return this != REPORTER;
    }
}
