package tocsin.publishing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Publication;
import tocsin.internal.v1.PublicationState;
import tocsin.model.SecondPerson;
import tocsin.publishing.PublicationRefused.Reason;

/// The changes of rules until now, and what may come next: two people for a change, one to go back.
///
/// @param all every publication by its number
/// @param active what is in force; empty before the first
public record PublicationLog(List<Publication> all, Optional<Rules> active) {
    public PublicationLog {
        all = all.stream().sorted(Comparator.comparingLong(Publication::getNumber)).toList();
    }

    /// A pack and its directory, by their hashes.
    public record Rules(String packHash, String directoryHash) {}

    /// A proposal of these rules. Throws [PublicationRefused] where they are in force already.
    ///
    /// @param note why, in the proposer's words; null for none
    /// @param evidence what tests and backtest came to, for the second person
    public Publication proposed(Rules rules, String by, @Nullable String note, List<String> evidence, Instant now) {
        if (active.filter(rules::equals).isPresent()) {
            throw new PublicationRefused(Reason.IN_FORCE,
                    "the pack " + brief(rules.packHash())
                            + " with this directory is in force already; change it first");
        }
        return fresh(rules, by, now).setState(PublicationState.PROPOSED).setNote(note).setEvidence(evidence).build();
    }

    /// A waiting publication, approved by a second person. Throws [PublicationRefused].
    ///
    /// @param isPerson whether the directory holds a person of this id
    public Publication approved(long number, String by, Predicate<String> isPerson, Instant now) {
        Publication waiting = waiting(number);
        SecondPerson.objection(waiting.getProposedBy(), by, isPerson).ifPresent(notTwo -> {
            throw switch (notTwo) {
                case SAME_PERSON -> new PublicationRefused(Reason.SAME_PERSON,
                        by + " proposed publication " + number + " and may not approve it; a second person must");
                case FIRST_IS_NO_PERSON, SECOND_IS_NO_PERSON ->
                    new PublicationRefused(Reason.NO_PERSON, notTwo.inWords(waiting.getProposedBy(), by));
            };
        });
        Rules instead = active.orElse(null);
        if (instead == null || !instead.packHash().equals(waiting.getInsteadOf())
                || !instead.directoryHash().equals(waiting.getDirectoryInsteadOf())) {
            throw new PublicationRefused(Reason.OVERTAKEN, "publication " + number
                    + " was tried against rules that are in force no longer; reject it and propose the pack again");
        }
        return decided(waiting, PublicationState.ACTIVATED, by, now);
    }

    /// A waiting publication, rejected; its proposer may take it back so. Throws [PublicationRefused].
    public Publication rejected(long number, String by, Instant now) {
        return decided(waiting(number), PublicationState.REJECTED, by, now);
    }

    /// The way back to what was in force directly before, by one person. Throws [PublicationRefused] where there is
    /// nothing, and after a way back: further needs two people.
    public Publication back(String by, @Nullable String note, Instant now) {
        Publication last = inForce().orElseThrow(() -> new PublicationRefused(Reason.NOTHING_BEFORE,
                "no publication is in force, so there is nothing to go back from"));
        String packHash = last.getInsteadOf();
        String directoryHash = last.getDirectoryInsteadOf();
        if (packHash == null || directoryHash == null || last.getGoesBack()) {
            throw new PublicationRefused(Reason.NOTHING_BEFORE, last.getGoesBack()
                    ? "publication " + last.getNumber()
                            + " went back already; propose the pack you want, for two people"
                    : "publication " + last.getNumber() + " was the first; there is nothing before it");
        }
        return decided(fresh(new Rules(packHash, directoryHash), by, now).setState(PublicationState.PROPOSED)
                .setNote(note).setGoesBack(true).build(), PublicationState.ACTIVATED, by, now);
    }

    /// What an instance puts in force that is started with this folder, or empty where it changes nothing: the folder is
    /// in force, or was, and has been taken over from by a publication, which a restart must not undo.
    public Optional<Publication> started(Rules folder, String instance, Instant now) {
        boolean known = active.filter(folder::equals).isPresent() || all.stream()
                .anyMatch(one -> one.getState() == PublicationState.ACTIVATED
                        && one.getPackHash().equals(folder.packHash())
                        && one.getDirectoryHash().equals(folder.directoryHash()));
        return known
                ? Optional.empty()
                : Optional.of(Publication.newBuilder(fresh(folder, instance, now)
                        .setState(PublicationState.ACTIVATED).build()).setDecidedAt(now).build());
    }

    /// The publication that put in force what is in force, or empty.
    public Optional<Publication> inForce() {
        return active.flatMap(rules -> all.stream()
                .filter(one -> one.getState() == PublicationState.ACTIVATED
                        && one.getPackHash().equals(rules.packHash())
                        && one.getDirectoryHash().equals(rules.directoryHash()))
                .max(Comparator.comparing(Publication::getDecidedAt).thenComparingLong(Publication::getNumber)));
    }

    private Publication.Builder fresh(Rules rules, String by, Instant now) {
        long number = all.isEmpty() ? 1 : all.getLast().getNumber() + 1;
        return Publication.newBuilder().setNumber(number).setPackHash(rules.packHash())
                .setDirectoryHash(rules.directoryHash()).setInsteadOf(active.map(Rules::packHash).orElse(null))
                .setDirectoryInsteadOf(active.map(Rules::directoryHash).orElse(null)).setProposedBy(by)
                .setProposedAt(now).setEvidence(List.of());
    }

    private Publication waiting(long number) {
        Publication known = all.stream().filter(one -> one.getNumber() == number).findFirst()
                .orElseThrow(() -> new PublicationRefused(Reason.NOT_KNOWN,
                        "there is no publication " + number + "; ./tocsin rules history lists them"));
        if (known.getState() != PublicationState.PROPOSED) {
            throw new PublicationRefused(Reason.DECIDED,
                    "publication " + number + " is " + known.getState() + " already"
                            + (known.getDecidedBy() == null ? "" : ", by " + known.getDecidedBy()));
        }
        return known;
    }

    private static Publication decided(Publication publication, PublicationState state, String by, Instant now) {
        return Publication.newBuilder(publication).setState(state).setDecidedBy(by).setDecidedAt(now).build();
    }

    private static String brief(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }
}
