package tocsin.listening;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.PostWindow;
import tocsin.rules.MediaRule;
import tocsin.rules.Pack;
import tocsin.rules.directory.Area;
import tocsin.rules.directory.Directory;
import tocsin.v1.MediaSignal;

/// What a pack's rules about posts say of one post after those before it.
public final class Listening {
    private Listening() {}

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
    public static List<MediaBurst> read(MediaSignal post, String area, Instant arrivedAt, Pack pack,
            Windows windows) {
        List<MediaBurst> bursts = new ArrayList<>();
        for (MediaRule rule : pack.media()) {
            if (rule.speaksOfIt(post.getText())) {
                String key = rule.provenance().id() + "|" + area + "|" + post.getStatus();
                PostWindow window = windows.get(key);
                BurstWatch.Decision decision = BurstWatch.decide(
                        window == null ? new PostWindow(List.of(), null) : window, post, rule, area, arrivedAt);
                windows.put(key, decision.window());
                decision.burst().ifPresent(bursts::add);
            }
        }
        return List.copyOf(bursts);
    }

    /// The area a post is about: the one it was sent for, or the first its words name; empty where it names none.
    public static Optional<String> area(MediaSignal post, String sentFor, Directory directory) {
        return sentFor.isEmpty() ? areaByName(directory, post).map(Area::code) : Optional.of(sentFor);
    }

    private static Optional<Area> areaByName(Directory directory, MediaSignal post) {
        String words = post.getText() + " " + (post.getPlaceText() == null ? "" : post.getPlaceText());
        return directory.areas().values().stream().filter(area -> !area.code().endsWith("00"))
                .filter(area -> words.contains(area.name().zh()) || words.contains(area.name().en())
                        || area.aliases().stream().anyMatch(words::contains))
                .findFirst();
    }
}
