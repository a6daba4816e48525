package tocsin.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tocsin.observe.Health;
import tocsin.wire.Seal;

/// What routes are answered by, which comes bit by bit while Tocsin starts: until then, and while nothing can be stored, the
/// answer is 503 with what to do. Safe for several threads.
final class HttpServices {
    private final Health health;
    private volatile @Nullable Opened opened;
    private volatile @Nullable OfPersons ofPersons;
    private volatile @Nullable ObjectNode deployment;
    private volatile Supplier<Optional<String>> refusal = Optional::empty;
    private volatile Supplier<Optional<String>> refusalOfAnswers = Optional::empty;

    HttpServices(Health health) {
        this.health = health;
    }

    /// What there is once the broker has been reached.
    ///
    /// @param in records in
    /// @param commands orders in
    /// @param queries what is shown
    /// @param specialReports what was reported upward
    /// @param scorecards how agencies report
    /// @param live what is shown as it happens
    /// @param boards what boards ask for
    /// @param links answers by a link
    /// @param rules rules in force and proposed
    /// @param seal signs what others can verify
    /// @param twilio what Twilio tells, where it is configured to
    /// @param notes keeps what was refused
    /// @param refusedRows rows of files that became no record
    /// @param streams the places of listeners
    /// @param accesses notes who was shown what of people
    /// @param access shows that
    record Opened(RecordsIn in, CommandsIn commands, Queries queries, SpecialReportsOut specialReports,
            ScorecardsOut scorecards, LiveStream live, BoardsIn boards, AnswerLinks links, RulesIn rules, Seal seal,
            Optional<TwilioWebhooks> twilio, RefusalNotes notes, RefusedRows refusedRows, SseSeats streams,
            AccessLog accesses, AccessOut access) {}

    /// What there is once it is known who may sign in.
    record OfPersons(PersonPages pages, PersonsIn in) {}

    void open(Opened services) {
        this.opened = services;
    }

    void open(OfPersons services) {
        this.ofPersons = services;
    }

    void deployed(ObjectNode where) {
        this.deployment = where;
    }

    /// Refuses whatever writes while there is a reason to.
    ///
    /// @param ofAnswers the reason to refuse orders, links and answers by SMS, too
    void refuseWhile(Supplier<Optional<String>> reason, Supplier<Optional<String>> ofAnswers) {
        this.refusal = reason;
        this.refusalOfAnswers = ofAnswers;
    }

    /// What there is, if the broker has been reached.
    Optional<Opened> ifOpen() {
        return Optional.ofNullable(opened);
    }

    /// The same. Throws 503 while Tocsin starts.
    Opened opened() {
        return ifOpen().orElseThrow(() -> new ApiException(503, "starting", "Tocsin is not ready: " + health.readyJson()
                + "; try again"));
    }

    /// What there is of persons. Throws 503 while Tocsin starts.
    OfPersons ofPersons() {
        OfPersons here = ofPersons;
        if (here == null) {
            throw new ApiException(503, "starting", "who may sign in is not known here yet; try again");
        }
        return here;
    }

    /// Where the records are. Throws 503 while Tocsin starts.
    ObjectNode deployment() {
        ObjectNode where = deployment;
        if (where == null) {
            throw new ApiException(503, "starting", "the broker is not there yet; try again");
        }
        return where;
    }

    /// What Twilio tells. Throws 404 where it is not in service.
    TwilioWebhooks twilio() {
        return opened().twilio().orElseThrow(() -> new ApiException(404, "not in service",
                "this Tocsin takes nothing from Twilio: channels.sms.provider or http.public-url says otherwise"));
    }

    /// Throws 503 while nothing can be stored.
    ///
    /// @param isAnswer whether it is an order, a link or an answer by SMS, which is taken longer
    void requireStoring(boolean isAnswer) {
        if (!Health.OK.equals(health.of("broker"))) {
            throw new ApiException(503, "the broker is away",
                    "nothing was acknowledged; send the same again after Retry-After: it counts once");
        }
        (isAnswer ? refusalOfAnswers : refusal).get().ifPresent(why -> {
            throw new ApiException(503, "nothing can be stored", "nothing was stored: " + why + "; then send it again");
        });
    }
}
