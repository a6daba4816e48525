package tocsin.listening;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.PostWindow;
import tocsin.internal.v1.WindowPost;
import tocsin.model.Sha256;
import tocsin.model.TextPrint;
import tocsin.rules.MediaRule;
import tocsin.v1.MediaSignal;

/// Decides whether the posts about one type of event in one area are a burst: as many as the pack asks for, not counting
/// those that repeat others, and more than is usual there at that hour of the week. A burst that doubles is told again:
/// of forty posts the first five are the least.
final class BurstWatch {
    /// Posts a window holds at most; some 15 kB. More only lengthen a burst that was told already.
    private static final int LIMIT = 1_000;
    /// Texts that differ in no more of 64 bits are one text and its reposts.
    private static final int SAME_BITS = 3;
    /// Letters below which a text is short.
    private static final int SHORT = 20;
    private static final int EXAMPLES = 3;
    /// How many times as many posts are news again: with [#LIMIT] posts at most eight times in a window.
    private static final int GROWN = 2;
    private static final int EXAMPLE_LENGTH = 280;

    private BurstWatch() {}

    /// The window after a post, and the burst it completed, if it completed one.
    record Decision(PostWindow window, Optional<MediaBurst> burst) {}

    static Decision decide(PostWindow before, MediaSignal post, MediaRule rule, String areaCode, Instant arrivedAt,
            ZoneId zone) {
        List<WindowPost> posts = new ArrayList<>(before.getPosts());
        long print = print(post);
        int original = original(posts, print);
        if (original >= 0) {
            WindowPost known = posts.get(original);
            posts.set(original, WindowPost.newBuilder(known).setTimes(known.getTimes() + 1)
                    .setAt(earlier(known.getAt(), post.getPublishedAt())).build());
        } else {
            posts.add(new WindowPost(post.getPublishedAt(), print, 1));
        }
        posts.sort(Comparator.comparing(WindowPost::getAt));
        Instant newest = posts.getLast().getAt();
        Instant oldest = newest.minus(rule.window());
        posts.removeIf(one -> one.getAt().isBefore(oldest));
        while (posts.size() > LIMIT) {
            posts.removeFirst();
        }
        PostWindow window = PostWindow.newBuilder(Baseline.counted(before, post.getPublishedAt(), zone))
                .setPosts(List.copyOf(posts))
                .setExamples(original >= 0 ? before.getExamples() : examples(before, post)).build();
        Instant told = before.getBurstAt();
        boolean quiet = told == null || told.isBefore(oldest);
        boolean grown = !quiet && before.getBurstPosts() > 0 && posts.size() >= GROWN * before.getBurstPosts();
        if (!quiet && !grown || posts.size() < rule.posts()
                || !Baseline.isUnusual(before, posts.size(), newest, rule.window(), zone)) {
            return new Decision(PostWindow.newBuilder(window).setBurstAt(quiet ? null : told)
                    .setBurstPosts(quiet ? 0 : before.getBurstPosts()).build(), Optional.empty());
        }
        Instant first = posts.getFirst().getAt();
        int all = posts.stream().mapToInt(WindowPost::getTimes).sum();
        MediaBurst burst = new MediaBurst(
                id(rule, areaCode, first, grown ? posts.size() : 0), rule.provenance().id(),
                areaCode, rule.type(), posts.size(), first, all - posts.size(), window.getExamples(), arrivedAt,
                post.getStatus());
        return new Decision(PostWindow.newBuilder(window).setBurstAt(newest).setBurstPosts(posts.size()).build(),
                Optional.of(burst));
    }

    /// @param grown the posts of a burst that has doubled; 0 for one that begins
    private static String id(MediaRule rule, String areaCode, Instant first, int grown) {
        String name = rule.provenance().id();
        return (grown == 0
                ? Sha256.of(name, areaCode, first.toString())
                : Sha256.of(name, areaCode, first.toString(), Integer.toString(grown))).substring(0, 16);
    }

    /// Alike prints are one text and its reposts. Few words say the same by chance: a short text is only itself again.
    private static long print(MediaSignal post) {
        return post.getText().codePoints().filter(Character::isLetterOrDigit).count() < SHORT
                ? TextPrint.ofWhole(post.getSource() + "/" + post.getSignalId())
                : TextPrint.of(post.getText());
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    private static int original(List<WindowPost> posts, long print) {
        for (int i = 0; i < posts.size(); i++) {
            if (TextPrint.distance(posts.get(i).getWords(), print) <= SAME_BITS) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> examples(PostWindow before, MediaSignal post) {
        List<String> examples = new ArrayList<>(before.getExamples());
        String text = post.getText();
        examples.add(text.substring(0, Math.min(EXAMPLE_LENGTH, text.length())));
        return List.copyOf(examples.subList(Math.max(0, examples.size() - EXAMPLES), examples.size()));
    }
}
