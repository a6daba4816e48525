package tocsin.dispatch.board.ntcip;

import java.nio.ByteBuffer;

/// Which message, and which state of it (the standard's MessageIDCode).
///
/// @param memory where it is kept
/// @param number its row there
/// @param crc its check sum
record MessageId(Dms.MemoryType memory, int number, int crc) {
    static final int LENGTH = 5;
    /// The dark board.
    static final MessageId BLANK = new MessageId(Dms.MemoryType.BLANK, 1, 0);

    byte[] octets() {
        return ByteBuffer.allocate(LENGTH).put((byte) Dms.code(memory)).putShort((short) number).putShort((short) crc)
                .array();
    }

    /// What a board names; a message of unknown memory where it names none.
    static MessageId of(byte[] octets) {
        if (octets.length != LENGTH) {
            return new MessageId(Dms.MemoryType.OTHER, 0, 0);
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        return new MessageId(Dms.of(Dms.MemoryType.class, Byte.toUnsignedInt(in.get())),
                Short.toUnsignedInt(in.getShort()), Short.toUnsignedInt(in.getShort()));
    }
}
