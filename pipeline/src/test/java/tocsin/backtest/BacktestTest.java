package tocsin.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.City;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.internal.v1.Origin;
import tocsin.replay.Calls;
import tocsin.replay.Recording;
import tocsin.rules.PackFiles;
import tocsin.v1.Action;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.Location;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;

/// The past through two packs.
final class BacktestTest {
    private static final PackFiles RUNNING = FixedPacks.qingdao();

    @TempDir
    private Path folder;

    private static PackFiles with(PackFiles files, String name, String was, String is) {
        String path = files.files().keySet().stream().filter(one -> one.endsWith(name))
                .filter(one -> files.files().get(one).contains(was)).findFirst().orElseThrow();
        return files.with(path, files.files().get(path).replace(was, is));
    }

    private static Comparison compared(Past past, PackFiles running, PackFiles candidate) {
        return Comparison.of(past, running, candidate, Optional.of(new BigDecimal("0.05")));
    }

    /// What a city's inbox was, as its topics would have it.
    private static Past recorded(City city, List<Past.Moment> more) {
        List<Past.Moment> moments = new ArrayList<>(more);
        city.inbox().forEach(one -> moments.add(new Past.Moment.Inbox(one.record(), one.at())));
        Map<String, String> openedBy = new HashMap<>();
        city.incidents().values()
                .forEach(incident -> openedBy.put(incident.getIncidentId(), incident.getOpenedBy()));
        return new Past(moments, openedBy, "a night", false);
    }

    private static Past.Moment reading(City city, double value) {
        return new Past.Moment.Reading(
                new SensorReading(null, "gas-licang-07", "gas_lel_pct", value, "%", city.now(), null, null, null,
                        Status.ACTUAL, null, null, Map.of()),
                "gas-licang-07", new Origin("tocsin.readings", 0, 0L, "0"), city.now());
    }

    @Test
    void aMovedLimitChangesExactlyTheRowsBetweenOldAndNew() throws Exception {
        // Given
        Calls calls = Calls.make(folder.resolve("calls.csv"), 2_000, 1);
        Past past = Past.of(Recording.of(List.of(calls.file()), Calls.mapping()), "calls");

        // When
        Comparison comparison = compared(past, Calls.pack(),
                with(Calls.pack(), "timeliness.yaml", "limit: PT120S", "limit: PT60S"));

        // Then
        assertEquals(calls.over60() - calls.over120(), comparison.changedVerdicts().size());
        JsonNode findings = ComparisonJson.of(comparison).path("verdicts").path("findings").path("SF-120 LATE");
        assertEquals(calls.over120(), findings.path("running").asLong());
        assertEquals(calls.over60(), findings.path("candidate").asLong());
        assertTrue(comparison.changedIncidents().isEmpty());
    }

    @Test
    void aPackAgainstItselfMakesNoDifference() throws Exception {
        // Given
        Calls calls = Calls.make(folder.resolve("calls.csv"), 500, 2);
        Past past = Past.of(Recording.of(List.of(calls.file()), Calls.mapping()), "calls");

        // When
        Comparison comparison = compared(past, Calls.pack(), Calls.pack());

        // Then
        assertTrue(comparison.isSame());
        assertEquals(comparison.running().fingerprint(), comparison.candidate().fingerprint());
    }

    @Test
    void twiceTheSameByteForByte() {
        // Given
        City city = night();
        PackFiles candidate = with(RUNNING, "shandong/timeliness.yaml", "limit: PT30M", "limit: PT1M");

        // Then
        assertEquals(ComparisonJson.of(compared(recorded(city, List.of()), RUNNING, candidate)).toString(),
                ComparisonJson.of(compared(recorded(city, List.of()), RUNNING, candidate)).toString());
        assertEquals(ComparisonPage.of(compared(recorded(city, List.of()), RUNNING, candidate)),
                ComparisonPage.of(compared(recorded(city, List.of()), RUNNING, candidate)));
    }

    /// A fire is reported, somebody answers, a message fails.
    private static City night() {
        City city = new City();
        city.report(Reports.fire("R1", city.now()).setCasualties(Reports.tollOf(Grade.III)));
        String incident = city.incidents().keySet().iterator().next();
        city.after(Duration.ofMinutes(2));
        city.outcome(city.notifications().getFirst(), DeliveryState.FAILED, DeliveryReason.ADDRESS_INVALID);
        city.command("duty-brown", Action.ACKNOWLEDGE, incident);
        city.after(Duration.ofMinutes(30));
        return city;
    }

