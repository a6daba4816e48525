package tocsin.dispatch.board.ntcip;

import org.snmp4j.smi.OID;

/// The objects of NTCIP 1203 a board is read and driven by, with their names and numbers in its MIB (version 3).
enum DmsObject {
    MESSAGE_MULTI_STRING("dmsMessageMultiString", "5.8.1.3"),
    MESSAGE_OWNER("dmsMessageOwner", "5.8.1.4"),
    MESSAGE_CRC("dmsMessageCRC", "5.8.1.5"),
    MESSAGE_BEACON("dmsMessageBeacon", "5.8.1.6"),
    MESSAGE_PIXEL_SERVICE("dmsMessagePixelService", "5.8.1.7"),
    MESSAGE_RUN_TIME_PRIORITY("dmsMessageRunTimePriority", "5.8.1.8"),
    MESSAGE_STATUS("dmsMessageStatus", "5.8.1.9"),
    VALIDATE_MESSAGE_ERROR("dmsValidateMessageError", "5.9"),
    CONTROL_MODE("dmsControlMode", "6.1"),
    ACTIVATE_MESSAGE("dmsActivateMessage", "6.3"),
    MESSAGE_TIME_REMAINING("dmsMessageTimeRemaining", "6.4"),
    MSG_TABLE_SOURCE("dmsMsgTableSource", "6.5"),
    LONG_POWER_RECOVERY_MESSAGE("dmsLongPowerRecoveryMessage", "6.9"),
    COMMUNICATIONS_LOSS_MESSAGE("dmsCommunicationsLossMessage", "6.12"),
    TIME_COMM_LOSS("dmsTimeCommLoss", "6.13"),
    END_DURATION_MESSAGE("dmsEndDurationMessage", "6.15"),
    ACTIVATE_MSG_ERROR("dmsActivateMsgError", "6.17"),
    MULTI_SYNTAX_ERROR("dmsMultiSyntaxError", "6.18"),
    MULTI_SYNTAX_ERROR_POSITION("dmsMultiSyntaxErrorPosition", "6.19");

    /// iso.org.dod.internet.private.enterprises.nema.transportation.devices.dms
    private static final String DMS = "1.3.6.1.4.1.1206.4.2.3.";

    private final String standardName;
    private final String number;

    DmsObject(String standardName, String number) {
        this.standardName = standardName;
        this.number = number;
    }

    String standardName() {
        return standardName;
    }

    /// The only instance of an object that is not in a table.
    OID scalar() {
        return new OID(DMS + number + ".0");
    }

    /// The instance in one row of the message table.
    OID of(Dms.MemoryType memory, int message) {
        return new OID(DMS + number + "." + Dms.code(memory) + "." + message);
    }
}
