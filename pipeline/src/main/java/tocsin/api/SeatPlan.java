package tocsin.api;

import java.time.Duration;
import java.util.Optional;
import tocsin.observe.Meters;
import tocsin.persons.PassphraseSignIn;

/// The seats of each kind of request. Each kind has its own, so that none waits for another; one caller has a part.
final class SeatPlan {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final FairSeats records = new FairSeats(64, 16, 32, PATIENCE);
    private final FairSeats orders = new FairSeats(64, 32, 64, PATIENCE);
    private final FairSeats links = new FairSeats(32, 32, 64, PATIENCE);
    private final FairSeats webhooks = new FairSeats(32, 32, 64, PATIENCE);
    private final FairSeats boards = new FairSeats(32, 8, 8, PATIENCE);
    private final FairSeats rules = new FairSeats(2, 1, 4, PATIENCE);
    // Hashing a passphrase keeps a processor busy and takes 19 MiB: one at a time for strangers, and one for who has signed
    // in from there before.
    private final FairSeats signIns = new FairSeats(1, 1, 4, Duration.ofSeconds(4));
    private final FairSeats knownSignIns = new FairSeats(1, 1, 2, Duration.ofSeconds(4));
    private final FairSeats persons = new FairSeats(4, 1, 4, PATIENCE);
    private final FairSeats reads = new FairSeats(32, 8, 32, PATIENCE);
    private final Meters meters;

    SeatPlan(Meters meters) {
        this.meters = meters;
    }

    /// Reports, readings and posts.
    FairSeats records() {
        return records;
    }

    FairSeats orders() {
        return orders;
    }

    FairSeats links() {
        return links;
    }

    FairSeats webhooks() {
        return webhooks;
    }

    FairSeats boards() {
        return boards;
    }

    FairSeats rules() {
        return rules;
    }

    /// The places in which passphrases are hashed.
    PassphraseSignIn.Seats passphrases() {
        return (owner, known, work) -> {
            FairSeats kind = known ? knownSignIns : signIns;
            try {
                if (!kind.take(owner)) {
                    meters.overBound("sign_in_seats");
                    return Optional.empty();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            try {
                return Optional.of(work.getAsBoolean());
            } finally {
                kind.give(owner);
            }
        };
    }

    /// Who changes persons.
    FairSeats persons() {
        return persons;
    }

    /// What is shown to people.
    FairSeats reads() {
        return reads;
    }

    /// Whether requests of this kind end what was begun: orders, and answers by a link or by SMS.
    boolean isOfAnswers(FairSeats kind) {
        return kind == orders || kind == links || kind == webhooks;
    }

    /// The places of listeners.
    FairSeats listeners(HttpLimits.Listeners limits) {
        return new FairSeats(limits.total(), limits.perKey(), 0, Duration.ZERO);
    }

    /// Does something in a seat. Throws 429 where there is none in time.
    void seated(FairSeats kind, String owner, Runnable work) {
        try {
            if (!kind.take(owner)) {
                meters.overBound("seats");
                throw new ApiException(429, "too busy",
                        "too many requests of this caller or kind are under way; send it again after Retry-After");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(503, "stopping", "Tocsin is being stopped; send it again");
        }
        try {
            work.run();
        } finally {
            kind.give(owner);
        }
    }
}
