package tocsin.mapping;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The text of a foreign file, decoded strictly: bytes that are no characters are refused with their line, never replaced.
///
/// A byte-order mark decides the encoding, whatever the mapping says, and is not part of the text.
public final class StrictText extends Reader {
    private static final int BUFFER = 8_192;
    /// Bytes at the beginning of a file that are compared with what the mapping says.
    private static final int HEAD = 64 * 1024;
    /// Characters that take three bytes in UTF-8: fewer may be UTF-8 by chance.
    private static final int SURELY = 3;
    private static final int BYTES_SHOWN = 4;
    private static final String ZERO = "it holds a zero byte, which no text does; if it is UTF-16, say encoding: utf-16le"
            + " or utf-16be in the mapping";

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final String encoding;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private long line = 1;
    private char before;
    private boolean ended;
    private boolean done;
    private @Nullable IOException failure;

    private StrictText(InputStream in, Charset charset, String encoding) {
        this.in = in;
        this.decoder = charset.newDecoder();
        this.encoding = encoding;
    }

    /// The text of these bytes. Throws [IOException] where they surely are in another encoding than this.
    ///
    /// @param declared the encoding of a file without a byte-order mark
    public static BufferedReader open(InputStream in, FileEncoding declared) throws IOException {
        BufferedInputStream input = new BufferedInputStream(in, HEAD + 1);
        byte[] head = head(input);
        Optional<Mark> mark = Mark.of(head);
        if (mark.isEmpty() && declared == FileEncoding.UTF_16) {
            throw new IOException("it is to be utf-16 and has no byte-order mark, so nothing says in which order its"
                    + " bytes are; say encoding: utf-16le or utf-16be in the mapping");
        }
        if (mark.isEmpty() && isUtf8All(head, declared)) {
            throw new IOException("it is utf-8, and its mapping says encoding: " + declared.key()
                    + "; take encoding out of the mapping");
        }
        if (mark.isEmpty() && declared != FileEncoding.UTF_16LE && declared != FileEncoding.UTF_16BE
                && holdsZero(head)) {
            throw new IOException(ZERO);
        }
        return text(input, mark, declared.charset(), declared.key());
    }

    /// The text of these bytes, in an encoding that they name themselves.
    static BufferedReader open(InputStream in, Charset named) throws IOException {
        BufferedInputStream input = new BufferedInputStream(in, HEAD + 1);
        return text(input, Mark.of(head(input)), named, named.name().toLowerCase(Locale.ROOT));
    }

    private static boolean holdsZero(byte[] head) {
        for (byte one : head) {
            if (one == 0) {
                return true;
            }
        }
        return false;
    }

    private static byte[] head(BufferedInputStream input) throws IOException {
        input.mark(HEAD);
        byte[] head = input.readNBytes(HEAD);
        input.reset();
        return head;
    }

    private static BufferedReader text(BufferedInputStream input, Optional<Mark> mark, Charset charset, String name)
            throws IOException {
        if (mark.isEmpty()) {
            return new BufferedReader(new StrictText(input, charset, name));
        }
        input.skipNBytes(mark.get().bytes.length);
        return new BufferedReader(
                new StrictText(input, mark.get().charset, mark.get().charset.name().toLowerCase(Locale.ROOT)));
    }

    /// The marks that files begin with; the longer ones first, for one begins like another.
    private enum Mark {
        UTF_32LE("UTF-32LE", 0xFF, 0xFE, 0, 0), UTF_32BE("UTF-32BE", 0, 0, 0xFE, 0xFF), UTF_8("UTF-8", 0xEF, 0xBB,
                0xBF),
        UTF_16LE("UTF-16LE", 0xFF,
                0xFE),
        UTF_16BE("UTF-16BE", 0xFE, 0xFF), GB18030("GB18030", 0x84, 0x31, 0x95, 0x33);

        private final Charset charset;
        @SuppressWarnings("ImmutableEnumChecker") // nobody else sees it
        private final int[] bytes;

        Mark(String charset, int... bytes) {
            this.charset = Charset.forName(charset);
            this.bytes = bytes;
        }

        static Optional<Mark> of(byte[] head) {
            return Stream.of(values()).filter(mark -> mark.begins(head)).findFirst();
        }

        private boolean begins(byte[] head) {
            boolean same = head.length >= bytes.length;
            for (int i = 0; same && i < bytes.length; i++) {
                same = (head[i] & 0xFF) == bytes[i];
            }
            return same;
        }
    }

    /// Whether a file that is to be in an encoding of bytes is UTF-8: what is not ASCII is so by chance hardly ever.
    private static boolean isUtf8All(byte[] head, FileEncoding declared) {
        boolean wide = declared == FileEncoding.GB18030;
        if (!wide && declared != FileEncoding.WINDOWS_1252 && declared != FileEncoding.ISO_8859_1) {
            return false;
        }
        CharBuffer text = CharBuffer.allocate(head.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head), text, false);
        if (result.isError()) {
            return false;
        }
        long signs = text.flip().chars().filter(c -> c >= (wide ? 0x800 : 0x80)).count();
        return signs >= (wide ? SURELY : 1);
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!chars.hasRemaining()) {
            IOException wrong = failure;
            if (wrong != null) {
                throw wrong;
            }
            if (done) {
                return -1;
            }
            fill();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, from, count);
        return count;
    }

    private void fill() throws IOException {
        bytes.compact();
        if (!ended) {
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            ended = read < 0;
            bytes.position(bytes.position() + Math.max(0, read));
        }
        bytes.flip();
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, ended);
        if (ended && result.isUnderflow()) {
            decoder.flush(chars);
            done = true;
        }
        chars.flip();
        count();
        if (result.isError() && failure == null) {
            failure = undecodable(result.length());
        }
    }

    /// Counts lines as editors do: LF, CR and both together end one.
    private void count() {
        for (int i = 0; i < chars.limit(); i++) {
            char c = chars.get(i);
            if (c == '\0') {
                failure = new IOException("line " + line + ": " + ZERO);
                chars.limit(i);
                return;
            }
            line += c == '\r' || c == '\n' && before != '\r' ? 1 : 0;
            before = c;
        }
    }

    private IOException undecodable(int length) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(length, BYTES_SHOWN) && bytes.position() + i < bytes.limit(); i++) {
            shown.append(String.format(Locale.ROOT, " %02X", bytes.get(bytes.position() + i)));
        }
        return new IOException("line " + line + ": the "
                + (length == 1 ? "byte" + shown + " is" : "bytes" + shown + " are") + " not " + encoding
                + (encoding.equals(FileEncoding.UTF_8.key())
                        ? "; if a Chinese Excel wrote it, say encoding: gb18030 in the mapping, else save it as UTF-8"
                        : "; correct encoding in the mapping, or save the file as UTF-8"));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
