package tocsin.upward;

import java.util.List;
import java.util.Optional;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.internal.v1.SpecialReportState;
import tocsin.internal.v1.Statement;
import tocsin.rules.Words;
import tocsin.v1.IncidentState;
import tocsin.v1.SpecialReport;
import tocsin.v1.SpecialReportKind;

/// The chain of an incident's special reports: 首报, 续报一, 续报二 … 终报 (domain 5.1).
final class Chain {
    private static final String DIGITS = "零一二三四五六七八九";

    private final IncidentFile file;
    private final List<SpecialReport> sent;

    Chain(IncidentFile file) {
        this.file = file;
        this.sent = file.getSpecialReports().stream().filter(Chain::isSent).map(SpecialReportFile::getReport).toList();
    }

    private static boolean isSent(SpecialReportFile kept) {
        return kept.getState() == SpecialReportState.SENT || kept.getState() == SpecialReportState.RECEIVED;
    }

    /// The one that was sent last, or empty.
    Optional<SpecialReport> last() {
        return sent.isEmpty() ? Optional.empty() : Optional.of(sent.getLast());
    }

    /// The number of the next one.
    int number() {
        return last().map(report -> report.getNumber() + 1).orElse(1);
    }

    /// The place of the next one: the final report is asked for, or due after the end of handling; what the superior
    /// has heard nothing of yet is a first report even then.
    SpecialReportKind kind(boolean asFinal) {
        if (asFinal || !sent.isEmpty() && hasEnded()) {
            return SpecialReportKind.FINAL;
        }
        return sent.isEmpty() ? SpecialReportKind.FIRST : SpecialReportKind.FOLLOW_UP;
    }

    /// Whether the desk has closed it, or every agency that reports it says that handling has ended.
    boolean hasEnded() {
        List<Statement> statements = file.getStatements();
        return file.getIncident().getState() == IncidentState.CLOSED
                || !statements.isEmpty() && statements.stream().allMatch(statement -> statement.getAccount() != null
                        && Boolean.TRUE.equals(statement.getAccount().getHandlingEnded()));
    }

    /// What the next one of this kind is called.
    Words label(SpecialReportKind kind) {
        return switch (kind) {
            case FIRST -> new Words("首报", "first report");
            case FINAL -> new Words("终报", "final report");
            case FOLLOW_UP, UNKNOWN -> {
                long finals = sent.stream().filter(report -> report.getKind() == SpecialReportKind.FINAL).count();
                int count = Math.max(1, number() - 1 - (int) finals);
                yield new Words("续报" + numeral(count), "follow-up " + count);
            }
        };
    }

    /// A number from 1 to 99 as Chinese has it; larger ones in digits.
    static String numeral(int number) {
        if (number > 99) {
            return Integer.toString(number);
        }
        String tens = number < 10 ? "" : (number < 20 ? "" : DIGITS.charAt(number / 10)) + "十";
        return tens + (number % 10 == 0 ? "" : DIGITS.charAt(number % 10));
    }
}
