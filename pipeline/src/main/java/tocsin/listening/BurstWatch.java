package tocsin.listening;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.PostWindow;
import tocsin.model.Sha256;
import tocsin.rules.MediaRule;
import tocsin.v1.MediaSignal;

/// Decides whether the posts about one type of event in one area are a burst.
final class BurstWatch {
    /// Posts a window holds at most; some 8 kB. More only lengthen a burst that was told already.
    private static final int LIMIT = 1_000;

    private BurstWatch() {}

    /// The window after a post, and the burst it completed, if it completed one.
    record Decision(PostWindow window, Optional<MediaBurst> burst) {}

    static Decision decide(PostWindow window, MediaSignal post, MediaRule rule, String areaCode, Instant arrivedAt) {
        List<Instant> times = new ArrayList<>(window.getPublishedAt());
        times.add(post.getPublishedAt());
        times.sort(null);
        Instant oldest = times.getLast().minus(rule.window());
        times.removeIf(at -> at.isBefore(oldest));
        while (times.size() > LIMIT) {
            times.removeFirst();
        }
        Instant told = window.getBurstAt();
        boolean quiet = told == null || told.isBefore(oldest);
        if (!quiet || times.size() < rule.posts()) {
            return new Decision(new PostWindow(List.copyOf(times), quiet ? null : told), Optional.empty());
        }
        MediaBurst burst = new MediaBurst(
                Sha256.of(rule.provenance().id(), areaCode, times.getFirst().toString()).substring(0, 16),
                rule.provenance().id(), areaCode, rule.type(), times.size(), times.getFirst(), arrivedAt,
                post.getStatus());
        return new Decision(new PostWindow(List.copyOf(times), times.getLast()), Optional.of(burst));
    }
}
