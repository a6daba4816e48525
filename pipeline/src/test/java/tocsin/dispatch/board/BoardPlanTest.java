package tocsin.dispatch.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tocsin.dispatch.Notifications;
import tocsin.v1.ChannelKind;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;

/// What a board shall show.
class BoardPlanTest {
    private static final Instant NOW = Notifications.DECIDED;

    private static Notification.Builder message(String id, String incident, int priority, int minute) {
        return Notifications.mail(id).setIncidentId(incident).setChannel(ChannelKind.BOARD).setAddress("square")
                .setRecipient("square").setTemplate("keep-away").setPriority(priority).setReason(NotifyReason.PUBLIC)
                .setDecidedAt(NOW.plus(Duration.ofMinutes(minute))).setExpiresAt(NOW.plus(Duration.ofHours(2)))
                .setBody("火灾\n请远离\n\nFire\nKeep away");
    }

    private static List<String> standing(Instant now, Notification... sent) {
        return BoardPlan.standing(List.of(sent), now).stream().map(BoardMessage::notificationId).toList();
    }

    @Test
    void theHigherPriorityWinsAndOfEqualsTheNewer() {
        assertEquals(List.of("grave", "newer", "older"), standing(NOW, message("older", "a", 100, 0).build(),
                message("grave", "b", 200, 1).build(), message("newer", "c", 100, 2).build()));
    }

    @Test
    void theNewestOfAnIncidentTakesThePlaceOfTheOneBefore() {
        assertEquals(List.of("second"), standing(NOW, message("first", "a", 200, 0).build(),
                message("second", "a", 100, 1).build()));
    }

    @Test
    void whatIsClearedOrRetractedIsGoneAndNothingElse() {
        for (NotifyReason reason : List.of(NotifyReason.ALL_CLEAR, NotifyReason.RETRACTED)) {
            assertEquals(List.of("other"), standing(NOW, message("first", "a", 200, 0).build(),
                    message("other", "b", 100, 0).build(), message("clear", "a", 200, 1).setReason(reason).build()));
        }
    }

    @Test
    void whatHasRunOutIsGoneAtThatMomentAndNotBefore() {
        // Given
        Notification message = message("first", "a", 200, 0).build();

        // Then
        assertEquals(List.of("first"), standing(message.getExpiresAt().minusMillis(1), message));
        assertEquals(List.of(), standing(message.getExpiresAt(), message));
    }

    @Test
    void pagesAreABlankLineApart() {
        assertEquals(List.of(List.of("火灾", "请远离"), List.of("Fire", "Keep away")),
                BoardPlan.message(message("first", "a", 200, 0).build()).pages());
    }
}
