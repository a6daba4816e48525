package tocsin.listening;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.PostWindow;
import tocsin.rules.MediaRule;
import tocsin.rules.Pack;
import tocsin.v1.MediaSignal;

/// What a pack's rules about posts say of one post after those before it.
public final class Listening {
    private final Relevance relevance;

    /// @param relevance tells what happens from what only uses its words
    public Listening(Relevance relevance) {
        this.relevance = relevance;
    }

    /// The windows that are kept of posts, by rule, area and status.
    public interface Windows {
        /// The window under this key, or null.
        @Nullable
        PostWindow get(String key);

        /// Keeps a window under this key.
        void put(String key, PostWindow window);
    }

    /// The bursts this post completes, one a rule at most.
    ///
    /// @param area the area it is about
    public List<MediaBurst> read(MediaSignal post, String area, Instant arrivedAt, Pack pack,
            Windows windows) {
        List<MediaBurst> bursts = new ArrayList<>();
        for (MediaRule rule : pack.media()) {
            if (rule.speaksOfIt(post.getText()) && relevance.tellsOfEvent(post.getText(), true)) {
                String key = rule.provenance().id() + "|" + area + "|" + post.getStatus();
                PostWindow window = windows.get(key);
                BurstWatch.Decision decision = BurstWatch.decide(
                        window == null ? PostWindow.newBuilder().build() : window, post, rule, area, arrivedAt,
                        pack.zone());
                windows.put(key, decision.window());
                decision.burst().ifPresent(bursts::add);
            }
        }
        return List.copyOf(bursts);
    }
}
