package tocsin.mapping;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tocsin.yaml.Nearest;

/// A file's rows as records, and how its columns and those of its mapping differ.
///
/// @param rows every row that is not left out, in the order of the file
/// @param skipped rows left out because they have no value in a column of `skip-without`
/// @param lacking columns that the mapping names and the file lacks, each with its field
/// @param hint what the header looks like instead; empty where nothing is to be said
/// @param unused columns of the file that the mapping does not name
public record MappedFile(List<RowMapper.Mapped> rows, long skipped, List<String> lacking, String hint,
        List<String> unused) {
    private static final int SHOWN = 20;

    /// Reads a file. Throws [java.io.UncheckedIOException] naming the line where it is not what its mapping says.
    public static MappedFile read(Path file, Mapping mapping) {
        RowMapper mapper = new RowMapper(mapping);
        List<RowMapper.Mapped> mapped = new ArrayList<>();
        long[] skipped = new long[1];
        Set<String> names = Rows.read(file, mapping.file(), row -> {
            if (mapper.isSkipped(row)) {
                skipped[0]++;
            } else {
                mapped.add(mapper.map(row));
            }
        });
        return new MappedFile(List.copyOf(mapped), skipped[0], lacking(names, mapping), CsvRows.separatorHint(names),
                names.stream().filter(name -> !mapping.isUsed(name)).toList());
    }

    /// What the mapping names and no row of a file with these columns has. Of a feed nothing is said: its columns are fixed.
    public static List<String> lacking(Set<String> names, Mapping mapping) {
        if (mapping.format() == Mapping.Format.FEED || names.isEmpty()) {
            return List.of();
        }
        Map<String, String> required = new LinkedHashMap<>(mapping.requiredColumns());
        required.keySet().removeAll(names);
        return required.entrySet().stream().limit(SHOWN).map(column -> "\"" + column.getKey() + "\" for "
                + column.getValue() + Nearest.hint(column.getKey(), names)).toList();
    }

    /// Why the file is refused as a whole: its header lacks what the mapping names. Only CSV has a header; in the other
    /// formats a field that no row has is no fault of the form.
    public Optional<String> refusal(Mapping mapping) {
        return mapping.format() == Mapping.Format.CSV && !lacking.isEmpty()
                ? Optional.of("lacks columns that its mapping names: " + String.join("; ", lacking)
                        + (hint.isEmpty()
                                ? "; correct them in the mapping, or say optional: true there if files may lack them"
                                : hint))
                : Optional.empty();
    }

    /// What to tell beside the rows: what is lacking where that refuses nothing, and what is not used.
    public List<String> notes(Mapping mapping) {
        List<String> notes = new ArrayList<>();
        if (refusal(mapping).isEmpty()) {
            lacking.forEach(lack -> notes.add("no row has the column " + lack));
        }
        if (!unused.isEmpty()) {
            notes.add("not used by the mapping: " + CsvRows.some(unused.stream(), SHOWN));
        }
        return notes;
    }
}
