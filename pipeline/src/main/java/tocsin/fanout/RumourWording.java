package tocsin.fanout;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.PublicPosts;

/// What a page about public posts says of them: how many, since when, two short quotes, and whether an agency has
/// reported. Names, handles and numbers were removed at intake, before anything of a post was kept.
final class RumourWording {
    /// Characters of one quote in a mail.
    static final int QUOTE = 60;
    /// Quotes of one message.
    private static final int QUOTES = 2;
    /// A span longer than this is told by the time of its beginning.
    private static final Duration SPAN = Duration.ofMinutes(90);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter ZH = DateTimeFormatter.ofPattern("M月d日HH:mm", Locale.CHINESE);
    private static final DateTimeFormatter EN = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    private RumourWording() {}

    /// Puts `{posts}`, `{since}`, `{quotes}` and `{reported}` among these words; nothing where no posts are known.
    ///
    /// @param zone the local time of the desk
    static void into(Map<String, String> words, IncidentFile file, String language, ZoneId zone, Instant now) {
        PublicPosts posts = file.getPublicPosts();
        if (posts == null) {
            return;
        }
        boolean zh = language.startsWith("zh");
        words.put("posts", Integer.toString(posts.getPosts()));
        words.put("since", since(posts, zh, zone, now));
        words.put("quotes", quotes(posts.getExamples(), QUOTE, zh));
        words.put("reported", file.getStatements().isEmpty()
                ? zh ? "尚无单位报告" : "no agency has reported"
                : zh ? "已有单位报告" : "an agency has reported");
    }

    private static String since(PublicPosts posts, boolean zh, ZoneId zone, Instant now) {
        Duration span = Duration.between(posts.getFirstAt(), posts.getLastAt());
        if (span.compareTo(SPAN) <= 0 && Duration.between(posts.getLastAt(), now).compareTo(SPAN) <= 0) {
            // A part of a minute counts as one: "in 0 minutes" says nothing.
            long minutes = Math.max(1, (span.toSeconds() + 59) / 60);
            return zh ? minutes + "分钟内" : "in " + minutes + " min";
        }
        boolean today = LocalDate.ofInstant(posts.getFirstAt(), zone).equals(LocalDate.ofInstant(now, zone));
        String first = (today ? TIME : zh ? ZH : EN).format(posts.getFirstAt().atZone(zone));
        return zh ? "自" + first + "起" : "since " + first;
    }

    /// The newest two of these texts, each of so many characters at most; empty where there are none, or no room.
    static String quotes(List<String> examples, int longest, boolean zh) {
        if (longest <= 0) {
            return "";
        }
        return examples.subList(Math.max(0, examples.size() - QUOTES), examples.size()).stream()
                .map(text -> plain(text, longest)).filter(text -> !text.isEmpty())
                .map(text -> zh ? "“" + text + "”" : "\"" + text + "\" ").collect(Collectors.joining());
    }

    /// One line without links, and without the marks that messages themselves are made of.
    private static String plain(String text, int longest) {
        String line = text.replaceAll("https?://\\S+", " ").replaceAll("[【】“”\"\\p{Cntrl}]", " ")
                .replaceAll("\\s+", " ")
                .strip();
        int[] points = line.codePoints().toArray();
        return points.length <= longest ? line : new String(points, 0, longest - 1) + "…";
    }
}
