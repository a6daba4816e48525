package tocsin.doubles.sign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;

/// What a board knows and how it changes: by requests, by activations, and by time.
///
/// Written without the driver: object numbers in full, its own check sum, its own reading of MULTI.
public final class SignMemory {
    /// What a board can have wrong with it.
    public enum Fault {
        SILENT, SHOWS_NOTHING_NEW, COUNTS_WRONG, KNOWS_NO_BEACONS, KEEPS_NO_LOSS_MESSAGE
    }

    /// What is shown, where it came from and until when.
    private record Shown(byte[] source, String text, String owner, int priority, @Nullable Instant end, int mode) {}

    private static final byte[] BLANK = {7, 0, 1, 0, 0};

    final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    int controlMode = 4;
    int activations;
    private final InstantSource clock;
    private final Map<Integer, SignRow> rows = new TreeMap<>();
    private final Map<String, byte[]> fallbacks = new TreeMap<>(Map.of("6.12.0", new byte[5], "6.15.0", BLANK,
            "6.9.0", new byte[5]));
    private int silence;
    private Instant heard;
    private Shown shown = new Shown(BLANK, "", "", 0, null, 8);
    private int validateError = 2;
    private int activateError = 2;
    private MultiReader.Finding syntax = MultiReader.NOTHING;

    SignMemory(InstantSource clock, MultiReader reader) {
        this.clock = clock;
        rows.put(1, new SignRow(reader, faults));
        rows.put(2, new SignRow(reader, faults));
        this.heard = clock.instant();
    }

    /// Time does its work: a message ends, a connection is lost.
    private void age() {
        Instant now = clock.instant();
        if (shown.end != null && !now.isBefore(shown.end)) {
            fallBack("6.15.0", 14);
        }
        if (silence > 0 && !now.isBefore(heard.plus(Duration.ofMinutes(silence)))) {
            fallBack("6.12.0", 12);
        }
    }

    private void fallBack(String object, int mode) {
        if (Arrays.equals(fallbacks.get(object), BLANK)) {
            shown = new Shown(BLANK, "", "", 0, null, mode);
        }
    }

    String text() {
        age();
        return shown.text;
    }

    int sourceMode() {
        age();
        return shown.mode;
    }

    void show(String text, String owner, int priority) {
        shown = new Shown(new byte[]{1, 0, 9, 1, 1}, text, owner, priority, null, 2);
    }

    int status(int row) {
        return rows.get(row).status();
    }

    /// @param object what comes after the board's root
    /// @return a number, octets, or null for what the board does not know
    @Nullable
    Object get(String object) {
        age();
        heard = clock.instant();
        return switch (object) {
            case "5.8.1.3.5.1" -> octets(shown.text);
            case "5.8.1.4.5.1" -> octets(shown.owner);
            case "5.8.1.8.5.1" -> shown.priority;
            case "5.9.0" -> validateError;
            case "6.1.0" -> controlMode;
            case "6.4.0" -> minutesLeft();
            case "6.5.0" -> shown.source;
            case "6.7.0" -> shown.mode;
            case "6.13.0" -> silence;
            case "6.17.0" -> activateError;
            case "6.18.0" -> syntax.error();
            case "6.19.0" -> syntax.position();
            case String row when row.startsWith("5.8.1.") -> column(row);
            default -> fallbacks.get(object);
        };
    }

    private int minutesLeft() {
        return shown.end == null
                ? 65535
                : Math.ceilDiv((int) Duration.between(clock.instant(), shown.end).toSeconds(), 60);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private @Nullable Object column(String object) {
        String[] place = object.split("\\.");
        SignRow row = row(place);
        if (row == null) {
            return null;
        }
        if (place[3].equals("9")) {
            row.look();
            if (row.status() == SignRow.ERROR || row.status() == SignRow.VALID) {
                syntax = row.finding();
                validateError = row.status() == SignRow.VALID ? 2 : 5;
            }
        }
        return row.get(place[3]);
    }

    /// The row of the changeable messages a column's place is in.
    private @Nullable SignRow row(String[] place) {
        return place[4].equals("3") ? rows.get(Integer.valueOf(place[5])) : null;
    }

    /// @return an SNMP error, 0 for none
    int set(String object, Object value) {
        age();
        heard = clock.instant();
        return switch (object) {
            case "6.3.0" -> value instanceof byte[] code && code.length == 12 ? activate(code) : PDU.wrongLength;
            case "6.4.0" -> moveEnd((int) value);
            case "6.12.0", "6.15.0", "6.9.0" -> keep(object, (byte[]) value);
            case "6.13.0" -> {
                silence = (int) value;
                yield 0;
            }
            case String row when row.startsWith("5.8.1.") -> change(row, value);
            default -> PDU.notWritable;
        };
    }

    private int keep(String object, byte[] message) {
        if (faults.contains(Fault.KEEPS_NO_LOSS_MESSAGE)) {
            return PDU.noAccess;
        }
        fallbacks.put(object, message);
        return message.length == 5 ? 0 : PDU.wrongLength;
    }

    private int moveEnd(int minutes) {
        shown = new Shown(shown.source, shown.text, shown.owner, shown.priority,
                clock.instant().plus(Duration.ofMinutes(minutes)), shown.mode);
        return 0;
    }

    private int change(String object, Object value) {
        String[] place = object.split("\\.");
        SignRow row = row(place);
        return row == null ? PDU.noCreation : row.set(place[3], value);
    }

    private int activate(byte[] code) {
        ByteBuffer in = ByteBuffer.wrap(code);
        int minutes = Short.toUnsignedInt(in.getShort());
        int priority = Byte.toUnsignedInt(in.get());
        byte[] source = new byte[5];
        in.get(source);
        boolean blank = source[0] == 7;
        SignRow row = rows.get((source[1] & 0xFF) << 8 | source[2] & 0xFF);
        int crc = (source[3] & 0xFF) << 8 | source[4] & 0xFF;
        activateError = objection(blank, source[0] == 3, row, crc, priority);
        if (activateError != 2) {
            return PDU.genErr;
        }
        activations++;
        if (!faults.contains(Fault.SHOWS_NOTHING_NEW)) {
            Instant end = minutes == 65535 ? null : clock.instant().plus(Duration.ofMinutes(minutes));
            shown = blank
                    ? new Shown(source, "", "", 1, end, 8)
                    : new Shown(source, row.text(), row.owner(), row.priority(), end, 8);
        }
        return 0;
    }

    private int objection(boolean blank, boolean changeable, @Nullable SignRow row, int crc, int priority) {
        if (controlMode == 2) {
            return 9;
        }
        if (!blank && !changeable) {
            return 5;
        }
        if (!blank && row == null) {
            return 6;
        }
        if (!blank && row.status() != SignRow.VALID) {
            return 4;
        }
        if (crc != (blank ? 0 : row.crc())) {
            return 7;
        }
        return priority < shown.priority ? 3 : 2;
    }
}
