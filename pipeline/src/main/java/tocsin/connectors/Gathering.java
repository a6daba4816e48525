package tocsin.connectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tocsin.mapping.Row;

/// Rows on their way to the door. They are sent whenever there are many of them, or large ones, so that few are held.
final class Gathering {
    /// Rows that are held at a time.
    static final int ROWS = 1_000;
    /// Characters of names and values that are held at a time, that of the last row beside them.
    static final int CHARACTERS = 4 * 1024 * 1024;
    /// What a column takes beside its characters, and a row beside its columns.
    static final int BESIDE = 100;

    private final Rowing rowing;
    private final List<Row> rows = new ArrayList<>();
    private long held;

    Gathering(Rowing rowing) {
        this.rowing = rowing;
    }

    /// Takes a row, and may send those that came before and it. Throws like [Rowing#send(List)].
    void add(Row row) {
        rows.add(row);
        held += BESIDE;
        for (Map.Entry<String, String> column : row.columns().entrySet()) {
            held += BESIDE + column.getKey().length() + column.getValue().length();
        }
        if (rows.size() >= ROWS || held >= CHARACTERS) {
            send();
        }
    }

    /// Sends what is left; also tells that nothing was, for a feed that is read is in no trouble.
    void send() {
        List<Row> all = List.copyOf(rows);
        rows.clear();
        held = 0;
        rowing.send(all);
    }
}
