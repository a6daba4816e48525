package tocsin.doubles.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmp4j.PDU;
import tocsin.dispatch.board.Boards;

/// The double insists on the sequence, so that a driver that passes it has kept it.
class SignDoubleTest {
    private final MovingClock clock = new MovingClock(Boards.NOW);
    private final SignMemory board = new SignMemory(clock, new MultiReader(3, 18));

    private static byte[] hex(String octets) {
        return HexFormat.of().parseHex(octets);
    }

    private void load(String text, int priority) {
        assertEquals(0, board.set("5.8.1.9.3.1", 6));
        assertEquals(0, board.set("5.8.1.3.3.1", text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertEquals(0, board.set("5.8.1.8.3.1", priority));
        assertEquals(0, board.set("5.8.1.9.3.1", 7));
        for (int look = 0; look < 3; look++) {
            board.get("5.8.1.9.3.1");
        }
    }

    private byte[] activation(int minutes, int priority, int crc) {
        return hex("%04x%02x030001%04x00000000".formatted(minutes, priority, crc));
    }

    @Test
    void aTextOutsideModifyingIsAnError() {
        assertEquals(PDU.genErr, board.set("5.8.1.3.3.1", new byte[]{'A'}));
        load("A", 9);
        assertEquals(PDU.genErr, board.set("5.8.1.3.3.1", new byte[]{'B'}));
    }

    @Test
    void aCheckTakesAWhile() {
        board.set("5.8.1.9.3.1", 6);
        board.set("5.8.1.9.3.1", 7);
        assertEquals(3, board.get("5.8.1.9.3.1"));
        assertEquals(3, board.get("5.8.1.9.3.1"));
        assertEquals(4, board.get("5.8.1.9.3.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"A[B|1", "A]B|1", "[xy]A|3", "[pt999o0]A|4", "1234567890123456789|5",
            "A[nl]B[nl]C[nl]D|5", "CAF\u00c9|7", "A[np]B[np]C|12", "A[[nl]]|2"})
    void everySyntaxErrorHasItsNumber(String text, int error) {
        assertEquals(error, new MultiReader(3, 18).read(text).error());
    }

    @Test
    void anActivationIsRefusedByItsFirstFault() {
        // Given
        load("FLOOD", 50);
        int crc = (int) board.get("5.8.1.5.3.1");

        // Then
        assertEquals(PDU.wrongLength, board.set("6.3.0", new byte[11]));
        assertActivation(7, activation(60, 50, crc ^ 1));
        assertActivation(6, hex("003c32030009000000000000"));
        assertActivation(4, hex("003c32030002000000000000"));
        assertActivation(5, hex("003c32040001000000000000"));
        board.show("ROAD CLOSED", "somebody", 51);
        assertActivation(3, activation(60, 50, crc));
        board.controlMode = 2;
        assertActivation(9, activation(60, 255, crc));
        board.controlMode = 4;
        assertActivation(2, activation(60, 51, crc));
        assertEquals("FLOOD", board.text());
    }

    private void assertActivation(int error, byte[] code) {
        assertEquals(error == 2 ? 0 : PDU.genErr, board.set("6.3.0", code));
        assertEquals(error, board.get("6.17.0"));
    }

    @Test
    void aMessageEndsByTheBoardsOwnClock() {
        // Given
        load("FLOOD", 50);
        board.set("6.3.0", activation(2, 50, (int) board.get("5.8.1.5.3.1")));

        // When
        clock.pass(java.time.Duration.ofSeconds(119));

        // Then
        assertEquals("FLOOD", board.text());
        assertEquals(1, board.get("6.4.0"));
        clock.pass(java.time.Duration.ofSeconds(1));
        assertEquals("", board.text());
        assertEquals(14, board.sourceMode());
    }
}
