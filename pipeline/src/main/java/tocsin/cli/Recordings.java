package tocsin.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import tocsin.mapping.Mapping;
import tocsin.replay.Recording;
import tocsin.text.PlainText;

/// Recordings of files, and what is printed of their refused rows.
final class Recordings {
    private Recordings() {}

    /// The reports of these files; prints the first refused rows, and how many there are by field.
    ///
    /// @param beside where it is printed
    static Recording read(List<Path> files, Mapping mapping, PrintWriter beside) {
        Recording recording;
        try {
            recording = Recording.of(files, mapping);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new CommandFailure(Main.NOT_SO, String.valueOf(e.getMessage()));
        }
        recording.notes().forEach(note -> beside.println(PlainText.line(note)));
        recording.refused().stream().limit(RefusedRowsOut.SHOWN)
                .forEach(reason -> beside.println(PlainText.line("refused " + reason)));
        if (recording.refused().size() > RefusedRowsOut.SHOWN) {
            beside.println(recording.refused().size() + " rows are refused; the first " + RefusedRowsOut.SHOWN
                    + " are shown");
        }
        if (recording.reports().isEmpty()) {
            throw new CommandFailure(Main.NOT_SO, "there is no report in " + files);
        }
        return recording;
    }
}
