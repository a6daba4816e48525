package tocsin.upward;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.rules.Words;
import tocsin.v1.Incident;
import tocsin.v1.SpecialReport;

/// Whether a draft may be signed by this person now.
///
/// What the superior acts on must not be older than what the desk knows. A draft that was overtaken is refused, with what
/// has changed, and not quietly rewritten: nobody signs words he has not read. Where time is shorter than a new draft
/// takes, the signer says which revision he knows of, and it goes as it was written.
public final class Signature {
    private Signature() {}

    /// Why not, and what to do.
    ///
    /// @param field the argument it is about, or null
    /// @param detail a sentence
    public record Objection(@Nullable String field, String detail) {}

    /// The objection, or empty.
    ///
    /// @param revision the revision of the incident the signer says he knows of, or empty
    public static Optional<Objection> objection(SpecialReport draft, Incident incident, String by,
            Optional<Integer> revision) {
        if (draft.getDraftedBy().equals(by)) {
            return Optional.of(new Objection("arguments.sign", "who wrote special report " + draft.getNumber()
                    + " may not sign it; a second person must, or writes it anew"));
        }
        int now = incident.getRevision();
        if (revision.filter(known -> known != now).isPresent()) {
            return Optional.of(new Objection("arguments.revision", "the incident is at revision " + now
                    + " now; read what is new, then sign with revision=" + now));
        }
        if (revision.isEmpty() && draft.getRevision() != now) {
            List<String> changes = Changes.since(draft, incident).stream().map(Words::en).toList();
            return Optional.of(new Objection("arguments.sign", "special report " + draft.getNumber()
                    + " was written at revision " + draft.getRevision() + "; the incident is at " + now + " now"
                    + (changes.isEmpty() ? "" : " (" + String.join("; ", changes) + ")")
                    + ". Draft it again, or sign with revision=" + now + " to send it as it was written"));
        }
        return Optional.empty();
    }
}
