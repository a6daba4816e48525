package tocsin.stalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tocsin.desk.City;

/// What waits is not forgotten because the broker is too slow to show it.
class UnreadTest {
    private static final TopicPartition REPORTS = new TopicPartition("tocsin.reports", 0);
    private static final Reader INTAKE = new Reader("intake", "tocsin-intake", "tocsin.reports"::equals, true);
    /// One record is stored, behind a transaction that is open.
    private static final Unread.Ends HELD_BACK = new Unread.Ends(Map.of(REPORTS, 0L), Map.of(REPORTS, 1L));

    private final MockConsumer<byte[], byte[]> committed = new MockConsumer<>("earliest");
    private final MockConsumer<byte[], byte[]> everything = new MockConsumer<>("earliest");
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"));
    private Instant now = City.NIGHT;
    private final Unread unread = new Unread(admin, List.of(INTAKE), () -> now, committed, everything);

    @AfterEach
    void close() {
        unread.close();
        admin.close(Duration.ZERO);
    }

    private void theBrokerShowsTheRecord() {
        everything.schedulePollTask(
                () -> everything.addRecord(new ConsumerRecord<>("tocsin.reports", 0, 0, new byte[0], new byte[1])));
    }

    @Test
    void whatWasSeenStillWaitsWhereTheBrokerIsTooSlowToShowItAgain() {
        // Given
        theBrokerShowsTheRecord();
        Instant since = unread.waiting(INTAKE, REPORTS, 0, HELD_BACK).orElseThrow().since();

        // When
        now = now.plusSeconds(15);
        Waiting still = unread.waiting(INTAKE, REPORTS, 0, HELD_BACK).orElseThrow();

        // Then
        assertEquals(City.NIGHT, since);
        assertEquals(new Waiting(INTAKE, REPORTS, 0, 1, City.NIGHT, true), still);
    }

    @Test
    void aReaderThatMovedOnABitIsNotCaughtUpBecauseTheBrokerIsSlow() {
        // Given: two records wait
        Unread.Ends ends = new Unread.Ends(Map.of(REPORTS, 0L), Map.of(REPORTS, 2L));
        theBrokerShowsTheRecord();
        unread.waiting(INTAKE, REPORTS, 0, ends).orElseThrow();

        // When: one was read, and the broker does not show the other in time
        now = now.plusSeconds(15);

        // Then
        assertEquals(City.NIGHT, unread.waiting(INTAKE, REPORTS, 1, ends).orElseThrow().since());
    }

    @Test
    void whatTheBrokerHasNeverShownWaitsSinceItWasAskedFor() {
        // Given
        unread.waiting(INTAKE, REPORTS, 0, HELD_BACK).orElseThrow();

        // When
        now = now.plusSeconds(15);
        theBrokerShowsTheRecord();

        // Then
        assertEquals(City.NIGHT, unread.waiting(INTAKE, REPORTS, 0, HELD_BACK).orElseThrow().since());
    }

    @Test
    void aStretchThatWasReadToItsEndHoldsNothing() {
        // When: there are only marks of transactions
        everything.schedulePollTask(() -> everything.seek(REPORTS, 1));

        // Then
        assertTrue(unread.waiting(INTAKE, REPORTS, 0, HELD_BACK).isEmpty());
    }
}
