package tocsin.mapping;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// The rows of a file, one after the other.
public final class Rows {
    /// Names of columns that are remembered of formats without a header.
    private static final int MOST_NAMES = 5_000;

    private Rows() {}

    /// Gives every row of a file to a consumer, like [#read(String, InputStream, FileForm, Consumer)].
    public static Set<String> read(Path file, FileForm form, Consumer<Row> rows) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in, form, rows);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException(file + " cannot be read: there is no such file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Gives every row of what is read to a consumer; one that is none says why. Throws [UncheckedIOException] naming the
    /// line where the file as a whole is not what its form says.
    ///
    /// @param name what it is called where something is wrong
    /// @return the names of its columns: those of the header, or of any row
    public static Set<String> read(String name, InputStream in, FileForm form, Consumer<Row> rows) {
        Set<String> names = new LinkedHashSet<>();
        Consumer<Row> noting = row -> {
            if (names.size() < MOST_NAMES) {
                names.addAll(row.columns().keySet());
            }
            rows.accept(row);
        };
        try {
            if (form.format() == Mapping.Format.FEED) {
                FeedRows.read(in, form, noting);
                return names;
            }
            BufferedReader text = StrictText.open(in, form.encoding());
            switch (form.format()) {
                case CSV -> {
                    return CsvRows.read(text, form.separator(), rows);
                }
                case NDJSON -> JsonRows.ndjson(text, noting);
                case GEOJSON -> JsonRows.geojson(text, noting);
                case JSON -> JsonRows.json(text, noting);
                case FEED -> throw new IllegalStateException("a feed is read above");
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read: " + e.getMessage(), e);
        }
    }
}
