package tocsin.answers;

import java.util.List;

/// What is done about an answer.
public sealed interface Resolution {
    /// These incidents are acknowledged.
    record Acknowledge(List<String> incidentIds) implements Resolution {}

    /// It is asked which of these is meant, the gravest first.
    record Which(List<String> incidentIds) implements Resolution {}

    /// Nothing waits for this person.
    record NothingOpen() implements Resolution {}

    /// What can be answered is told, and what waits, the gravest first.
    record Help(List<String> incidentIds) implements Resolution {}

    /// The text is kept with these incidents, and acknowledges nothing.
    ///
    /// @param incidentIds those it names, or the one that waits; empty where it may concern several, or none
    record Keep(List<String> incidentIds, Manner manner, String text) implements Resolution {}

    /// No more SMS to this person.
    record OptOut() implements Resolution {}

    /// SMS to this person again.
    record OptIn() implements Resolution {}

    /// Another desk, whose officials share the telephone, is meant, and answers.
    record Elsewhere() implements Resolution {}

    /// Incidents one text is kept with at most.
    int MOST_KEPT_WITH = 3;

    /// Decides.
    ///
    /// @param told the incidents this person was told of that are not closed
    /// @param others what waits for him at other desks, by name; empty for a telephone of one desk
    static Resolution of(Intent intent, List<Asked> told, Others others) {
        List<Asked> known = told.stream().sorted(Asked.GRAVEST_FIRST).toList();
        List<Asked> waiting = known.stream().filter(Asked::waits).toList();
        return switch (intent) {
            case Intent.Stop stop -> new OptOut();
            case Intent.Start start -> new OptIn();
            case Intent.Ask ask ->
                waiting.isEmpty() && !others.thisDeskSpeaks() ? new Elsewhere() : new Help(ids(waiting));
            case Intent.Acknowledge(List<String> codes) -> codes.isEmpty()
                    ? acknowledgeWhatWaits(waiting, others)
                    : acknowledge(codes, known, waiting, others);
            case Intent.Words(Manner manner, List<String> codes, String text) ->
                keep(codes, manner, text, known, waiting, others);
        };
    }

    /// Whether this code, as an [Intent] carries it, means this incident.
    static boolean isMeant(String code, String incidentId) {
        return IncidentCodes.isMeant(code, incidentId);
    }

    private static Resolution acknowledgeWhatWaits(List<Asked> waiting, Others others) {
        List<Asked> meant = waiting.stream().filter(Asked::answerable).toList();
        if (meant.size() == 1 && others.waiting().isEmpty()) {
            return new Acknowledge(ids(meant));
        }
        return ask(waiting, others);
    }

    private static Resolution acknowledge(List<String> codes, List<Asked> known, List<Asked> waiting, Others others) {
        List<List<Asked>> meant = codes.stream().map(code -> meant(code, known)).toList();
        boolean elsewhere = codes.stream().anyMatch(others::mayMean);
        boolean each = meant.stream().allMatch(one -> one.size() == 1 && one.getFirst().answerable());
        if (each && !elsewhere) {
            return new Acknowledge(meant.stream().map(one -> one.getFirst().incidentId()).distinct().toList());
        }
        if (elsewhere && meant.stream().allMatch(List::isEmpty)) {
            return new Elsewhere();
        }
        return meant.stream().filter(one -> one.size() > 1).findFirst().<Resolution>map(alike -> new Which(ids(alike)))
                .orElseGet(() -> ask(waiting, others));
    }

    private static Resolution ask(List<Asked> waiting, Others others) {
        if (!waiting.isEmpty()) {
            return new Which(ids(waiting));
        }
        return others.thisDeskSpeaks() ? new NothingOpen() : new Elsewhere();
    }

    private static Resolution keep(List<String> codes, Manner manner, String text, List<Asked> known,
            List<Asked> waiting, Others others) {
        List<Asked> named = known.stream()
                .filter(asked -> codes.stream().anyMatch(code -> IncidentCodes.isMeant(code, asked.incidentId())))
                .toList();
        if (!named.isEmpty()) {
            // Two incidents of one number, of two days: the text is not filed by guessing.
            boolean alike = codes.stream().anyMatch(code -> meant(code, known).size() > 1 || others.mayMean(code));
            return new Keep(alike ? List.of() : ids(named.subList(0, Math.min(MOST_KEPT_WITH, named.size()))), manner,
                    text);
        }
        boolean namesAnother = !codes.isEmpty();
        if (waiting.isEmpty() && !others.thisDeskSpeaks() || codes.stream().anyMatch(others::mayMean)) {
            return new Elsewhere();
        }
        List<Asked> candidates = waiting.isEmpty() ? known : waiting;
        List<Asked> meant = candidates.stream().filter(Asked::answerable).toList();
        return new Keep(!namesAnother && meant.size() == 1 && others.waiting().isEmpty() ? ids(meant) : List.of(),
                manner, text);
    }

    private static List<Asked> meant(String code, List<Asked> known) {
        return known.stream().filter(asked -> IncidentCodes.isMeant(code, asked.incidentId())).toList();
    }

    private static List<String> ids(List<Asked> asked) {
        return asked.stream().map(Asked::incidentId).toList();
    }

    /// What is known of the other desks whose officials share the telephone.
    ///
    /// @param waiting incidents that wait there, by name
    /// @param thisDeskSpeaks whether this desk answers where nothing waits anywhere
    record Others(List<String> waiting, boolean thisDeskSpeaks) {
        /// There is no other desk.
        public static final Others NONE = new Others(List.of(), true);

        boolean mayMean(String code) {
            return waiting.stream().anyMatch(incidentId -> IncidentCodes.isMeant(code, incidentId));
        }
    }
}
