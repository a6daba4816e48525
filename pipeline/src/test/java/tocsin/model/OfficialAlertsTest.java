package tocsin.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.desk.Alerts;
import tocsin.internal.v1.AlertEnd;
import tocsin.internal.v1.OfficialAlert;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.OfficialSignal;
import tocsin.v1.ReportKind;
import tocsin.v1.SignalMessage;

/// What one more official alert does to those that are known.
class OfficialAlertsTest {
    private static final Instant T0 = Instant.parse("2026-03-01T18:00:00Z");

    private static Instant at(int minutes) {
        return T0.plusSeconds(60L * minutes);
    }

    private static IncidentReport.Builder report(String id, OfficialSignal signal) {
        return Alerts.relay(id, T0, signal, Grade.III);
    }

    private static OfficialAlert alert(String id, OfficialSignal signal, boolean proven) {
        return OfficialAlerts.of(report(id, signal).build(), signal, Grade.III, proven, proven, T0);
    }

    private static OfficialAlert alert(String reference, int issued, @Nullable Integer expires) {
        return alert("report-" + reference + "-" + issued,
                Alerts.signal(reference, "暴雨", at(issued), expires == null ? null : at(expires)), true);
    }

    private static List<String> standing(List<OfficialAlert> alerts) {
        return alerts.stream().filter(OfficialAlerts::isStanding).map(one -> one.getSignal().getReference()).toList();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
            // expires, asked at: the millisecond of its expiry is its end
            "60, 0, true", "60, 59, true", "60, 60, false", "60, 61, false", "none, 100000, true"})
    void anAlertStandsUntilItExpires(Integer expires, int now, boolean stands) {
        List<OfficialAlert> passed = OfficialAlerts.passed(List.of(alert("A", 0, expires)), at(now));

        assertEquals(stands, OfficialAlerts.isStanding(passed.getFirst()));
        assertEquals(stands ? null : AlertEnd.EXPIRED, passed.getFirst().getEnd());
        assertEquals(stands ? null : at(60), passed.getFirst().getEndedAt());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
            // what the second names or is, and what stands after it
            "ALERT, B, '', A;B", "UPDATE, B, A, B", "UPDATE, B, X, A;B", "CANCEL, B, A, ''", "CANCEL, B, X, A",
            "CANCEL, A, '', ''", "UPDATE, A, '', A", "UNKNOWN, A, '', A",
            "CANCEL, B, 'w-nws@noaa.gov,A,2026-03-01T18:00:00-00:00', ''",
            "UPDATE, B, 'office,X,2026-03-01T18:00:00-00:00 office,A,2026-03-01T18:00:00-00:00', B"})
    void oneTakesThePlaceOfAnotherOnlyByNamingIt(SignalMessage message, String reference, String references,
            String after) {
        // Given
        OfficialSignal signal = Alerts.about(message, reference, "暴雨", at(10), at(120),
                references.isEmpty() ? new String[0] : new String[]{references});
        IncidentReport second = report("second", signal).build();

        // When
        OfficialAlerts.Received received = OfficialAlerts.with(List.of(alert("A", 0, 60)),
                alert("second", signal, true), OfficialAlerts.replaced(second), false, at(11));

        // Then
        assertEquals(after, String.join(";", standing(received.alerts())));
    }

    @Test
    void aReportThatSupersedesAnotherTakesThePlaceOfItsAlert() {
        OfficialSignal signal = Alerts.signal("B", "暴雨", at(10), at(90));
        IncidentReport second = report("second", signal).setSupersedes("report-A-0").build();

        assertEquals(List.of("B"), standing(OfficialAlerts.with(List.of(alert("A", 0, 60)),
                alert("second", signal, true), OfficialAlerts.replaced(second), false, at(11)).alerts()));
    }

    @Test
    void nobodyWithoutProofEndsWhatWasProven() {
        // Given
        OfficialSignal cancel = Alerts.about(SignalMessage.CANCEL, "A", "解除", at(10), null, "A");
        IncidentReport forged = report("forged", cancel).build();

        // When
        List<OfficialAlert> after = OfficialAlerts.with(List.of(alert("A", 0, 60)), alert("forged", cancel, false),
                OfficialAlerts.replaced(forged), false, at(11)).alerts();

        // Then
        assertEquals(List.of("A"), standing(after));
    }

    @Test
    void inWhateverOrderTheMessagesOfOneAlertComeTheSameStands() {
        // Given: an alert, two updates that keep its id, one with an id of its own, and an unrelated alert
        List<OfficialSignal> messages = List.of(Alerts.signal("A", "暴雨蓝色", at(0), at(600)),
                Alerts.about(SignalMessage.UPDATE, "A", "暴雨黄色", at(10), at(600)),
                Alerts.about(SignalMessage.UPDATE, "A", "暴雨橙色", at(20), at(600)),
                Alerts.signal("Z", "大风", at(5), at(600)));
        for (long seed = 1; seed <= 200; seed++) {
            List<OfficialSignal> order = new ArrayList<>(messages);
            Collections.shuffle(order, new Random(seed));

            // When
            List<OfficialAlert> alerts = List.of();
            for (OfficialSignal signal : order) {
                String id = "r" + messages.indexOf(signal);
                alerts = OfficialAlerts.with(alerts, alert(id, signal, true),
                        OfficialAlerts.replaced(report(id, signal).build()), false, at(30)).alerts();
            }

            // Then
            assertEquals(Set.of("暴雨橙色", "大风"), alerts.stream().filter(OfficialAlerts::isStanding)
                    .map(one -> one.getSignal().getTitle()).collect(Collectors.toSet()), "seed " + seed);
        }
    }

    @Test
    void asManyAsTheBoundAreKeptWhatIsOverGoesFirstAndWhatIsDroppedIsTold() {
        // Given: as many in force as there is room for, and one that has expired
        List<OfficialAlert> alerts = List.of(alert("gone", 0, 1));
        for (int i = 0; i < Kept.ALERTS; i++) {
            OfficialAlert next = alert("A" + i, 2, 1000 + i);
            OfficialAlerts.Received received = OfficialAlerts.with(alerts, next, Set.of(), false, at(3));
            assertEquals(List.of(), received.dropped());
            alerts = received.alerts();
        }
        assertEquals(IntStream.range(0, Kept.ALERTS).mapToObj(i -> "A" + i).collect(Collectors.toSet()),
                Set.copyOf(standing(alerts)));
        assertEquals(Kept.ALERTS, alerts.size());

        // When
        OfficialAlerts.Received full = OfficialAlerts.with(alerts, alert("more", 3, null), Set.of(), false, at(4));

        // Then: the one that ends soonest gives way, and is named
        assertEquals(Kept.ALERTS, full.alerts().size());
        assertEquals("A0", full.dropped().getFirst().getSignal().getReference());
        assertTrue(standing(full.alerts()).contains("more"));
    }

    @Test
    void mergedIncidentsKeepEachAlertOnceAsItWasLastSent() {
        List<OfficialAlert> merged = OfficialAlerts.merged(List.of(alert("A", 0, 60), alert("B", 5, 60)),
                List.of(alert("A", 10, 90), alert("C", 0, 60)));

        assertEquals(new TreeSet<>(Set.of("A", "B", "C")), new TreeSet<>(standing(merged)));
        assertEquals(at(90), merged.getLast().getSignal().getExpiresAt());
    }

    @ParameterizedTest
    @CsvSource({"true, 0, 0, FIRST, true", "false, 0, 0, FIRST, false", "true, 1, 0, FIRST, false",
            "true, 0, 1, FIRST, false", "true, 0, 0, CORRECTION, true", "true, 0, 0, DAILY, false"})
    void aReportIsAnAlertIfItRelaysOneAndStatesNoHarm(boolean relays, int dead, int loss, ReportKind kind,
            boolean isAlert) {
        IncidentReport report = report("a", Alerts.signal("A", "暴雨", T0, null)).setKind(kind)
                .setOfficialSignal(relays ? Alerts.signal("A", "暴雨", T0, null) : null)
                .setCasualties(new Casualties(dead, null, null, null, null, null, null))
                .setLossCny(new java.math.BigDecimal(loss).setScale(2)).build();

        assertEquals(isAlert, OfficialAlerts.isAlert(report));
    }
}
