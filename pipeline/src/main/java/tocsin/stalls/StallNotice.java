package tocsin.stalls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.fanout.DeskSignature;
import tocsin.fanout.Fanout;
import tocsin.fanout.Letter;
import tocsin.model.Sha256;
import tocsin.model.Spans;
import tocsin.observe.Silence;
import tocsin.rules.EscalationPolicy;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Status;
import tocsin.v1.Urgency;
import tocsin.wire.PackLibrary;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Tells the duty desk that something stored reaches nobody, past the desks and on the lane that still works.
final class StallNotice {
    private static final Logger LOG = LoggerFactory.getLogger(StallNotice.class);
    /// The same stall is told again after this, as long as it lasts.
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(30);
    private static final int REMEMBERED = 1_000;

    private final Topics topics;
    private final Outbox outbox;
    private final PackLibrary packs;
    private final InstantSource clock;
    private final Map<String, Instant> told = new HashMap<>();

    /// Takes a message to a lane's topic.
    interface Outbox {
        void put(Topic<Notification> lane, Notification message);
    }

    StallNotice(Topics topics, Outbox outbox, PackLibrary packs, InstantSource clock) {
        this.topics = topics;
        this.outbox = outbox;
        this.packs = packs;
        this.clock = clock;
    }

    /// Tells what has lasted this long, once for each place.
    void tell(List<Silence> silences, Duration lasting) {
        Instant now = clock.instant();
        told.values().removeIf(at -> at.plus(AGAIN_AFTER).isBefore(now));
        boolean routineWaits = silences.stream().anyMatch(silence -> silence.place().startsWith(topics.routine.name()
                + "-") || silence.application().equals("dispatch-routine"));
        silences.stream().filter(silence -> silence.since().compareTo(lasting) >= 0)
                .filter(silence -> !told.containsKey(silence.place()) && told.size() < REMEMBERED)
                .forEach(silence -> {
                    told.put(silence.place(), now);
                    LOG.error("told the duty desk: {} waits for {} since {} s: {}", silence.place(),
                            silence.application(), silence.since().toSeconds(), silence.cause());
                    tell(silence, routineWaits ? Urgency.URGENT : Urgency.ROUTINE, now);
                });
    }

    private void tell(Silence silence, Urgency lane, Instant now) {
        Pack pack = packs.activePack();
        Directory directory = packs.activeDirectory();
        Predicate<String> nobody = official -> false;
        EscalationPolicy policy = pack.policy(pack.verificationPolicy());
        Topic<Notification> topic = lane == Urgency.URGENT ? topics.urgent : topics.routine;
        for (Official official : new Fanout(pack, directory, now, nobody).officials(policy.levels().getFirst(),
                directory.defaultDesk())) {
            letter(silence, official, pack, directory, now).to(official, policy.channels(), pack, now)
                    .map(letter -> Notification.newBuilder(letter).setUrgency(lane).build())
                    .ifPresent(letter -> outbox.put(topic, letter));
        }
    }

    private static Letter letter(Silence silence, Official official, Pack pack, Directory directory, Instant now) {
        Instant since = now.minus(silence.since());
        String language = official.language();
        Map<String, String> said = Letter.words(DeskSignature.of(directory.defaultDesk(), pack, directory), official,
                Status.ACTUAL);
        said.put("feed", silence.place());
        said.put("time", Spans.at(since, pack.zone()).in(language));
        said.put("what", language.startsWith("zh")
                ? "已收到的" + silence.records() + "条信息未得到研判或发送，请立即联系系统管理人员，并改用电话接报。"
                : silence.records() + " records that were received are not judged or sent; call the system's"
                        + " administrator now, and take reports by telephone.");
        // Every instance that sees the same stall writes the same letter, and it leaves once.
        String hour = Long.toString(since.getEpochSecond() / 60);
        return new Letter(NotifyReason.FEED_STALLED, Sha256.of("stall", silence.application(), silence.place(), hour,
                official.id()), Status.ACTUAL, said, said);
    }
}
