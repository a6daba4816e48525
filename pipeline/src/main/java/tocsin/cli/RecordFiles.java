package tocsin.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tocsin.mapping.FileEncoding;
import tocsin.mapping.MappedFile;
import tocsin.mapping.Mapping;
import tocsin.mapping.RefusedRow;
import tocsin.mapping.RowMapper;
import tocsin.mapping.StrictText;
import tocsin.text.FileTrouble;
import tocsin.wire.JsonFault;
import tocsin.wire.RecordJson;

/// Records in files: a JSON object, a JSON array, or one JSON object a line; with a mapping any of its formats.
final class RecordFiles {
    private RecordFiles() {}

    /// What a file holds.
    ///
    /// @param records its records, in the order of the file
    /// @param refused rows that are none
    /// @param skipped rows that the mapping leaves out
    /// @param notes what to tell beside
    record Content(List<Located> records, List<RefusedRow> refused, long skipped, List<String> notes) {}

    /// A record and where it stands, such as `calls.csv:5`.
    record Located(String where, JsonNode record) {}

    static Content read(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        if (name.endsWith(".csv") || name.endsWith(".xml") || name.endsWith(".cap")) {
            throw new CommandFailure(Main.WRONG_USAGE, file + ": say with --mapping how its rows become records");
        }
        List<Located> records = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                BufferedReader text = StrictText.open(in, FileEncoding.UTF_8)) {
            if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
                int line = 0;
                for (String row = text.readLine(); row != null; row = text.readLine()) {
                    line++;
                    if (!row.isBlank()) {
                        records.add(new Located(file + ":" + line, parse(file + ":" + line, row)));
                    }
                }
            } else {
                JsonNode json = parse(file.toString(), text.readAllAsString());
                if (json.isArray()) {
                    json.forEach(record -> records.add(new Located(file + " record " + records.size(), record)));
                } else if (!json.isMissingNode() && !json.isNull()) {
                    records.add(new Located(file.toString(), json));
                }
            }
        } catch (NoSuchFileException e) {
            throw new CommandFailure(Main.WRONG_USAGE, file + " cannot be read: there is no such file");
        } catch (IOException e) {
            throw new CommandFailure(Main.WRONG_USAGE, file + " cannot be read: " + FileTrouble.of(e));
        }
        if (records.isEmpty()) {
            throw new CommandFailure(Main.NOT_SO, file + ": holds no record");
        }
        return new Content(records, List.of(), 0, List.of());
    }

    /// The rows of a foreign file as records, and those that are none. A file whose form is another than its mapping says is
    /// refused whole.
    static Content read(Path file, Mapping mapping) {
        MappedFile rows = mapped(file, mapping);
        List<Located> records = new ArrayList<>();
        List<RefusedRow> refused = new ArrayList<>();
        for (RowMapper.Mapped row : rows.rows()) {
            String where = file + mapping.format().place(row.line());
            if (row.problems().isEmpty()) {
                records.add(new Located(where, row.record()));
            } else {
                refused.add(new RefusedRow(mapping.record(), where, row.columns(), row.record(), row.problems()));
            }
        }
        if (rows.rows().isEmpty() && rows.skipped() == 0) {
            throw new CommandFailure(Main.NOT_SO, file + ": holds no record");
        }
        return new Content(records, refused, rows.skipped(), rows.notes(mapping));
    }

    private static MappedFile mapped(Path file, Mapping mapping) {
        try {
            MappedFile rows = MappedFile.read(file, mapping);
            rows.refusal(mapping).ifPresent(refusal -> {
                throw new CommandFailure(Main.NOT_SO, file + " " + refusal);
            });
            return rows;
        } catch (UncheckedIOException e) {
            throw new CommandFailure(Files.exists(file) ? Main.NOT_SO : Main.WRONG_USAGE,
                    String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode parse(String where, String text) {
        try {
            return RecordJson.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new CommandFailure(Main.NOT_SO, where + ": no JSON: " + JsonFault.of(e));
        }
    }
}
