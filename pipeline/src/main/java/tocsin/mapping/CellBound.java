package tocsin.mapping;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/// The text of a CSV, refused where one row has more cells than fit in memory: the parser keeps a row whole.
final class CellBound extends FilterReader {
    /// Separators of a row, those within quotes counted. What the parser read ahead before the row began is not counted, so
    /// that a row has up to 8,192 more.
    static final int MOST_SEPARATORS = 500_000;

    private final char separator;
    private long line;
    private int count;

    CellBound(Reader text, char separator) {
        super(text);
        this.separator = separator;
    }

    /// A row begins.
    void begin(long at) {
        line = at;
        count = 0;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        int read = super.read(target, from, length);
        for (int i = from; i < from + read; i++) {
            count += target[i] == separator ? 1 : 0;
        }
        if (count > MOST_SEPARATORS) {
            throw new IOException("line " + line + ": the row has more than " + MOST_SEPARATORS
                    + " separators; put less in one row");
        }
        return read;
    }
}
