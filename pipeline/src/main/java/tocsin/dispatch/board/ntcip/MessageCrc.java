package tocsin.dispatch.board.ntcip;

import java.nio.charset.StandardCharsets;

/// The check sum of a message: CRC-16 of ISO/IEC 3309 (X.25), its octets exchanged.
final class MessageCrc {
    private MessageCrc() {}

    /// @param beacon whether beacons flash, 0 or 1; 0 where the board has none
    /// @param pixelService whether pixels are exercised, 0 or 1; 0 where the board knows no such service
    static int of(String multi, int beacon, int pixelService) {
        byte[] text = multi.getBytes(StandardCharsets.ISO_8859_1);
        byte[] message = java.util.Arrays.copyOf(text, text.length + 2);
        message[text.length] = (byte) beacon;
        message[text.length + 1] = (byte) pixelService;
        return Short.toUnsignedInt(Short.reverseBytes((short) x25(message)));
    }

    /// Octet by octet (RFC 1662 gives the polynomial); the exclusive ors stand for the row of the usual table.
    static int x25(byte[] octets) {
        int crc = 0xFFFF;
        for (byte octet : octets) {
            int row = (octet ^ crc) & 0xFF;
            row = (row ^ row << 4) & 0xFF;
            crc = crc >>> 8 ^ row << 8 ^ row << 3 ^ row >>> 4;
        }
        return ~crc & 0xFFFF;
    }
}
