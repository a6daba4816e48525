package tocsin.replay;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tocsin.intake.ReportForm;
import tocsin.mapping.MappedFile;
import tocsin.mapping.Mapping;
import tocsin.mapping.RowMapper;
import tocsin.v1.IncidentReport;
import tocsin.wire.JsonReading;
import tocsin.wire.Refusals;

/// Recorded reports in the order they arrived, and the rows that are none.
///
/// @param reports the reports, the earliest first; of equal ones in the order of the files
/// @param refused rows that are no report, each with its file, line and reasons
/// @param notes how the columns of the files and of the mapping differ, and what the mapping leaves out
public record Recording(List<Recorded> reports, List<String> refused, List<String> notes) {
    /// A report, when it arrived, and the row it stands in, such as `calls.csv:2`.
    public record Recorded(IncidentReport report, Instant arrivedAt, String row) {}

    /// The reports of these files.
    ///
    /// Throws [IllegalArgumentException] where the mapping does not say when a row arrived, makes no reports, or names columns
    /// that a file lacks.
    public static Recording of(List<Path> files, Mapping mapping) {
        if (mapping.record() != Mapping.Kind.REPORT) {
            throw new IllegalArgumentException(
                    "a replay takes reports; the mapping " + mapping.name() + " makes other records");
        }
        if (mapping.arrivedAt().isEmpty()) {
            throw new IllegalArgumentException("the mapping " + mapping.name()
                    + " does not say when a row arrived: give arrived-at: {column: …}");
        }
        List<Recorded> reports = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Path file : files) {
            MappedFile mapped = MappedFile.read(file, mapping);
            mapped.refusal(mapping).ifPresent(refusal -> {
                throw new IllegalArgumentException(file + " " + refusal);
            });
            mapped.notes(mapping).forEach(note -> notes.add(file.getFileName() + ": " + note));
            if (mapped.skipped() > 0) {
                notes.add(file.getFileName() + ": " + mapped.skipped() + " rows left out by skip-without");
            }
            for (RowMapper.Mapped row : mapped.rows()) {
                take(file.getFileName() + mapping.format().place(row.line()), row, reports, refused);
            }
        }
        // A stable sort: rows that arrived together stay in the order of the file.
        reports.sort(Comparator.comparing(Recorded::arrivedAt));
        return new Recording(List.copyOf(reports), List.copyOf(refused), List.copyOf(notes));
    }

    private static void take(String where, RowMapper.Mapped row, List<Recorded> reports, List<String> refused) {
        JsonReading.Result<IncidentReport> read = JsonReading.read(row.record(), IncidentReport.class);
        IncidentReport report = read.record();
        List<String> reasons = Stream.concat(row.problems().stream(),
                (report == null ? read.refusals() : ReportForm.refusals(report)).stream().map(Refusals::sentence))
                .toList();
        Instant arrivedAt = row.arrivedAt();
        if (report != null && arrivedAt != null && reasons.isEmpty()) {
            reports.add(new Recorded(report, arrivedAt, where));
        } else {
            refused.add(where + ": "
                    + (reasons.isEmpty() ? "does not say when it arrived" : String.join("; ", reasons)));
        }
    }
}
