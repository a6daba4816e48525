package tocsin.dispatch.board.ntcip;

/// The enumerations of NTCIP 1203; each constant's number is its place, counted from 1.
final class Dms {
    private Dms() {}

    /// The standard numbers them without a gap, and a board's answer is looked up by place as well.
    @SuppressWarnings("EnumOrdinal")
    static int code(Enum<?> constant) {
        return constant.ordinal() + 1;
    }

    /// The constant with this number; the first where a board answers a number of its own.
    static <E extends Enum<E>> E of(Class<E> type, int code) {
        E[] constants = type.getEnumConstants();
        return constants[code >= 1 && code <= constants.length ? code - 1 : 0];
    }

    /// Where a message is kept.
    enum MemoryType {
        OTHER, PERMANENT, CHANGEABLE, VOLATILE, CURRENT_BUFFER, SCHEDULE, BLANK
    }

    /// How far a row of the message table has come.
    enum MessageStatus {
        NOT_USED, MODIFYING, VALIDATING, VALID, ERROR, MODIFY_REQ, VALIDATE_REQ, NOT_USED_REQ
    }

    /// Who commands the board.
    enum ControlMode {
        OTHER, LOCAL, EXTERNAL, CENTRAL, CENTRAL_OVERRIDE, SIMULATION
    }

    /// Why a row is not valid.
    enum ValidateError {
        OTHER, NONE, BEACONS, PIXEL_SERVICE, SYNTAX_MULTI
    }

    /// Why a message is not shown.
    enum ActivateError {
        OTHER, NONE, PRIORITY, MESSAGE_STATUS, MESSAGE_MEMORY_TYPE, MESSAGE_NUMBER, MESSAGE_CRC, SYNTAX_MULTI,
        LOCAL_MODE, CENTRAL_MODE, CENTRAL_OVERRIDE_MODE
    }

    /// What is wrong with a text.
    enum SyntaxError {
        OTHER, NONE, UNSUPPORTED_TAG, UNSUPPORTED_TAG_VALUE, TEXT_TOO_BIG, FONT_NOT_DEFINED, CHARACTER_NOT_DEFINED,
        FIELD_DEVICE_NOT_EXIST, FIELD_DEVICE_ERROR, FLASH_REGION_ERROR, TAG_CONFLICT, TOO_MANY_PAGES, FONT_VERSION_ID,
        GRAPHIC_ID, GRAPHIC_NOT_DEFINED
    }
}