    @Test
    void whatTheRunningPackDecidedIsDecidedAgainFromTheInbox() {
        // Given
        City city = night();

        // When
        Comparison comparison = compared(recorded(city, List.of()), RUNNING, RUNNING);

        // Then
        assertTrue(comparison.isSame());
        assertEquals(city.notifications().size(),
                ComparisonJson.of(comparison).path("running").path("messages").asInt());
        assertEquals(city.verdicts().size(), comparison.verdicts());
    }

    @Test
    void oneExtraIncidentDoesNotShiftTheRest() {
        // Given: the candidate makes an incident of a whiff of gas before the fire, which so gets another number
        City city = new City();
        Past.Moment whiff = reading(city, 5);
        city.after(Duration.ofMinutes(1));
        city.report(Reports.fire("R1", city.now()).setIncidentRef("case-1").setCasualties(Reports.tollOf(Grade.III))
                .setLocation(new tocsin.v1.Location("370203", "市北区某处", null, null, null)));
        String fire = city.incidents().keySet().iterator().next();
        city.command("duty-brown", Action.ACKNOWLEDGE, fire);
        city.after(Duration.ofMinutes(10));

        // When
        Comparison comparison = compared(recorded(city, List.of(whiff)), RUNNING,
                with(RUNNING, "warnings.yaml", "YELLOW: 10", "YELLOW: 4"));

        // Then
        assertEquals(1, comparison.changedIncidents().size());
        assertTrue(comparison.changedVerdicts().isEmpty());
        assertTrue(comparison.noLongerPaged().isEmpty());
        assertFalse(comparison.newlyPaged().isEmpty());
        assertTrue(comparison.candidate().leftOut().isEmpty(), "the acknowledgement found its incident");
    }

    @Test
    void whatWasNotSentIsNotAnsweredForAndWhatWasNotOpenedIsNotOrdered() {
        // Given: the past begins after the fire was reported
        City city = night();
        Past whole = recorded(city, List.of());
        Past later = new Past(whole.moments().stream().filter(moment -> moment.at().isAfter(City.NIGHT)).toList(),
                whole.openedBy(), "a night", false);

        // When
        Comparison comparison = compared(later, RUNNING, RUNNING);

        // Then
        assertEquals(Map.of(Trial.LeftOut.INCIDENT_NOT_OPENED, 1, Trial.LeftOut.MESSAGE_NOT_SENT, 1),
                comparison.running().leftOut());
    }

    @Test
    void aRuleInTheShadowIsCountedAndChangesNoVerdict() {
        // Given
        City city = night();

        // When
        Comparison comparison = compared(recorded(city, List.of()), RUNNING, with(RUNNING, "shandong/timeliness.yaml",
                "rules:\n", """
                        rules:
                          - id: T-MINUTE
                            basis: test
                            system: 现代化指挥调度
                            clock: RECEIPT
                            kinds: [FLASH]
                            limit: PT1M
                            shadow: true
                        """));

        // Then
        assertTrue(comparison.changedVerdicts().isEmpty());
        assertEquals(List.of(new Comparison.Pair<>("T-MINUTE LATE", 0, 1)), comparison.shadowed());
    }

    @Test
    void costAndPartsOfSmsAreTold() {
        // When
        Comparison comparison = compared(recorded(night(), List.of()), RUNNING, RUNNING);

        // Then
        int parts = ComparisonJson.of(comparison).path("running").path("smsParts").asInt();
        assertTrue(parts > 0);
        assertEquals(Optional.of(new BigDecimal("0.05").multiply(BigDecimal.valueOf(parts))),
                comparison.cost(comparison.running()));
    }

    @Test
    void aTitleOnThePageIsNoMarkup() {
        // Given
        City city = new City();
        city.report(Reports.fire("R1", city.now())
                .setLocation(new Location("370213", "<b>fire</b>", 36.19, 120.39, null))
                .setCasualties(Reports.toll(2, 0)));

        // When
        String page = ComparisonPage.of(compared(recorded(city, List.of()), RUNNING,
                with(RUNNING, "grading.yaml", "grade: III, dead: 3", "grade: III, dead: 2")));

        // Then
        assertTrue(page.contains("&lt;b&gt;fire"), page);
        assertFalse(page.contains("<b>fire"), page);
    }
}
