package tocsin.dispatch.sms.twilio;

import com.twilio.base.Page;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageReader;
import com.twilio.type.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Reconciliation;
import tocsin.dispatch.sms.SmsMessage;
import tocsin.model.References;

/// The search for a message in doubt in Twilio's list of the messages to one number.
///
/// The list is sorted by the date of sending. A message that is still queued has none, so it may stand anywhere, no
/// filter by date finds it, and it moves when it is sent. Therefore the search trusts no order: "there" is answered as
/// soon as the message is seen, and "not there" only when every page was read to its end, twice alike where there is
/// more than one page. Everything else is "not known".
final class MessageSearch {
    /// How far Twilio's clock and that of the broker may differ. What is older than the decision by more is another
    /// message whose code happens to be the same: there are 33 million codes.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);
    /// How long Twilio may take to list a message it has accepted. Twilio promises nothing here.
    static final Duration LISTED_WITHIN = Duration.ofSeconds(10);
    private static final int UNAUTHORISED = 401;
    private static final int SERVER_ERROR = 500;

    /// How much one search reads.
    ///
    /// @param pages pages at most, the second reading included
    /// @param pageSize messages on a page, 1 to 1,000
    /// @param time how long it may take; the page that is being read then is still read
    record Bound(int pages, int pageSize, Duration time) {
        /// A list of 20,000 messages is read twice within this.
        static final Bound USUAL = new Bound(40, 1_000, Duration.ofSeconds(20));
    }

    private final TwilioRestClient client;
    private final Bound bound;
    private final InstantSource clock;

    MessageSearch(TwilioRestClient client, Bound bound, InstantSource clock) {
        this.client = client;
        this.bound = bound;
        this.clock = clock;
    }

    /// What one reading of the whole list saw. Two readings are alike if they saw the same messages with the same dates
    /// in the same order.
    private record Reading(int messages, long hash) {
        static final Reading NOTHING = new Reading(0, 0);

        Reading and(Message listed) {
            int here = Objects.hash(listed.getSid(), listed.getDateSent());
            return new Reading(messages + 1, (hash ^ here) * 0x9E3779B97F4A7C15L);
        }
    }

    /// Where a search stands.
    private static final class Progress {
        private int pages;
        private Reading reading = Reading.NOTHING;
        private boolean hidden;
        private @Nullable String endedBadly;
    }

    /// Looks for this message.
    Reconciliation find(SmsMessage message, Doubt doubt) {
        Instant began = clock.instant();
        Instant until = began.plus(bound.time());
        MessageReader reader = Message.reader().setTo(new PhoneNumber(message.to()))
                .setPageSize((long) bound.pageSize());
        Progress progress = new Progress();
        Reading before = null;
        while (true) {
            Optional<Reconciliation> early = readToEnd(reader, message, doubt, until, progress);
            if (early.isPresent()) {
                return early.get();
            }
            if (progress.pages == 1 || progress.reading.equals(before)) {
                return atItsEnd(progress, doubt, began);
            }
            before = progress.reading;
            progress.reading = Reading.NOTHING;
        }
    }

    /// Reads every page; the answer where it is known, or known to stay open, before the end.
    private Optional<Reconciliation> readToEnd(MessageReader reader, SmsMessage message, Doubt doubt, Instant until,
            Progress progress) {
        Page<Message> page = null;
        do {
            if (progress.pages >= bound.pages() || !clock.instant().isBefore(until)) {
                return Optional.of(new Reconciliation.NotKnown("Twilio's list is longer than what is read of it: "
                        + bound.pages() + " pages, " + bound.time().toSeconds() + " s"));
            }
            try {
                page = page == null ? reader.firstPage(client) : reader.nextPage(page, client);
            } catch (ApiException | OnceOnlyHttpClient.ThrottledException e) {
                return Optional.of(progress.pages == 0 && isAway(e)
                        ? new Reconciliation.NotNow()
                        : new Reconciliation.NotKnown("page " + (progress.pages + 1) + " of Twilio's list failed"));
            } catch (RuntimeException e) {
                return Optional.of(new Reconciliation.NotKnown("page " + (progress.pages + 1)
                        + " of Twilio's list cannot be read: " + e.getClass().getSimpleName()));
            }
            progress.pages++;
            for (Message listed : page.getRecords()) {
                progress.reading = progress.reading.and(listed);
                if (isOurs(listed, message, doubt, progress)) {
                    return Optional.of(new Reconciliation.Found(listed.getSid()));
                }
            }
        } while (page.hasNextPage());
        return Optional.empty();
    }

    private Reconciliation atItsEnd(Progress progress, Doubt doubt, Instant began) {
        if (progress.endedBadly != null) {
            return new Reconciliation.Found(progress.endedBadly);
        }
        if (progress.hidden) {
            return new Reconciliation.NotKnown("Twilio lists a message without its words, which may be this one");
        }
        return began.isBefore(doubt.at().plus(LISTED_WITHIN))
                ? new Reconciliation.NotKnown("not listed, and Twilio may list it a little later")
                : new Reconciliation.NotFound();
    }

    /// Whether this is the message. A copy that ended badly may be one of an earlier attempt: another is preferred.
    private static boolean isOurs(Message listed, SmsMessage message, Doubt doubt, Progress progress) {
        boolean possible = listed.getDirection() != Message.Direction.INBOUND
                && !doubt.earlierCopy().equals(Optional.of(listed.getSid())) && (listed.getDateCreated() == null
                        || !listed.getDateCreated().toInstant().isBefore(doubt.decidedAt().minus(CLOCKS_DIFFER)));
        if (!possible) {
            return false;
        }
        String body = listed.getBody();
        if (body == null || body.isBlank()) {
            progress.hidden = true;
            return false;
        }
        if (!References.marks(body, message.reference())) {
            return false;
        }
        if (endedBadly(listed)) {
            progress.endedBadly = listed.getSid();
            return false;
        }
        return true;
    }

    private static boolean endedBadly(Message listed) {
        return switch (listed.getStatus()) {
            case UNDELIVERED, FAILED, CANCELED -> true;
            case null, default -> false;
        };
    }

    /// Whether nothing could be sent either: then the doubt waits.
    private static boolean isAway(RuntimeException failure) {
        if (!(failure instanceof ApiException refused) || refused.getStatusCode() == null) {
            return true;
        }
        return refused.getStatusCode() >= SERVER_ERROR || refused.getStatusCode() == UNAUTHORISED;
    }
}
