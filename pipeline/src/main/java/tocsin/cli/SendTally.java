package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What became of the records of one file: how many were accepted, refused and for which fields, and what was told of those
/// accepted.
final class SendTally {
    private final List<String> reasons = new ArrayList<>();
    private int accepted;
    private int refused;
    private int noted;
    private String firstNote = "";

    /// A record was accepted.
    ///
    /// @param answer what was answered; may have a `note`
    void accepted(JsonNode answer) {
        accepted++;
        String note = answer.path("note").asText("");
        if (!note.isEmpty()) {
            noted++;
            firstNote = firstNote.isEmpty() ? note : firstNote;
        }
    }

    /// A row or record was refused.
    ///
    /// @param of its reasons, each with its field before a colon
    void refused(List<String> of) {
        refused++;
        reasons.addAll(of);
    }

    int accepted() {
        return accepted;
    }

    /// Whether the next refusal is still told one by one.
    boolean isShown() {
        return refused < RefusedRowsOut.SHOWN;
    }

    /// Whether every record was accepted and is looked at.
    boolean isGood() {
        return refused == 0 && noted == 0;
    }

    /// What was told of accepted records; empty where nothing was.
    Optional<String> note() {
        return noted == 0
                ? Optional.empty()
                : Optional
                        .of(firstNote
                                + (noted == 1 ? "" : " (so with " + noted + " of the " + accepted + " accepted)"));
    }

    /// The totals of a file that was sent.
    ///
    /// @param skipped rows left out by the mapping
    /// @param lost refused rows that could not be kept
    String sent(Path file, long skipped, long lost) {
        return line(file + ": " + accepted + " accepted", skipped) + (lost > 0
                ? "; " + lost + " refused rows could not be kept in tocsin.rejected"
                : "");
    }

    /// The totals of a file that was read only.
    String dryRun(Path file, int records, long skipped) {
        return line(file + ": nothing was sent; " + records + " records", skipped);
    }

    private String line(String begin, long skipped) {
        return begin + ", " + refused + " refused"
                + (reasons.isEmpty() ? "" : " (" + RefusedRowsOut.byField(reasons) + ")")
                + (skipped > 0 ? ", " + skipped + " left out by skip-without" : "")
                + (refused > RefusedRowsOut.SHOWN ? "; the first " + RefusedRowsOut.SHOWN + " refusals are shown" : "");
    }
}
