package tocsin.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.api.RepliesIn;
import tocsin.dispatch.sms.twilio.TwilioProvider;

/// Fetches answers from Twilio: all of them where it cannot call us, and where it can, those whose call was lost.
///
/// Every instance asks; a desk takes each answer once.
final class ReplyPoller {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyPoller.class);
    /// How far back the first look goes: what came while nobody was there.
    private static final Duration FIRST_LOOK = Duration.ofMinutes(30);
    /// How far each later look overlaps the one before.
    private static final Duration OVERLAP = Duration.ofMinutes(5);
    private static final int REMEMBERED = 5_000;

    private final TwilioProvider twilio;
    private final RepliesIn replies;
    private final InstantSource clock;
    private final Map<String, Boolean> taken = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Instant since;

    ReplyPoller(TwilioProvider twilio, RepliesIn replies, InstantSource clock) {
        this.twilio = twilio;
        this.replies = replies;
        this.clock = clock;
        this.since = clock.instant().minus(FIRST_LOOK);
    }

    /// Looks once. Throws nothing: what cannot be fetched now is fetched the next time.
    void look() {
        Instant began = clock.instant();
        if (fetched(since)) {
            since = began.minus(OVERLAP);
        }
    }

    private boolean fetched(Instant since) {
        try {
            TwilioProvider.Inbox inbox = twilio.received(since);
            for (TwilioProvider.Received received : inbox.received()) {
                if (!taken.containsKey(received.sid())) {
                    replies.take(received.sid(), received.from(), received.text(), received.at());
                    taken.put(received.sid(), true);
                }
            }
            if (!inbox.complete()) {
                LOG.warn("not every answer could be fetched; the next look begins at the same time: since={}", since);
            }
            return inbox.complete();
        } catch (RuntimeException e) {
            LOG.warn("answers cannot be fetched now: {}", e.toString());
            return false;
        }
    }
}
