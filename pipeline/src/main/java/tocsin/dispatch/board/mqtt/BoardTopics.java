package tocsin.dispatch.board.mqtt;

import java.util.Optional;

/// The topics of boards.
///
/// @param prefix what they begin with
record BoardTopics(String prefix) {
    private static final String SHOWN = "/shown";

    String content(String board) {
        return prefix + "/" + board + "/content";
    }

    /// Where every board says what it shows.
    String anyShown() {
        return prefix + "/+" + SHOWN;
    }

    /// Whose topic this is.
    Optional<String> boardShown(String topic) {
        String start = prefix + "/";
        if (topic.length() <= start.length() + SHOWN.length() || !topic.startsWith(start) || !topic.endsWith(SHOWN)) {
            return Optional.empty();
        }
        return Optional.of(topic.substring(start.length(), topic.length() - SHOWN.length()));
    }

    /// Whether an id can be a level of a topic.
    static boolean isLevel(String board) {
        return !board.isEmpty()
                && board.chars().noneMatch(character -> "/+#".indexOf(character) >= 0 || character < ' ');
    }
}
