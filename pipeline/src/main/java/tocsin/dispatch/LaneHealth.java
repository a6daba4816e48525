package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tocsin.observe.Health;
import tocsin.observe.Silence;
import tocsin.v1.ChannelKind;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;
import tocsin.v1.Urgency;

/// What one lane tells health: which means takes messages, and which messages wait for theirs.
final class LaneHealth {
    /// How long a message may wait for its means before that is called silence.
    static final Duration UNSENT_AFTER = Duration.ofSeconds(10);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final String lane;
    private final Health health;
    private long due = System.nanoTime();

    LaneHealth(Urgency urgency, Health health) {
        this.lane = "dispatch-" + urgency.name().toLowerCase(Locale.ROOT);
        this.health = health;
    }

    /// Whether it is time to tell what waits.
    boolean isDue() {
        if (System.nanoTime() - due < 0) {
            return false;
        }
        due = System.nanoTime() + EVERY.toNanos();
        return true;
    }

    /// A page that was read and has not left is silence as much as one that was not read.
    void waiting(List<LedgerEntry> unsent, Instant now) {
        Map<ChannelKind, List<Notification>> byMeans = unsent.stream()
                .map(entry -> Objects.requireNonNull(entry.getNotification()))
                .collect(Collectors.groupingBy(Notification::getChannel));
        List<Silence> silences = new ArrayList<>();
        byMeans.forEach((means, messages) -> silences.add(new Silence(lane, means.name(), messages.size(),
                Duration.between(messages.stream().map(Notification::getDecidedAt).min(Instant::compareTo).orElse(now),
                        now),
                means + " takes no messages: " + health.lastFailure(means.name()))));
        health.looked(lane, silences);
    }

    /// The end of a call.
    void ended(ChannelKind means, Attempt attempt, Instant now) {
        switch (attempt) {
            case Attempt.HandedOver handed -> health.channelWorks(means.name(), now);
            case Attempt.Delivered delivered -> health.channelWorks(means.name(), now);
            case Attempt.Retry retry -> health.channelFailed(means.name(), now, retry.reason().name());
            case Attempt.Refused refused -> health.channelFailed(means.name(), now, refused.reason().name());
            case Attempt.InDoubt doubt -> health.channelFailed(means.name(), now, doubt.reason().name());
        }
    }
}
