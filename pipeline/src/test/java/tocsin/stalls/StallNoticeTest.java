package tocsin.stalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tocsin.desk.City;
import tocsin.desk.FixedPacks;
import tocsin.observe.Silence;
import tocsin.v1.Notification;
import tocsin.v1.Urgency;
import tocsin.wire.Topics;

/// The duty desk hears of what waits, past where it waits.
class StallNoticeTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Topics topics = new Topics("tocsin.", 3);
    private final List<String> lanes = new ArrayList<>();
    private final List<Notification> told = new ArrayList<>();
    private Instant now = City.NIGHT;
    private final StallNotice notice = notice();

    private StallNotice notice() {
        return new StallNotice(topics, (lane, message) -> {
            lanes.add(lane.name());
            told.add(message);
        }, new FixedPacks(), () -> now);
    }

    private static Silence silence(String application, String place, Duration since) {
        return new Silence(application, place, 6, since, "an open transaction holds it back");
    }

    @Test
    void whatLastsAMinuteIsToldOnceWithItsPlace() {
        // When
        notice.tell(List.of(silence("intake", "tocsin.reports-1", Duration.ofSeconds(59))), A_MINUTE);
        int before = told.size();
        notice.tell(List.of(silence("intake", "tocsin.reports-1", Duration.ofSeconds(61))), A_MINUTE);
        notice.tell(List.of(silence("intake", "tocsin.reports-1", Duration.ofSeconds(63))), A_MINUTE);

        // Then
        assertEquals(0, before);
        assertEquals(List.of("duty-brown"), told.stream().map(Notification::getRecipient).toList());
        assertTrue(told.getFirst().getBody().contains("tocsin.reports-1"), told.getFirst()::getBody);
        assertEquals(List.of("tocsin.notifications"), lanes);
    }

    @Test
    void whereTheRoutineLaneItselfWaitsTheOtherIsTaken() {
        // When
        notice.tell(List.of(silence("dispatch-routine", "tocsin.notifications-2", A_MINUTE)), A_MINUTE);

        // Then
        assertEquals(List.of("tocsin.notifications.urgent"), lanes);
        assertEquals(Urgency.URGENT, told.getFirst().getUrgency());
    }

    @Test
    void everyInstanceWritesTheSameMessageSoThatItLeavesOnce() {
        // When
        notice.tell(List.of(silence("desk", "tocsin.inbox-0", A_MINUTE)), A_MINUTE);
        notice().tell(List.of(silence("desk", "tocsin.inbox-0", A_MINUTE)), A_MINUTE);

        // Then
        assertEquals(1, told.stream().map(Notification::getNotificationId).distinct().count());
        assertEquals(2, told.size());
    }

    @Test
    void aStallThatGoesOnIsToldAgainAfterHalfAnHour() {
        // When
        notice.tell(List.of(silence("desk", "tocsin.inbox-0", A_MINUTE)), A_MINUTE);
        now = now.plus(Duration.ofMinutes(31));
        notice.tell(List.of(silence("desk", "tocsin.inbox-0", Duration.ofMinutes(32))), A_MINUTE);

        // Then
        assertEquals(2, told.size());
    }
}
