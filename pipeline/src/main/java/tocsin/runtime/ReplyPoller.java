package tocsin.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.api.RepliesIn;
import tocsin.dispatch.sms.twilio.TwilioProvider;

/// Fetches answers from Twilio: all of them where it cannot call us, and where it can, those whose call was lost.
///
/// Every instance asks; a desk takes each answer once.
final class ReplyPoller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyPoller.class);
    /// How far back the first look goes: what came while nobody was there.
    private static final Duration FIRST_LOOK = Duration.ofMinutes(30);
    /// How far each later look overlaps the one before.
    private static final Duration OVERLAP = Duration.ofMinutes(5);
    private static final int REMEMBERED = 5_000;

    private final TwilioProvider twilio;
    private final RepliesIn replies;
    private final Duration every;
    private final InstantSource clock;
    private final Map<String, Boolean> taken = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("replies").unstarted(this::run);

    ReplyPoller(TwilioProvider twilio, RepliesIn replies, Duration every, InstantSource clock) {
        this.twilio = twilio;
        this.replies = replies;
        this.every = every;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    private void run() {
        Instant since = clock.instant().minus(FIRST_LOOK);
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                Instant began = clock.instant();
                if (look(since)) {
                    since = began.minus(OVERLAP);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean look(Instant since) {
        try {
            for (TwilioProvider.Received received : twilio.received(since)) {
                if (!taken.containsKey(received.sid())) {
                    replies.take(received.sid(), received.from(), received.text(), received.at());
                    taken.put(received.sid(), true);
                }
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("answers cannot be fetched now: {}", e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
