package tocsin.roster;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

/// The text of a calendar file. RFC 5545 has UTF-8, and lines that are folded between any two bytes.
public final class CalendarText {
    private CalendarText() {}

    /// The text of these bytes, with every line where it stands in the file.
    ///
    /// Throws [InvalidFileException] with the line where they are neither UTF-8 nor, with a byte-order mark, UTF-16.
    public static String of(String file, byte[] bytes) {
        boolean big = begins(bytes, 0xfe, 0xff);
        if (big || begins(bytes, 0xff, 0xfe)) {
            return read(file, bytes, 2, big ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
        }
        return read(file, joined(bytes), begins(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0, StandardCharsets.UTF_8);
    }

    private static boolean begins(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /// Puts characters together that a fold has cut in two: the fold moves before the character, so that lines stay
    /// where they are.
    private static byte[] joined(byte[] bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length);
        ByteArrayOutputStream character = new ByteArrayOutputStream();
        int i = 0;
        while (i < bytes.length) {
            int missing = length(bytes[i]) - 1;
            character.reset();
            character.write(bytes[i++]);
            while (missing > 0 && i < bytes.length) {
                int fold = fold(bytes, i);
                if (isRest(bytes[i])) {
                    character.write(bytes[i++]);
                    missing--;
                } else if (fold > 0) {
                    all.write(bytes, i, fold);
                    i += fold;
                } else {
                    break;
                }
            }
            all.writeBytes(character.toByteArray());
        }
        return all.toByteArray();
    }

    private static int length(byte first) {
        int value = first & 0xff;
        return value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : value >= 0xc2 ? 2 : 1;
    }

    private static boolean isRest(byte one) {
        return (one & 0xc0) == 0x80;
    }

    private static int fold(byte[] bytes, int at) {
        int end = at;
        end += end < bytes.length && bytes[end] == '\r' ? 1 : 0;
        boolean isFold = end + 1 < bytes.length && bytes[end] == '\n'
                && (bytes[end + 1] == ' ' || bytes[end + 1] == '\t');
        return isFold ? end + 2 - at : 0;
    }

    private static String read(String file, byte[] bytes, int from, Charset charset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        try {
            return charset.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < Math.min(in.position(), bytes.length); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new InvalidFileException(List.of(new Problem(file, line, 1, "is not " + charset.name()
                    + " from here on, in which calendars are written; save it as UTF-8")));
        }
    }
}
