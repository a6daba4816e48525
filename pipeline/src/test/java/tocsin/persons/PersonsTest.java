package tocsin.persons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.persons.PersonRefused.Reason;

/// Persons are added, sign in and are signed out, on two instances as on one.
class PersonsTest {
    private static final String ADMINISTRATOR = "key:console";
    private static final Duration LINK = PersonChanges.LINK;
    private static final Duration IDLE = SessionRules.USUAL.idle();
    private static final Duration LONGEST = SessionRules.USUAL.longest();

    private final Household house = new Household();

    private static void assertRefused(Reason reason, Executable change) {
        assertEquals(reason, assertThrows(PersonRefused.class, change).reason());
    }

    private boolean isIn(String token) {
        boolean here = house.first.sessions().of(token).isPresent();
        assertEquals(here, house.second.sessions().of(token).isPresent(), "both instances say the same");
        return here;
    }

    @Test
    void aPersonSetsAPassphraseByTheLinkAndSignsInOnBothInstances() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);

        // When
        String token = house.signedIn("duty-wang", "");

        // Then
        for (Persons instance : List.of(house.first, house.second)) {
            Sessions.Signed signed = instance.sessions().of(token).orElseThrow();
            assertEquals("duty-wang", signed.person());
            assertEquals(Role.DUTY_OFFICER, signed.terms().role());
        }
        assertFalse(isIn(token.replace(token.charAt(0), token.charAt(0) == '0' ? '1' : '0')));
        assertFalse(isIn("short"));
    }

    @ParameterizedTest
    @CsvSource({"REPORTER, false", "DUTY_OFFICER, false", "ANALYST, false", "APPROVER, true", "ADMINISTRATOR, true"})
    void whoApprovesOrAdministersShowsASecondFactor(Role role, boolean needed) {
        // Given
        byte[] secret = house.person("leader-zhao", role);

        // When
        SignIn.Outcome without = house.tries("leader-zhao", Household.PASSPHRASE, "", "10.0.0.1");
        house.after(Totp.STEP);
        SignIn.Outcome with = house.tries("leader-zhao", Household.PASSPHRASE,
                needed ? Totp.code(secret, house.now) : "", "10.0.0.1");

        // Then
        assertEquals(needed, without instanceof SignIn.Refused);
        assertInstanceOf(SignIn.Known.class, with);
    }

    @Test
    void aCodeCountsOnceOnBothInstances() {
        // Given
        byte[] secret = house.person("leader-zhao", Role.APPROVER);
        house.after(Totp.STEP);
        String code = Totp.code(secret, house.now);
        house.signedIn("leader-zhao", code);

        // When
        SignIn.Outcome here = house.tries("leader-zhao", Household.PASSPHRASE, code, "10.0.0.1");
        SignIn.Outcome there = house.second.signIn().of(
                new PassphraseSignIn.Shown("leader-zhao", Household.PASSPHRASE, code, "10.0.0.1"));

        // Then
        assertInstanceOf(SignIn.Refused.class, here);
        assertInstanceOf(SignIn.Refused.class, there);
    }

    @Test
    void whoIsRefusedLearnsNotWhyAndCostsTheSame() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        byte[] secret = house.person("leader-zhao", Role.APPROVER);
        house.first.add("duty-li", Household.terms(Role.DUTY_OFFICER), ADMINISTRATOR);
        house.person("mayor-wu", Role.ANALYST);
        house.directory.remove("mayor-wu");
        int before = house.hashed;

        // When: a wrong passphrase, nobody, one without a passphrase yet, one who left the directory, a wrong code
        List<SignIn.Outcome> outcomes = List.of(house.tries("duty-wang", "wrong horse battery", "", "a"),
                house.tries("nobody", Household.PASSPHRASE, "", "a"),
                house.tries("duty-li", Household.PASSPHRASE, "", "a"),
                house.tries("mayor-wu", Household.PASSPHRASE, "", "a"),
                house.tries("leader-zhao", Household.PASSPHRASE,
                        Totp.code(secret, house.now.plus(Duration.ofHours(1))), "a"));

        // Then
        assertEquals(Set.of(new SignIn.Refused()), Set.copyOf(outcomes));
        assertEquals(outcomes.size(), house.hashed - before, "each is hashed once");
        assertEquals(5, house.meters.counter("tocsin.signin.failures", "way", "person", "answer", "refused").count());
    }

    @Test
    void tenThousandTriesAreHashedAFewTimesAndKeepNobodyElseOut() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        house.person("duty-li", Role.DUTY_OFFICER);
        house.signedIn("duty-li", "");
        int before = house.hashed;

        // When
        for (int n = 0; n < 10_000; n++) {
            house.tries("duty-wang", "guess number " + n, "", n % 2 == 0 ? "10.0.0.9" : "10.1.0." + n);
        }

        // Then
        assertEquals(Household.PER_MINUTE, house.hashed - before);
        assertInstanceOf(SignIn.Slowed.class, house.tries("duty-wang", Household.PASSPHRASE, "", "10.0.0.9"));
        assertInstanceOf(SignIn.Known.class, house.tries("duty-li", Household.PASSPHRASE, "", "10.0.0.9"));
    }

    @Test
    void whereEveryPlaceIsTakenNobodyIsLookedAt() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        house.full = true;

        // When
        SignIn.Outcome outcome = house.tries("duty-wang", Household.PASSPHRASE, "", "a");

        // Then
        assertInstanceOf(SignIn.Slowed.class, outcome);
    }

    @Test
    void aSessionEndsAfterATimeAndEarlierWhereItIsIdle() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        String used = house.signedIn("duty-wang", "");
        String idle = house.signedIn("duty-wang", "");

        // When: one is used every twenty minutes
        for (Duration time = Duration.ZERO; time.compareTo(IDLE.minusMinutes(10)) < 0; time = time.plusMinutes(20)) {
            house.after(Duration.ofMinutes(20));
            assertTrue(isIn(used));
        }
        house.after(IDLE.minusMinutes(20));

        // Then
        assertFalse(isIn(idle));
        assertTrue(isIn(used));

        // When
        for (int n = 0; n < LONGEST.dividedBy(IDLE.minusMinutes(10)); n++) {
            house.after(IDLE.minusMinutes(10));
            house.first.sessions().of(used);
        }

        // Then
        assertFalse(isIn(used), "twelve hours are over");
    }

    @Test
    void whoSignsOutIsOutOnEveryInstanceForGood() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        String token = house.signedIn("duty-wang", "");
        String other = house.signedIn("duty-wang", "");

        // When
        house.second.sessions().end(token);

        // Then
        assertFalse(isIn(token));
        assertTrue(isIn(other), "the other browser stays");
    }

    @Test
    void revokingEndsEverySessionAndANewOneMayBegin() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        String token = house.signedIn("duty-wang", "");

        // When
        house.second.signOut("duty-wang", ADMINISTRATOR);

        // Then
        assertFalse(isIn(token));
        assertTrue(isIn(house.signedIn("duty-wang", "")));
    }

    @Test
    void whoIsRemovedOrLeavesTheDirectoryIsOutAtOnce() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        house.person("duty-li", Role.DUTY_OFFICER);
        String wang = house.signedIn("duty-wang", "");
        String li = house.signedIn("duty-li", "");

        // When
        house.first.remove("duty-wang", ADMINISTRATOR);
        house.directory.remove("duty-li");

        // Then
        assertFalse(isIn(wang));
        assertFalse(isIn(li));

        // When: somebody of the same id is added again
        house.after(Duration.ofMinutes(1));
        house.person("duty-wang", Role.DUTY_OFFICER);

        // Then
        assertFalse(isIn(wang), "an old session does not come back");
    }

    @Test
    void aPromotedPersonNeedsTheSecondFactorAtOnce() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        String token = house.signedIn("duty-wang", "");

        // When
        house.first.change("duty-wang", Household.terms(Role.APPROVER), ADMINISTRATOR);

        // Then
        assertFalse(isIn(token));
        assertInstanceOf(SignIn.Refused.class, house.tries("duty-wang", Household.PASSPHRASE, "", "a"));
        assertFalse(house.first.one("duty-wang").orElseThrow().ready());
    }

    @Test
    void otherTermsHoldAtOnceInARunningSession() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        String token = house.signedIn("duty-wang", "");
        Bounds licang = new Bounds(List.of("370213"), List.of());

        // When
        house.first.change("duty-wang", new Terms(Role.ANALYST, null, licang), ADMINISTRATOR);

        // Then
        Terms terms = house.second.sessions().of(token).orElseThrow().terms();
        assertEquals(new Terms(Role.ANALYST, null, licang), terms);
    }

    @Test
    void aLinkCountsOnceAndForADay() {
        // Given
        Persons.Link link = house.first.add("duty-wang", Household.terms(Role.DUTY_OFFICER), ADMINISTRATOR);
        Persons.Link late = house.first.add("duty-li", Household.terms(Role.DUTY_OFFICER), ADMINISTRATOR);

        // When
        house.second.setUp(link.token(), Household.PASSPHRASE, "");
        house.after(LINK);

        // Then
        assertRefused(Reason.LINK_GONE, () -> house.first.setUp(link.token(), "another passphrase", ""));
        assertRefused(Reason.LINK_GONE, () -> house.first.setUp(late.token(), Household.PASSPHRASE, ""));
        assertEquals(Optional.empty(), house.first.offer("0".repeat(64)));
    }

    @Test
    void recoveryIsByAnotherAdministratorAndChangesNothingBeforeTheLinkIsUsed() {
        // Given
        byte[] before = house.person("leader-zhao", Role.ADMINISTRATOR);
        house.after(Totp.STEP);
        String token = house.signedIn("leader-zhao", Totp.code(before, house.now));

        // When
        Persons.Link link = house.second.link("leader-zhao", "mayor-wu");

        // Then
        assertTrue(isIn(token));

        // When
        byte[] after = house.follow(link);
        house.after(Totp.STEP);

        // Then
        assertFalse(isIn(token), "every session ends");
        assertInstanceOf(SignIn.Refused.class,
                house.tries("leader-zhao", Household.PASSPHRASE, Totp.code(before, house.now), "a"));
        assertInstanceOf(SignIn.Known.class,
                house.tries("leader-zhao", Household.PASSPHRASE, Totp.code(after, house.now), "a"));
    }

    @Test
    void nobodyChangesWhatTheyMayDoThemselves() {
        // Given
        house.person("leader-zhao", Role.ADMINISTRATOR);

        // When, then
        assertRefused(Reason.OWN, () -> house.first.link("leader-zhao", "leader-zhao"));
        assertRefused(Reason.OWN, () -> house.first.change("leader-zhao", Household.terms(Role.ANALYST),
                "leader-zhao"));
        assertRefused(Reason.OWN, () -> house.first.remove("leader-zhao", "leader-zhao"));
        house.first.signOut("leader-zhao", "leader-zhao");
    }

    @Test
    void onlyPersonsOfTheDirectoryAreAddedAndOnce() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);

        // When, then
        assertRefused(Reason.NOT_IN_DIRECTORY,
                () -> house.first.add("stranger", Household.terms(Role.ADMINISTRATOR), ADMINISTRATOR));
        assertRefused(Reason.KNOWN,
                () -> house.first.add("duty-wang", Household.terms(Role.ADMINISTRATOR), ADMINISTRATOR));
        assertRefused(Reason.NOT_KNOWN, () -> house.first.link("duty-li", ADMINISTRATOR));
    }

    @Test
    void aWrongCodeSetsNothingAndTheLinkStaysGood() {
        // Given
        Persons.Link link = house.first.add("leader-zhao", Household.terms(Role.APPROVER), ADMINISTRATOR);

        // When, then
        assertRefused(Reason.WRONG_CODE, () -> house.first.setUp(link.token(), Household.PASSPHRASE, "000000"));
        assertRefused(Reason.WRONG_CODE, () -> house.first.setUp(link.token(), Household.PASSPHRASE, ""));
        house.follow(link);
        assertTrue(house.first.one("leader-zhao").orElseThrow().ready());
    }

    @Test
    void oneHasSoManySessionsAndTheOldestEndsForANewOne() {
        // Given
        house.person("duty-wang", Role.DUTY_OFFICER);
        SignIn.Known known = new SignIn.Known("duty-wang", 0);
        String oldest = house.first.sessions().begin(known);

        // When
        String newest = "";
        for (int n = 0; n < Sessions.OF_ONE; n++) {
            house.after(Duration.ofSeconds(1));
            newest = house.first.sessions().begin(known);
        }

        // Then
        assertFalse(isIn(oldest));
        assertTrue(isIn(newest));
        assertEquals(Sessions.OF_ONE, house.first.one("duty-wang").orElseThrow().sessions());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void termsAreThoseOfAPerson(Role role) {
        // When, then
        if (Terms.ROLES.contains(role)) {
            assertRefused(Reason.INVALID,
                    () -> new Terms(role, role == Role.REPORTER ? null : "qingdao-fire", Bounds.NONE));
        } else {
            assertRefused(Reason.INVALID, () -> new Terms(role, null, Bounds.NONE));
        }
    }
}
