package tocsin.answers;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tocsin.model.IncidentName;

/// What is done about an answer.
public sealed interface Resolution {
    /// This incident is acknowledged.
    record Acknowledge(String incidentId) implements Resolution {}

    /// It is asked which of these is meant.
    record Which(List<String> incidentIds) implements Resolution {}

    /// Nothing waits for this person.
    record NothingOpen() implements Resolution {}

    /// What is open is told.
    record Help(List<String> incidentIds) implements Resolution {}

    /// The words are kept with this incident, or with none where this person was told of none.
    record Instruct(Optional<String> incidentId, String words) implements Resolution {}

    /// No more SMS to this person.
    record OptOut() implements Resolution {}

    /// SMS to this person again.
    record OptIn() implements Resolution {}

    /// Decides.
    ///
    /// @param told the incidents this person was told of that are not closed
    static Resolution of(Intent intent, List<Asked> told) {
        List<Asked> newest = told.stream().sorted(Comparator.comparing(Asked::openedAt).reversed()
                .thenComparing(Asked::incidentId)).toList();
        return switch (intent) {
            case Intent.Stop stop -> new OptOut();
            case Intent.Start start -> new OptIn();
            case Intent.Ask ask -> new Help(ids(newest));
            case Intent.Acknowledge(Optional<String> code) -> acknowledge(code, newest);
            case Intent.Words(Optional<String> code, String words) -> instruct(code, words, newest);
        };
    }

    private static Resolution acknowledge(Optional<String> code, List<Asked> newest) {
        List<Asked> meant = code
                .map(given -> newest.stream().filter(asked -> IncidentName.isMeant(given, asked.incidentId())).toList())
                .orElseGet(() -> newest.stream().filter(Asked::waits).toList());
        if (meant.size() == 1) {
            return new Acknowledge(meant.getFirst().incidentId());
        }
        if (!meant.isEmpty()) {
            return new Which(ids(meant));
        }
        return code.isPresent() && !newest.isEmpty() ? new Which(ids(newest)) : new NothingOpen();
    }

    private static Resolution instruct(Optional<String> code, String words, List<Asked> newest) {
        Optional<Asked> named = code.flatMap(
                given -> newest.stream().filter(asked -> IncidentName.isMeant(given, asked.incidentId())).findFirst());
        if (named.isPresent()) {
            return new Instruct(named.map(Asked::incidentId), words);
        }
        return new Instruct(newest.stream().findFirst().map(Asked::incidentId),
                code.map(given -> given + " " + words).orElse(words));
    }

    private static List<String> ids(List<Asked> asked) {
        return asked.stream().map(Asked::incidentId).toList();
    }
}
