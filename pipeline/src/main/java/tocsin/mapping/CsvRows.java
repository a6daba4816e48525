package tocsin.mapping;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import tocsin.text.PlainText;

/// Rows of comma-separated values (RFC 4180) below one header line.
///
/// A row counts by the line of the file on which it begins, quoted lines and blank lines counted. A row with more or fewer
/// cells than the header has names is refused: nobody knows which of its cells moved.
final class CsvRows {
    private static final List<Character> SEPARATORS = List.of(';', '\t', '|', '，', ',');
    private static final int LONGEST_QUOTE = 100;
    /// Cells that are kept of a row that is refused.
    private static final int MOST_CELLS = 1_000;

    private CsvRows() {}

    /// Gives every row to a consumer, until it wants no more. Throws [IOException] where the text is no CSV.
    ///
    /// @return the names in the header, in their order; a column without a name is not among them
    static Set<String> read(BufferedReader text, char separator, Predicate<Row> rows) throws IOException {
        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(separator).setIgnoreEmptyLines(false).get();
        try (CellBound cells = new CellBound(text, separator); CSVParser parser = format.parse(cells)) {
            Iterator<CSVRecord> records = parser.iterator();
            List<String> header = List.of();
            while (true) {
                long line = parser.getCurrentLineNumber() + 1;
                cells.begin(line);
                CSVRecord record = next(records, parser, line);
                if (record == null) {
                    break;
                }
                if (record.stream().allMatch(String::isBlank)) {
                    continue;
                }
                if (header.isEmpty()) {
                    header = header(record, line);
                } else if (!rows.test(row(record, line, header))) {
                    break;
                }
            }
            if (header.isEmpty()) {
                throw new IOException("it is no CSV: it has no header line");
            }
            Set<String> names = new LinkedHashSet<>(header);
            names.remove("");
            return names;
        }
    }

    private static @Nullable CSVRecord next(Iterator<CSVRecord> records, CSVParser parser, long line)
            throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            String reason = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            if (reason.contains("EOF")) {
                throw new IOException(
                        "a quote in the row of line " + line + " is never closed, so that every row behind"
                                + " would be part of it; write a quote inside a quoted cell twice",
                        e);
            }
            if (reason.contains("encapsulated")) {
                throw new IOException("line " + parser.getCurrentLineNumber() + ": a quoted cell goes on behind its"
                        + " closing quote, in the row that begins on line " + line
                        + "; write a quote inside a quoted cell twice", e);
            }
            throw new IOException(reason, e);
        }
    }

    private static List<String> header(CSVRecord record, long line) throws IOException {
        // Blanks around a name are no part of it: "id, text" names the columns id and text.
        List<String> header = record.stream().map(String::strip).toList();
        Set<String> names = new LinkedHashSet<>();
        for (String name : header) {
            if (!name.isEmpty() && !names.add(name)) {
                throw new IOException("line " + line + ": the header has the column \"" + shortened(name)
                        + "\" twice; give each a name of its own");
            }
        }
        return header;
    }

    private static Row row(CSVRecord record, long line, List<String> header) {
        if (record.size() != header.size()) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < Math.min(record.size(), MOST_CELLS); i++) {
                cells.put("(cell " + (i + 1) + ")", record.get(i));
            }
            return Row.refused(line, cells, "has " + record.size() + " cells, and the header " + header.size()
                    + "; put a cell with the separator or a quote in it in quotes, and leave no cell out");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!record.get(i).isBlank() && !header.get(i).isEmpty()) {
                columns.put(header.get(i), record.get(i));
            }
        }
        return new Row(line, columns);
    }

    /// What to say of a header that is one name and holds another separator; empty where it does not look so.
    static String separatorHint(Set<String> names) {
        String only = names.size() == 1 ? names.iterator().next() : "";
        return SEPARATORS.stream().filter(separator -> only.indexOf(separator) >= 0).findFirst()
                .map(separator -> "; its header is one column, and seems to be separated by \""
                        + (separator == '\t' ? "\\t" : separator.toString())
                        + "\": say so with separator in the mapping")
                .orElse("");
    }

    private static String shortened(String text) {
        return PlainText.line(PlainText.shortened(text, LONGEST_QUOTE));
    }

    /// The names of columns, as many as a person reads.
    static String some(Stream<String> names, int most) {
        List<String> all = names.map(CsvRows::shortened).toList();
        return String.join(", ", all.subList(0, Math.min(most, all.size())))
                + (all.size() > most ? " and " + (all.size() - most) + " more" : "");
    }
}
