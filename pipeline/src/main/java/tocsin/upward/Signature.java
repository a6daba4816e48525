package tocsin.upward;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tocsin.model.SecondPerson;
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
    /// @param isPerson whether the directory holds a person of this id
    public static Optional<Objection> objection(SpecialReport draft, Incident incident, String by,
            Optional<Integer> revision, Predicate<String> isPerson) {
        Optional<SecondPerson.Objection> notTwo = SecondPerson.objection(draft.getDraftedBy(), by, isPerson);
        if (notTwo.isPresent()) {
            return Optional.of(new Objection("arguments.sign", switch (notTwo.get()) {
                case SAME_PERSON -> "who wrote special report " + draft.getNumber()
                        + " may not sign it; a second person must, or writes it anew";
                case FIRST_IS_NO_PERSON -> draft.getDraftedBy() + " wrote special report " + draft.getNumber()
                        + " and is no person of the directory; a person must write it anew with draft=true, and another"
                        + " sign it";
                case SECOND_IS_NO_PERSON -> notTwo.get().inWords(draft.getDraftedBy(), by);
            }));
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
