package tocsin.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tocsin.readmodel.Books;
import tocsin.readmodel.ReadModel;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// What happened, in words a mayor would understand, and the books.
public final class Account {
    private static final int MANY = 1_000;

    private Account() {}

    /// The account, a line each.
    public static List<String> of(ReadModel model) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("What happened");
        for (Incident incident : model.incidents(any -> true, MANY).reversed()) {
            incident(incident, model, lines);
        }
        lines.add("");
        lines.add("Who was late, and what did not add up");
        List<Finding> findings = model.findings(Account::isWorthTelling, MANY).reversed();
        findings.forEach(finding -> lines.add("  " + (finding.getAgencyId() == null ? "" : finding.getAgencyId() + ": ")
                + finding.getDetail()));
        if (findings.isEmpty()) {
            lines.add("  Nothing: everybody was on time and said the same.");
        }
        lines.add("");
        lines.add("Who was told");
        Map<String, Integer> told = new TreeMap<>();
        model.notifications(any -> true, MANY).forEach(sent -> told.merge(
                sent.notification().getRecipient() + " by " + sent.notification().getChannel(), 1, Integer::sum));
        told.forEach((who, times) -> lines.add("  " + who + (times == 1 ? ", once" : ", " + times + " times")));
        books(model.books(), lines);
        return lines;
    }

    private static boolean isWorthTelling(Finding finding) {
        return switch (finding.getOutcome()) {
            case LATE, GRADE_MISMATCH, CONTRADICTION, CONFLICT, INCOMPLETE, IMPLAUSIBLE, UNKNOWN_AGENCY, MISSING,
                    UNDELIVERED, DUPLICATE, OPTED_OUT, BOARD_DARK, UNDER_GRADED, OVER_GRADED, MEDIA_FIRST, SENSITIVE,
                    UNANSWERED, MESSAGE_INCOMPLETE, RULE_FAILED, SENSOR_SILENT, SENSOR_GAP, SENSOR_STUCK,
                    POSSIBLY_MISSED, FEED_STALLED ->
                true;
            case UNKNOWN, OK, DUE_SOON, UNCONFIRMED, CORROBORATED,
                    UNVERIFIED_SENDER, STALE, UNKNOWN_STATUS, UNAUTHORISED, UNKNOWN_SENSOR, UNKNOWN_INCIDENT ->
                false;
        };
    }

    private static void incident(Incident incident, ReadModel model, List<String> lines) {
        lines.add("  " + incident.getIncidentId() + "  " + incident.getTitle() + ": "
                + (incident.getGrade() == null ? "not graded" : "grade " + incident.getGrade()) + ", "
                + incident.getState().name().toLowerCase(java.util.Locale.ROOT) + ", "
                + incident.getEvidence().size() + " pieces of evidence.");
        for (TimelineEvent event : model.timeline(incident.getIncidentId())) {
            if (event.getKind() == TimelineKind.GRADE_CHANGED || event.getKind() == TimelineKind.ESCALATED
                    || event.getKind() == TimelineKind.ACKNOWLEDGED || event.getKind() == TimelineKind.CLOSED) {
                lines.add("      " + switch (event.getKind()) {
                    case GRADE_CHANGED ->
                        "graded " + event.getDetail().getOrDefault("to", "") + ": " + event.getReason();
                    case ESCALATED -> event.getReason();
                    case ACKNOWLEDGED -> event.getActor() + " answered; nobody else is woken";
                    default -> event.getActor() + " gave the all-clear";
                });
            }
        }
    }

    private static void books(Books books, List<String> lines) {
        lines.add("");
        lines.add("The books");
        lines.add("  reports in " + books.reportsIn() + " = verdicts " + books.verdicts() + " + rejected "
                + books.rejected()
                + " + duplicates " + books.duplicates() + " + waiting " + books.waiting());
        lines.add("  notifications " + books.notifications() + " = delivered " + books.delivered() + " + accepted "
                + books.accepted() + " + failed " + books.failed() + " + expired " + books.expired() + " + withdrawn "
                + books.withdrawn() + " + held " + books.held() + " + pending " + books.pending());
        lines.add(books.quiet() ? "  They balance." : "  They do not balance.");
    }
}
