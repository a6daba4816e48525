package tocsin.publishing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tocsin.internal.v1.Publication;
import tocsin.internal.v1.PublicationState;
import tocsin.publishing.PublicationLog.Rules;
import tocsin.publishing.PublicationRefused.Reason;

/// Two people for a change of rules, one to go back.
final class PublicationLogTest {
    static {
        tocsin.schemas.AvroSafety.ensure();
    }

    private static final Instant NOW = Instant.parse("2026-03-01T01:00:00Z");
    private static final Rules FIRST = new Rules("pack-one", "directory-one");
    private static final Rules SECOND = new Rules("pack-two", "directory-one");
    private static final Rules THIRD = new Rules("pack-one", "directory-two");

    private static final Predicate<String> PERSONS = Set.of("li", "wang", "zhao")::contains;

    private final List<Publication> all = new ArrayList<>();
    private Optional<Rules> active = Optional.empty();
    private Instant now = NOW;

    private PublicationLog log() {
        return new PublicationLog(all, active);
    }

    /// Time passes, and this is what the topic holds afterwards.
    private Publication kept(Publication publication) {
        now = now.plusSeconds(60);
        all.removeIf(one -> one.getNumber() == publication.getNumber());
        all.add(publication);
        if (publication.getState() == PublicationState.ACTIVATED) {
            active = Optional.of(new Rules(publication.getPackHash(), publication.getDirectoryHash()));
        }
        return publication;
    }

    private void started(Rules rules) {
        kept(log().started(rules, "instance", now).orElseThrow());
    }

    private Publication proposed(Rules rules) {
        return kept(log().proposed(rules, "li", "stricter", List.of("12 tests, 0 failed"), now));
    }

    private void approved(Publication waiting) {
        kept(log().approved(waiting.getNumber(), "wang", PERSONS, now));
    }

    private Publication rejected(Publication waiting, String by) {
        return kept(log().rejected(waiting.getNumber(), by, now));
    }

    private static void assertRefused(Reason reason, Executable change) {
        assertEquals(reason, assertThrows(PublicationRefused.class, change).reason());
    }

    @Test
    void aProposalChangesNothingUntilASecondPersonApproves() {
        // Given
        started(FIRST);

        // When
        Publication waiting = proposed(SECOND);

        // Then
        assertEquals(PublicationState.PROPOSED, waiting.getState());
        assertEquals(Optional.of(FIRST), active);
        assertRefused(Reason.SAME_PERSON, () -> log().approved(waiting.getNumber(), "li", PERSONS, now));

        // When
        kept(log().approved(waiting.getNumber(), "wang", PERSONS, now));

        // Then
        assertEquals(Optional.of(SECOND), active);
        assertEquals("pack-one", log().inForce().orElseThrow().getInsteadOf());
    }

    @Test
    void whatIsInForceIsNotProposedAgain() {
        // Given
        started(FIRST);

        // Then
        assertRefused(Reason.IN_FORCE, () -> proposed(FIRST));
    }

    @Test
    void whatWasDecidedIsNotDecidedAgain() {
        // Given
        started(FIRST);
        Publication rejected = rejected(proposed(SECOND), "wang");

        // Then
        assertRefused(Reason.DECIDED, () -> log().approved(rejected.getNumber(), "zhao", PERSONS, now));
        assertRefused(Reason.NOT_KNOWN, () -> log().approved(99, "zhao", PERSONS, now));
    }

    @Test
    void whoProposedMayTakeItBack() {
        // Given
        started(FIRST);

        // When
        Publication rejected = rejected(proposed(SECOND), "li");

        // Then
        assertEquals(PublicationState.REJECTED, rejected.getState());
        assertEquals(Optional.of(FIRST), active);
    }

    @Test
    void whatWasTriedAgainstOtherRulesIsNotApproved() {
        // Given
        started(FIRST);
        Publication stricter = proposed(SECOND);
        Publication other = proposed(THIRD);
        kept(log().approved(other.getNumber(), "wang", PERSONS, now));

        // Then
        assertRefused(Reason.OVERTAKEN, () -> log().approved(stricter.getNumber(), "wang", PERSONS, now));
    }

    @Test
    void onePersonGoesBackOneStepAndNoFurther() {
        // Given
        started(FIRST);
        approved(proposed(SECOND));

        // When
        Publication back = kept(log().back("zhao", "the night is full of false alarms", now));

        // Then
        assertEquals(Optional.of(FIRST), active);
        assertTrue(back.getGoesBack());
        assertEquals("zhao", back.getDecidedBy());
        assertRefused(Reason.NOTHING_BEFORE, () -> log().back("zhao", null, now));
    }

    @Test
    void theFirstHasNothingBeforeIt() {
        // Given
        assertRefused(Reason.NOTHING_BEFORE, () -> log().back("zhao", null, now));
        started(FIRST);

        // Then
        assertRefused(Reason.NOTHING_BEFORE, () -> log().back("zhao", null, now));
        assertNull(log().inForce().orElseThrow().getDecidedBy());
    }

    @Test
    void aRestartWithTheFolderOfOldDoesNotUndoAPublication() {
        // Given
        started(FIRST);
        approved(proposed(SECOND));

        // Then
        assertTrue(log().started(FIRST, "instance", now).isEmpty());
        assertTrue(log().started(SECOND, "instance", now).isEmpty());
    }

    @Test
    void aRestartWithAChangedFolderPutsItInForce() {
        // Given
        started(FIRST);

        // When
        started(THIRD);

        // Then
        assertEquals(Optional.of(THIRD), active);
        assertEquals("directory-one", log().inForce().orElseThrow().getDirectoryInsteadOf());
    }

    @Test
    void theNewestOfSeveralActivationsOfTheSameRulesIsTheOneInForce() {
        // Given
        started(FIRST);
        approved(proposed(SECOND));
        kept(log().back("zhao", null, now));

        // Then
        assertEquals(3, log().inForce().orElseThrow().getNumber());
    }

    @Test
    void keysThatBelongToNobodyAreNoTwoPeople() {
        // Given
        started(FIRST);
        Publication byPerson = proposed(SECOND);
        Publication byKey = kept(log().proposed(SECOND, "key:console", "stricter", List.of(), now));

        // When, then
        assertRefused(Reason.NO_PERSON,
                () -> log().approved(byPerson.getNumber(), "key:deputy", PERSONS, now));
        assertRefused(Reason.NO_PERSON, () -> log().approved(byPerson.getNumber(), "stranger", PERSONS, now));
        assertRefused(Reason.NO_PERSON, () -> log().approved(byKey.getNumber(), "wang", PERSONS, now));
        assertRefused(Reason.NO_PERSON, () -> log().approved(byKey.getNumber(), "key:deputy", PERSONS, now));
        kept(log().approved(byPerson.getNumber(), "wang", PERSONS, now));
    }
}
