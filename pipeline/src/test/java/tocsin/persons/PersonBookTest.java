package tocsin.persons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tocsin.intake.Role;
import tocsin.internal.v1.PersonCredential;
import tocsin.internal.v1.PersonSession;

/// What is known of persons is what their topics say last, and bounded.
class PersonBookTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    private final PersonBook book = new PersonBook();

    private static PersonCredential credential(String person) {
        return PersonChanges.added(Optional.empty(), person, Household.terms(Role.ANALYST), "hash", "key:x", NOW);
    }

    private static PersonSession session(long step) {
        return SessionRules.USUAL.begun(credential("duty-wang"), step, NOW);
    }

    @Test
    void anOlderRowThanIsKnownIsPassedOver() {
        // Given
        PersonCredential old = credential("duty-wang");
        PersonCredential signedOut = PersonChanges.signedOut(Optional.of(old), "duty-wang", "key:x", NOW);
        book.takeCredential("duty-wang", signedOut);

        // When
        book.takeCredential("duty-wang", old);

        // Then
        assertEquals(signedOut, book.credential("duty-wang").orElseThrow());
    }

    @Test
    void aRowUnderAnotherKeyIsNobodys() {
        // When
        book.takeCredential("duty-li", credential("duty-wang"));

        // Then
        assertEquals(Optional.empty(), book.credential("duty-li"));
    }

    @Test
    void aUseThatWasNotedTooLateDoesNotBringASessionBack() {
        // Given
        assertTrue(book.takeSession("hash", session(0)));
        book.takeSession("hash", null);

        // When
        boolean taken = book.takeSession("hash", session(0));

        // Then
        assertFalse(taken);
        assertEquals(Optional.empty(), book.session("hash"));
    }

    @Test
    void aLaterUseSeenElsewhereStands() {
        // Given
        PersonSession later = PersonSession.newBuilder(session(0)).setSeenAt(NOW.plusSeconds(90)).build();
        book.takeSession("hash", later);

        // When
        book.takeSession("hash", session(0));

        // Then
        assertEquals(later, book.session("hash").orElseThrow());
    }

    @Test
    void aCodeCountsOnceAlsoWhereItWasUsedElsewhere() {
        // Given
        book.takeSession("hash", session(7));
        book.takeSession("hash", null);

        // When, then
        assertFalse(book.use("duty-wang", 7));
        assertTrue(book.use("duty-wang", 8));
        assertFalse(book.use("duty-wang", 8));
    }

    @Test
    void personsAndSessionsAreBounded() {
        // When
        PersonSession one = session(0);
        for (int n = 0; n <= PersonBook.SESSIONS; n++) {
            book.takeSession("hash-" + n, one);
        }
        for (int n = 0; n <= PersonBook.PERSONS; n++) {
            book.takeCredential("person-" + n, credential("person-" + n));
        }

        // Then
        assertEquals(PersonBook.SESSIONS, book.sessionCount());
        assertEquals(PersonBook.PERSONS, book.credentials().size());
    }
}
