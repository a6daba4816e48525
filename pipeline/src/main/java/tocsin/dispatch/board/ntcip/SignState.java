package tocsin.dispatch.board.ntcip;

import org.snmp4j.smi.OID;
import tocsin.dispatch.board.ntcip.Dms.ControlMode;
import tocsin.dispatch.board.ntcip.Dms.MemoryType;

/// What a board shows, as it says itself.
///
/// @param source the message it was taken from
/// @param text what is shown, in MULTI
/// @param owner who put it there
/// @param priority what may replace it: nothing below this
/// @param minutes how long it will stand
/// @param mode who commands the board
record SignState(MessageId source, String text, String owner, int priority, int minutes, ControlMode mode) {
    /// The owner this driver names in each of its messages.
    static final String OURS = "tocsin";

    /// Two questions: all of it could be more than a small controller's packet holds.
    ///
    /// @param row this driver's row of the changeable messages
    static SignState read(SignLink link, int row) throws SignFailure {
        OID source = DmsObject.MSG_TABLE_SOURCE.scalar();
        OID priority = DmsObject.MESSAGE_RUN_TIME_PRIORITY.of(MemoryType.CURRENT_BUFFER, 1);
        OID minutes = DmsObject.MESSAGE_TIME_REMAINING.scalar();
        OID mode = DmsObject.CONTROL_MODE.scalar();
        OID text = DmsObject.MESSAGE_MULTI_STRING.of(MemoryType.CURRENT_BUFFER, 1);
        OID owner = DmsObject.MESSAGE_OWNER.of(MemoryType.CURRENT_BUFFER, 1);
        OID rowOwner = DmsObject.MESSAGE_OWNER.of(MemoryType.CHANGEABLE, row);
        SignLink.Answer control = link.get(source, priority, minutes, mode);
        SignLink.Answer shown = link.get(text, owner, rowOwner);
        MessageId message = MessageId.of(control.octets(source));
        boolean fromRow = message.memory() == MemoryType.CHANGEABLE && message.number() == row;
        return new SignState(message, shown.text(text),
                shown.text(owner).isEmpty() && fromRow ? shown.text(rowOwner) : shown.text(owner),
                control.number(priority), control.number(minutes),
                Dms.of(ControlMode.class, control.number(mode)));
    }

    /// Some controllers name no source at all while they are dark.
    boolean dark() {
        return switch (source.memory()) {
            case BLANK -> true;
            case OTHER -> text.isEmpty();
            default -> false;
        };
    }

    boolean ours() {
        return !dark() && owner.equals(OURS);
    }

    boolean shows(Content content) {
        return source.equals(content.message()) && text.equals(content.multi()) && priority == content.priority();
    }

    /// It ends when it shall, to the minute boards count in.
    boolean endsWith(Content content) {
        return Math.abs(minutes - content.minutes()) <= 1;
    }

    @Override
    public String toString() {
        return dark()
                ? "a dark board"
                : "a message of priority " + priority
                        + (owner.isEmpty() ? "" : " of " + owner.replaceAll("\\p{C}", "?"));
    }
}
