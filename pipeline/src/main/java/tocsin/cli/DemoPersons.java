package tocsin.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.persons.PersonRefused;
import tocsin.persons.Persons;
import tocsin.persons.Terms;
import tocsin.persons.Totp;
import tocsin.runtime.Tocsin;

/// The persons a demonstration signs in: two on duty, and one who approves. Each start gives them new passphrases, so that
/// none is kept anywhere.
final class DemoPersons {
    private static final List<Map.Entry<String, Role>> PERSONS = List.of(Map.entry("duty-wang", Role.DUTY_OFFICER),
            Map.entry("duty-li", Role.DUTY_OFFICER), Map.entry("leader-zhao", Role.APPROVER));
    private static final String BY = "key:demo";
    /// Letters and digits that nobody takes for others.
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP = 4;

    private DemoPersons() {}

    /// Lets them sign in, and tells how, in a line each.
    static List<String> told(Tocsin tocsin) {
        Persons persons = tocsin.persons();
        SecureRandom random = new SecureRandom();
        List<String> lines = new ArrayList<>();
        PERSONS.forEach(one -> {
            String person = one.getKey();
            try {
                Optional<Persons.Seen> known = persons.one(person);
                Persons.Link link = known.isPresent() ? persons.link(person, BY)
                        : persons.add(person, new Terms(one.getValue(), null, Bounds.NONE), BY);
                Persons.Offer offer = persons.offer(link.token()).orElseThrow();
                String passphrase = passphrase(random);
                boolean factor = offer.needsSecondFactor();
                persons.setUp(link.token(), passphrase,
                        factor ? Totp.code(offer.secret(), Clock.systemUTC().instant()) : "");
                lines.add("sign in at " + tocsin.url() + "/sign-in as " + person + "  passphrase " + passphrase
                        + (factor ? "  key for an authenticator " + Totp.text(offer.secret()) : ""));
            } catch (PersonRefused e) {
                lines.add(person + " cannot sign in: " + e.getMessage());
            } catch (KafkaException e) {
                lines.add(person + " cannot sign in: " + FailureWords.broker(e));
            }
        });
        return lines;
    }

    private static String passphrase(SecureRandom random) {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < GROUPS * GROUP; n++) {
            text.append(n > 0 && n % GROUP == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
