package tocsin.doubles.sign;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;

/// One message of a board's table, in its states: it is written to only while it is being modified, and shown only once
/// it was found valid.
public final class SignRow {
    static final int VALID = 4;
    static final int ERROR = 5;
    private static final int MODIFYING = 2;
    private static final int VALIDATING = 3;

    private final MultiReader reader;
    private final Set<SignMemory.Fault> faults;
    private int status = 1;
    private int looks;
    private String text = "";
    private String owner = "";
    private int crc;
    private int priority;
    private MultiReader.Finding finding = MultiReader.NOTHING;

    SignRow(MultiReader reader, Set<SignMemory.Fault> faults) {
        this.reader = reader;
        this.faults = faults;
    }

    int status() {
        return status;
    }

    String text() {
        return text;
    }

    String owner() {
        return owner;
    }

    int crc() {
        return crc;
    }

    int priority() {
        return priority;
    }

    MultiReader.Finding finding() {
        return finding;
    }

    /// A check is seen under way twice before it is through.
    void look() {
        if (status == VALIDATING && ++looks > 2) {
            finding = reader.read(text);
            status = finding.equals(MultiReader.NOTHING) ? VALID : ERROR;
            crc = sum(text) ^ (faults.contains(SignMemory.Fault.COUNTS_WRONG) ? 1 : 0);
        }
    }

    /// Bit by bit, as the standard's polynomial is written down; two zeros for beacons and pixel service.
    public static int sum(String text) {
        int crc = 0xFFFF;
        for (byte octet : (text + "\0\0").getBytes(StandardCharsets.ISO_8859_1)) {
            for (int bit = 0; bit < 8; bit++) {
                boolean odd = ((crc ^ octet >> bit) & 1) == 1;
                crc = odd ? crc >> 1 ^ 0x8408 : crc >> 1;
            }
        }
        int sum = crc ^ 0xFFFF;
        return (sum & 0xFF) << 8 | sum >> 8;
    }

    @Nullable
    Object get(String column) {
        return switch (column) {
            case "3" -> text.getBytes(StandardCharsets.ISO_8859_1);
            case "4" -> owner.getBytes(StandardCharsets.ISO_8859_1);
            case "5" -> crc;
            case "8" -> priority;
            case "9" -> status;
            default -> null;
        };
    }

    /// @return an SNMP error, 0 for none
    int set(String column, Object value) {
        if (column.equals("9")) {
            return order((int) value);
        }
        if (status != MODIFYING) {
            return PDU.genErr;
        }
        switch (column) {
            case "3" -> text = new String((byte[]) value, StandardCharsets.ISO_8859_1);
            case "4" -> owner = new String((byte[]) value, StandardCharsets.ISO_8859_1);
            case "8" -> priority = (int) value;
            default -> {
                return faults.contains(SignMemory.Fault.KNOWS_NO_BEACONS) ? PDU.notWritable : 0;
            }
        }
        return 0;
    }

    private int order(int request) {
        int next = switch (request) {
            case 6 -> status == VALIDATING ? 0 : MODIFYING;
            case 7 -> status == MODIFYING ? VALIDATING : 0;
            case 8 -> status == VALIDATING ? 0 : 1;
            default -> 0;
        };
        if (next == 0) {
            return request >= 6 && request <= 8 ? PDU.genErr : PDU.wrongValue;
        }
        status = next;
        looks = 0;
        return 0;
    }
}
