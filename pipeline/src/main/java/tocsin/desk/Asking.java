package tocsin.desk;

import tocsin.v1.Notification;

/// Which notifications ask their reader to answer.
final class Asking {
    /// The escalator names the first level of whatever it begins so: `7-L1`.
    private static final String BEGINNING = "-L1";

    private Asking() {}

    /// Whether it awaits an acknowledgement, or tells what does.
    static boolean asks(Notification notification) {
        return switch (notification.getReason()) {
            case OPENED, ESCALATED, REPEATED, GRADE_RAISED, VERIFY, MONITORING, FAILED_OVER, REOPENED -> true;
            case ALL_CLEAR, ANSWER, APPROVAL, PUBLIC, RETRACTED, BOARD_DARK, RECEIPT, REFUSED, SPECIAL_REPORT,
                    FEED_STALLED, CORRECTED, NEW_HARM, UNKNOWN ->
                false;
        };
    }

    /// Whether an escalation begins with it, for the first time or again: at a higher grade, or after a close.
    static boolean beginsAnew(Notification notification) {
        return notification.getStep().endsWith(BEGINNING);
    }
}
