package tocsin.desk;

import java.time.Instant;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.PublicPosts;

/// What an incident keeps of public posts, and whether more of them are news.
final class PostsHeard {
    /// How many times as many posts are told again. A burst of a thousand is so told eight times at most.
    private static final int NEWS = 2;

    private PostsHeard() {}

    /// The incident with this burst of posts, where it is the largest so far.
    static IncidentFile with(IncidentFile file, MediaBurst burst) {
        PublicPosts known = file.getPublicPosts();
        int told = known == null ? 0 : known.getTold();
        if (known != null && known.getPosts() > burst.getPosts()) {
            return file;
        }
        Instant lastAt = burst.getArrivedAt().isBefore(burst.getFirstPublishedAt())
                ? burst.getFirstPublishedAt()
                : burst.getArrivedAt();
        return IncidentFile.newBuilder(file).setPublicPosts(new PublicPosts(burst.getPosts(),
                burst.getFirstPublishedAt(), lastAt, burst.getExamples(), told)).build();
    }

    /// Whether what is kept now is much more than what was told last; the first posts always are.
    static boolean isNews(IncidentFile file) {
        PublicPosts posts = file.getPublicPosts();
        return posts != null && (posts.getTold() == 0 || posts.getPosts() >= NEWS * posts.getTold());
    }

    /// The incident after its posts were told.
    static IncidentFile told(IncidentFile file) {
        PublicPosts posts = file.getPublicPosts();
        return posts == null
                ? file
                : IncidentFile.newBuilder(file)
                        .setPublicPosts(PublicPosts.newBuilder(posts).setTold(posts.getPosts()).build()).build();
    }
}
