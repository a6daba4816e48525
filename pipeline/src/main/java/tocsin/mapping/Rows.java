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
import java.util.function.Predicate;

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
        return readWhile(name, in, form, row -> {
            rows.accept(row);
            return true;
        });
    }

    /// The same as long as rows are wanted. What stands behind the last of them may not have been read, and need not be
    /// what its form says.
    ///
    /// @param rows given every row; says whether another one is wanted
    public static Set<String> readWhile(String name, InputStream in, FileForm form, Predicate<Row> rows) {
        Set<String> names = new LinkedHashSet<>();
        Predicate<Row> noting = row -> {
            if (names.size() < MOST_NAMES) {
                names.addAll(row.columns().keySet());
            }
            return rows.test(row);
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
