package tocsin.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tocsin.mapping.Mapping;
import tocsin.mapping.RowMapper;
import tocsin.text.FileTrouble;
import tocsin.text.PlainText;
import tocsin.wire.RecordJson;

/// Records in files: a JSON object, a JSON array, or one JSON object a line.
final class RecordFiles {
    private RecordFiles() {}

    static List<JsonNode> read(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        if (name.endsWith(".csv") || name.endsWith(".xml") || name.endsWith(".cap")) {
            throw new CommandFailure(Main.WRONG_USAGE, file + ": say with --mapping how its rows become records");
        }
        try {
            String text = Files.readString(file);
            List<JsonNode> records = new ArrayList<>();
            if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
                int line = 0;
                for (String row : text.lines().toList()) {
                    line++;
                    if (!row.isBlank()) {
                        records.add(parse(file + ":" + line, row));
                    }
                }
            } else {
                JsonNode json = parse(file.toString(), text);
                if (json.isArray()) {
                    json.forEach(records::add);
                } else if (!json.isMissingNode() && !json.isNull()) {
                    records.add(json);
                }
            }
            if (records.isEmpty()) {
                throw new CommandFailure(Main.NOT_SO, file + ": holds no record");
            }
            return records;
        } catch (IOException e) {
            throw new CommandFailure(Main.WRONG_USAGE, file + " cannot be read: " + FileTrouble.of(e));
        }
    }

    /// The rows of a foreign file as records; those that are none are told and left out.
    static List<JsonNode> read(Path file, Mapping mapping, PrintWriter out) {
        List<JsonNode> records = new ArrayList<>();
        for (RowMapper.Mapped row : RowMapper.read(file, mapping)) {
            if (row.problems().isEmpty()) {
                records.add(row.record());
            } else {
                out.println(PlainText.line(file + ":" + row.line() + " refused: " + String.join("; ", row.problems())));
            }
        }
        if (records.isEmpty()) {
            throw new CommandFailure(Main.NOT_SO, file + ": holds no record");
        }
        return records;
    }

    private static JsonNode parse(String where, String text) {
        try {
            return RecordJson.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new CommandFailure(Main.NOT_SO, where + ": no JSON: " + e.getOriginalMessage());
        }
    }
}
