package tocsin.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tocsin.desk.City;
import tocsin.desk.Reports;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Verdict;

/// The picture of what has been put out takes no more memory than it may, and counts what it has forgotten.
class BoundsTest {
    private static final int FIRES = 40;

    private final City city = new City();

    @BeforeEach
    void manyFires() {
        for (int i = 0; i < FIRES; i++) {
            city.report(Reports.fire("r" + i, city.now()).setIncidentRef("case-" + i)
                    .setCasualties(Reports.tollOf(Grade.III))
                    .setLocation(new Location("370213", "某仓库" + i, 36.0 + i * 0.1, 120.39, null)));
            city.after(Duration.ofSeconds(1));
        }
    }

    private ReadModel picture(long bytes) {
        ReadModel model = new ReadModel(bytes);
        city.verdicts().forEach(verdict -> model.take(verdict, true));
        new TreeMap<>(city.incidents()).values().forEach(incident -> model.take(incident, true));
        city.timeline().forEach(event -> model.take(event, true));
        city.notifications().forEach(notification -> model.take(notification, true));
        return model;
    }

    @Test
    void withRoomForEverythingEverythingIsAsItWasPutOut() {
        ReadModel model = picture(10_000_000);

        assertEquals(city.verdicts(), city.verdicts().stream()
                .map(verdict -> model.verdict(verdict.getAgencyId(), verdict.getReportId()).orElseThrow()).toList());
        assertEquals(FIRES, model.incidents(incident -> true, 1_000).size());
        assertEquals(city.timeline().stream().filter(event -> "370200-20260302-0001".equals(event.getIncidentId()))
                .toList(), model.timeline("370200-20260302-0001"));
        assertEquals(Map.of(Grade.III, (long) FIRES), model.openByGrade());
    }

    @Test
    void theBooksFollowWhatIsNoLongerKept() {
        // Given: every notification handed over, and far more than there is room for
        ReadModel model = picture(60_000);
        city.notifications().forEach(told -> model.take(delivery(told, DeliveryState.HANDED_OVER,
                DeliveryReason.AWAITING_RECEIPT), true));
        assertTrue(model.sent(city.notifications().getFirst().getNotificationId()).isEmpty());

        // When: the receipts come
        city.notifications().forEach(told -> model.take(delivery(told, DeliveryState.DELIVERED, null), true));

        // Then
        assertEquals(city.notifications().size(), model.books().delivered());
        assertEquals(0, model.books().pending());
        assertEquals(model.books().notifications(), model.books().delivered());
    }

    @Test
    void aStallToldByEveryInstanceIsCountedAsItLeaves() {
        // Given: the letter of two instances, which is one
        Notification letter = Notification.newBuilder(city.notifications().getFirst())
                .setReason(NotifyReason.FEED_STALLED).build();
        ReadModel model = new ReadModel(60_000);
        model.take(letter, true);
        model.take(delivery(letter, DeliveryState.HANDED_OVER, null), true);

        // When
        model.take(letter, true);

        // Then
        assertEquals(1, model.books().notifications());
        assertTrue(model.books().balanced());
    }

    private static Delivery delivery(Notification told, DeliveryState state, @Nullable DeliveryReason reason) {
        return Delivery.newBuilder().setNotificationId(told.getNotificationId()).setIncidentId(told.getIncidentId())
                .setAttempt(1).setState(state)
                .setProvider("double").setReason(reason).setAt(told.getDecidedAt()).setChannel(told.getChannel())
                .build();
    }

    @Test
    void withLessTheNewestAreKeptAndAllAreCounted() {
        ReadModel model = picture(60_000);
        List<String> kept = model.incidents(incident -> true, 1_000).stream().map(Incident::getIncidentId).toList();

        assertTrue(kept.size() > 3 && kept.size() < FIRES, () -> kept.size() + " are kept");
        assertEquals(city.incidents().keySet().stream().sorted(java.util.Comparator.reverseOrder())
                .limit(kept.size()).toList(), kept);
        assertTrue(model.verdict("qingdao-fire", "r0").isEmpty());
        assertEquals("r39", model.verdict(null, "r39").map(Verdict::getReportId).orElse(""));
        assertTrue(model.timeline("370200-20260302-0001").isEmpty());
        assertEquals(FIRES, model.books().verdicts());
        assertEquals(city.notifications().size(), model.books().notifications());
        assertEquals(city.notifications().size(), model.books().pending());
        assertEquals(Map.of(Grade.III, (long) FIRES), model.openByGrade());
    }
}
