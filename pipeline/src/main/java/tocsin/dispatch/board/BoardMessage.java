package tocsin.dispatch.board;

import java.time.Instant;
import java.util.List;

/// One message a board shall show.
///
/// @param notificationId the notification it comes from
/// @param pages at most two pages, one a language, each a list of lines
/// @param priority 1 to 255; the higher wins
/// @param until when it must be gone
public record BoardMessage(String notificationId, List<List<String>> pages, int priority, Instant until) {
    public BoardMessage {
        pages = pages.stream().map(List::copyOf).toList();
    }
}
