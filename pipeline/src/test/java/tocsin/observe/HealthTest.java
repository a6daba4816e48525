package tocsin.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three pages, three questions: would a restart help, can it store, does everything stored reach somebody.
class HealthTest {
    private final AtomicLong now = new AtomicLong();
    private final Health health = new Health(now::get);

    @BeforeEach
    void everythingHasWorked() {
        List.of("broker", "registry", "intake", "desk", "api").forEach(part -> health.set(part, Health.OK));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void whileAnythingStartsItIsNotReady() {
        health.set("receipts", Health.STARTING);
        assertFalse(health.isReady());
        health.set("receipts", Health.OK);
        assertTrue(health.isReady());
    }

    @ParameterizedTest
    @ValueSource(strings = {"intake", "desk", "registry"})
    void whatJudgesAndTellsMayFailWithoutAnInstanceThatCannotStore(String part) {
        health.set(part, "rebalancing");
        assertTrue(health.isReady());
        assertFalse(health.allWorks());
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "disk", "api", "start"})
    void whatStoringNeedsMakesItUnready(String part) {
        health.set(part, "away");
        assertFalse(health.isReady());
    }

    @Test
    void silenceIsToldWithItsPlaceItsAgeAndItsCause() {
        // When
        health.looked("stall watch", List.of(new Silence("desk", "tocsin.inbox-2", 23, Duration.ofSeconds(11),
                "desk: rebalancing")));

        // Then
        assertEquals("{\"alerting\":false,\"waiting\":[{\"application\":\"desk\",\"partition\":\"tocsin.inbox-2\","
                + "\"records\":23,\"oldestSeconds\":11,\"cause\":\"desk: rebalancing\"}],\"channels\":{}}",
                health.alertingJson().toString());
        assertTrue(health.isReady(), "a shared stall makes no instance unready");
        health.looked("stall watch", List.of());
        assertTrue(health.alertingJson().path("alerting").asBoolean());
    }

    @Test
    void whileNobodyHasLookedItIsNotSaidThatAllIsWell() {
        assertFalse(health.alertingJson().path("alerting").asBoolean());
    }

    @Test
    void whoeverDoesNotLookAnyMoreIsSilentHimself() {
        health.looked("stall watch", List.of());
        pass(Duration.ofSeconds(12));
        assertEquals(List.of(), health.silences());
        pass(Duration.ofMillis(1));
        assertEquals(List.of("stall watch"), health.silences().stream().map(Silence::application).toList());
    }

    @Test
    void aLoopThatDoesNotComeRoundNeedsARestart() {
        // Given
        health.beat("dispatch-urgent");
        pass(Duration.ofMinutes(2));
        boolean inTime = health.notLive().isEmpty();

        // When
        pass(Duration.ofMillis(1));

        // Then
        assertTrue(inTime);
        assertFalse(health.liveJson().path("live").asBoolean());
        health.ended("dispatch-urgent");
        assertTrue(health.liveJson().path("live").asBoolean());
    }

    @Test
    void whatOnlyARestartMendsIsNotLiveForGood() {
        health.fatal("desk", "it has ended");
        assertEquals("{\"live\":false,\"restartFor\":{\"desk\":\"it has ended\"}}", health.liveJson().toString());
    }

    @Test
    void eachMeansTellsItsLastSuccessAndItsLastFailure() {
        // When
        health.channelWorks("SMS", Instant.parse("2026-03-02T00:00:00Z"));
        health.channelFailed("SMS", Instant.parse("2026-03-02T00:01:00Z"), "THROTTLED");

        // Then
        assertEquals("{\"lastSuccess\":\"2026-03-02T00:00:00Z\",\"lastFailure\":\"2026-03-02T00:01:00Z\","
                + "\"reason\":\"THROTTLED\"}", health.alertingJson().path("channels").path("SMS").toString());
    }
}
