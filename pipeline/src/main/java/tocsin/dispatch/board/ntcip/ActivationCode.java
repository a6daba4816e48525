package tocsin.dispatch.board.ntcip;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/// The order to show a message (the standard's MessageActivationCode).
///
/// @param minutes how long
/// @param priority what it may replace: anything whose priority is not above this
/// @param message which message
record ActivationCode(int minutes, int priority, MessageId message) {
    static final int LENGTH = 12;
    /// One more would mean without end.
    static final int LONGEST = 65534;
    static final int HIGHEST = 255;
    /// No address: an owner is named in the message itself.
    private static final int SOURCE_ADDRESS = 0;

    byte[] octets() {
        return ByteBuffer.allocate(LENGTH).putShort((short) minutes).put((byte) priority).put(message.octets())
                .putInt(SOURCE_ADDRESS).array();
    }

    /// The whole minutes that do not end before this.
    static int minutes(Instant now, Instant until) {
        Duration left = Duration.between(now, until);
        long minutes = left.toMinutes() + (left.equals(Duration.ofMinutes(left.toMinutes())) ? 0 : 1);
        return Math.toIntExact(Math.clamp(minutes, 1, LONGEST));
    }
}
