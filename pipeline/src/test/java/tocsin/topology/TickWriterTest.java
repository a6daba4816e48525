package tocsin.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tocsin.desk.City;
import tocsin.desk.Desk;
import tocsin.desk.DeskStores;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.RollCall;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.ArrivalBasis;
import tocsin.internal.v1.Tick;
import tocsin.v1.Grade;

/// When a desk's inbox is told that time has passed: ten minutes after 03:00 a page is due here.
class TickWriterTest {
    private static final Instant DUE = City.NIGHT.plus(Duration.ofMinutes(10));
    private static final Instant RESTART = DUE.plus(Duration.ofHours(2));

    private final DeskStores stores = DeskStores.inMemory();

    @BeforeEach
    void aPageIsUnanswered() {
        FixedPacks packs = new FixedPacks();
        Desk desk = new Desk(stores, packs);
        Origin origin = new Origin("tocsin.inbox", 0, 0L, "00");
        desk.read(new InboxRecord("", null, packs.activate(FixedPacks.qingdao())), origin, City.NIGHT);
        desk.read(new InboxRecord("370200", null,
                new AcceptedReport(Reports.fire("r1", City.NIGHT).setCasualties(Reports.tollOf(Grade.III)).build(),
                        City.NIGHT, SenderProof.API_KEY, "content", ArrivalBasis.APPENDED, null)),
                origin, City.NIGHT);
    }

    @Test
    void afterAnAssignmentNothingIsTickedBeforeTheBacklogHasBeenRead() {
        // Given
        TickWriter ticks = new TickWriter(stores, 0, RESTART);
        InboxRecord rollCall = ticks.rollCall().orElseThrow();

        // When
        Optional<InboxRecord> before = ticks.tick("370200", RESTART.plusSeconds(29));
        ticks.read(new InboxRecord("", null, new RollCall(0, "of an earlier assignment")));
        Optional<InboxRecord> afterAnOlderRollCall = ticks.tick("370200", RESTART.plusSeconds(29));
        ticks.read(rollCall);
        Optional<InboxRecord> after = ticks.tick("370200", RESTART.plusSeconds(29));

        // Then
        assertTrue(before.isEmpty());
        assertTrue(afterAnOlderRollCall.isEmpty());
        assertEquals(DUE, ((Tick) after.orElseThrow().getBody()).getDueAt());
        assertTrue(ticks.rollCall().isEmpty(), "it calls once");
    }

    @Test
    void anEndlessBacklogSilencesNobodyForMoreThanThirtySeconds() {
        TickWriter ticks = new TickWriter(stores, 0, RESTART);
        assertTrue(ticks.tick("370200", RESTART.plusSeconds(29)).isEmpty());
        assertTrue(ticks.tick("370200", RESTART.plusSeconds(30)).isPresent());
    }

    @Test
    void oneTickIsOutstandingAtATimeAndNoneBeforeAnythingIsDue() {
        // Given
        TickWriter ticks = new TickWriter(stores, 0, City.NIGHT);
        ticks.read(ticks.rollCall().orElseThrow());

        // Then
        assertEquals(Set.of("370200"), ticks.desks(), "known from the stores");
        assertTrue(ticks.tick("370200", City.NIGHT.plusSeconds(9)).isEmpty());
        InboxRecord tick = ticks.tick("370200", DUE).orElseThrow();
        assertTrue(ticks.tick("370200", DUE.plusSeconds(9)).isEmpty());
        ticks.read(tick);
        assertTrue(ticks.tick("370200", DUE.plusSeconds(10)).isPresent());
    }

    @Test
    void theTimeIsHeardSoonAndTheDueTimeAtItsMoment() {
        // Given
        TickWriter ticks = new TickWriter(stores, 0, City.NIGHT);
        ticks.read(ticks.rollCall().orElseThrow());

        // When
        InboxRecord heard = ticks.tick("370200", DUE.minusMillis(1)).orElseThrow();
        ticks.read(heard);

        // Then
        assertEquals(DUE.minusMillis(1), ((Tick) heard.getBody()).getDueAt());
        assertEquals(DUE, ((Tick) ticks.tick("370200", DUE).orElseThrow().getBody()).getDueAt());
    }

    @Test
    void aDeskThatAwaitsSomethingSoonHearsTheTimeEveryTenSeconds() {
        // Given
        TickWriter ticks = new TickWriter(stores, 0, City.NIGHT);
        ticks.read(ticks.rollCall().orElseThrow());

        // When, Then
        assertTrue(ticks.tick("370200", City.NIGHT.plusSeconds(10)).isEmpty());
        InboxRecord heard = ticks.tick("370200", City.NIGHT.plusSeconds(11)).orElseThrow();
        ticks.read(heard);
        assertTrue(ticks.tick("370200", City.NIGHT.plusSeconds(20)).isEmpty(), "the desk's clock is not asked for");
    }

    @Test
    void aDeskWhoseClockIsAheadHearsOfItOnceInTenSeconds() {
        // Given: the clock was set back by an hour, and nothing is due for an hour and ten minutes
        Instant before = City.NIGHT.minus(Duration.ofHours(1));
        TickWriter ticks = new TickWriter(stores, 0, before);
        ticks.read(ticks.rollCall().orElseThrow());

        // When
        InboxRecord told = ticks.tick("370200", before).orElseThrow();
        ticks.read(told);

        // Then
        assertTrue(ticks.tick("370200", before.plusSeconds(9)).isEmpty(),
                "a broker whose clock differs is not asked on");
        assertTrue(ticks.tick("370200", before.plusSeconds(10)).isPresent());
    }
}
