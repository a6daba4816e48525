package tocsin.persons;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.SealedRow;

/// A row tells nothing and stands for no other.
class RowSealTest {
    private static final byte[] ROW = "duty-wang $argon2id$".getBytes(StandardCharsets.UTF_8);

    private final RowSeal seal = new RowSeal(Household.SECRET, new SecureRandom());

    @Test
    void aRowIsReadWithTheSameSecretAtItsOwnPlaceAlone() {
        // Given
        SealedRow row = seal.seal("persons", "duty-wang", ROW);
        RowSeal same = new RowSeal(Household.SECRET, new SecureRandom());
        RowSeal other = new RowSeal("another secret".getBytes(StandardCharsets.UTF_8), new SecureRandom());

        // When, then
        assertArrayEquals(ROW, same.open("persons", "duty-wang", row).orElseThrow());
        assertEquals(Optional.empty(), other.open("persons", "duty-wang", row));
        assertEquals(Optional.empty(), same.open("persons", "duty-li", row));
        assertEquals(Optional.empty(), same.open("sessions", "duty-wang", row));
    }

    @Test
    void whatSomebodyElseWroteIsNoRow() {
        // Given
        SealedRow row = seal.seal("persons", "duty-wang", ROW);
        byte[] box = row.getBox().array().clone();
        box[0] ^= 1;

        // When, then
        assertEquals(Optional.empty(),
                seal.open("persons", "duty-wang", new SealedRow(row.getNonce(), ByteBuffer.wrap(box))));
        assertEquals(Optional.empty(), seal.open("persons", "duty-wang",
                new SealedRow(ByteBuffer.allocate(0), ByteBuffer.allocate(0))));
        assertEquals(Optional.empty(), seal.open("persons", "duty-wang",
                new SealedRow(row.getNonce(), ByteBuffer.allocate(3))));
    }

    @Test
    void aRowTellsNothingToWhoReadsTheTopic() {
        // When
        SealedRow row = seal.seal("persons", "duty-wang", ROW);

        // Then
        assertFalse(new String(row.getBox().array(), StandardCharsets.ISO_8859_1).contains("argon2id"));
        assertNotEquals(row, seal.seal("persons", "duty-wang", ROW), "the same row never looks the same");
    }
}
