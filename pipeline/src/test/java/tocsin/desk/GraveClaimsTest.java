package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Status;
import tocsin.v1.Verdict;

/// A series of grade I claims that nobody confirms reaches the leaders once, and then the duty officer.
class GraveClaimsTest {
    private final City city = new City();

    private static IncidentReport.Builder claim(City city, String id) {
        int number = Integer.parseInt(id.substring(1));
        return Reports.fire(id, city.now()).setIncidentRef("case of " + id)
                .setLocation(new Location("370213", "第" + number + "仓库", 36.16 + number * 0.02, 120.39, null))
                .setCasualties(Reports.tollOf(Grade.I));
    }

    private Verdict claims(String id) {
        return city.report(claim(city, id));
    }

    /// Whom this incident's notifications have told, and why.
    private Map<String, Set<NotifyReason>> told(Verdict verdict) {
        return city.notifications().stream().filter(told -> told.getIncidentId().equals(verdict.getIncidentId()))
                .collect(Collectors.groupingBy(Notification::getRecipient,
                        Collectors.mapping(Notification::getReason, Collectors.toCollection(TreeSet::new))));
    }

    private static boolean reachesLeaders(Map<String, Set<NotifyReason>> told) {
        return told.keySet().stream().anyMatch(who -> who.startsWith("deputy-mayor") || who.startsWith("mayor"));
    }

    @Test
    void theFirstReachesTheLeadersAndThoseThatFollowTheDutyOfficerWhoVerifies() {
        // When
        Verdict first = claims("r1");
        List<Verdict> others = List.of(claims("r2"), claims("r3"), claims("r4"));

        // Then: each is an incident of its own, judged and told
        assertTrue(reachesLeaders(told(first)), () -> told(first).toString());
        others.forEach(other -> assertEquals(Map.of("duty-brown", Set.of(NotifyReason.VERIFY)), told(other)));
        assertEquals(4, city.incidents().values().stream().filter(incident -> incident.getGrade() == Grade.I).count());
    }

    @Test
    void onceAPersonHasConfirmedOneTheNextReachesTheLeadersAgain() {
        // Given
        Verdict first = claims("r1");
        Verdict second = claims("r2");

        // When
        city.command("duty-brown", Action.CONFIRM, second.getIncidentId());
        city.command("duty-brown", Action.CONFIRM, first.getIncidentId());
        Verdict third = claims("r3");

        // Then
        assertTrue(reachesLeaders(told(second)), () -> told(second).toString());
        assertTrue(reachesLeaders(told(third)), () -> told(third).toString());
    }

    @Test
    void whatASecondAgencyStatesReachesTheLeaders() {
        // Given
        claims("r1");
        Verdict second = claims("r2");

        // When
        city.report(claim(city, "r2").setAgencyId("licang-fire").setIncidentRef(second.getIncidentId()));

        // Then
        assertTrue(reachesLeaders(told(second)), () -> told(second).toString());
    }

    @Test
    void anHourLaterItReachesTheLeadersAgain() {
        claims("r1");
        city.after(GraveClaims.WITHIN.plusSeconds(1));
        Verdict later = claims("r2");
        assertTrue(reachesLeaders(told(later)), () -> told(later).toString());
    }

    @Test
    void whatNobodyProvedKeepsNothingOfTheAgencyItNamesFromTheLeadersAndIsOneSeriesUnderAnyName() {
        // When
        Verdict forged = city.report(claim(city, "f1").build(), SenderProof.UNVERIFIED);
        Verdict underAnotherName = city.report(claim(city, "f2").setAgencyId("licang-fire").build(),
                SenderProof.UNVERIFIED);
        Verdict real = claims("r1");

        // Then
        assertFalse(reachesLeaders(told(underAnotherName)), () -> told(underAnotherName).toString());
        assertTrue(reachesLeaders(told(real)), () -> told(real) + " after " + told(forged));
    }

    @Test
    void whatTheDutyDeskWroteDownItselfAndWhatIsLessGraveIsNoSeries() {
        // Given
        claims("r1");

        // When
        Verdict called = city.report(claim(city, "r2").build(), SenderProof.DUTY_DESK);
        Verdict lessGrave = city.report(claim(city, "r3").setCasualties(Reports.tollOf(Grade.II)));
        Verdict exercise = city.report(claim(city, "r4").setStatus(Status.EXERCISE));

        // Then
        assertTrue(reachesLeaders(told(called)), () -> told(called).toString());
        assertTrue(told(lessGrave).getOrDefault("leader-zhao", Set.of()).contains(NotifyReason.OPENED),
                () -> told(lessGrave).toString());
        assertTrue(told(exercise).values().stream().noneMatch(why -> why.contains(NotifyReason.VERIFY)),
                () -> told(exercise).toString());
    }

    @Test
    void whatWasDismissedAsAClaimIsAskedAnewWhenAnAgencyProvesIt_andOnce() {
        // Given: somebody answered for a claim whose sender proved nothing
        Verdict claimed = city.report(claim(city, "r1").build(), SenderProof.UNVERIFIED);
        city.command("duty-brown", Action.ACKNOWLEDGE, claimed.getIncidentId());
        int before = city.notifications().size();

        // When: an agency that proves who it is tells of it, with a smaller toll, and then another
        city.report(claim(city, "r1").setReportId("p1").setAgencyId("licang-fire")
                .setIncidentRef(claimed.getIncidentId()).setCasualties(Reports.tollOf(Grade.III)));
        int proven = city.notifications().size();
        city.command("duty-brown", Action.ACKNOWLEDGE, claimed.getIncidentId());
        int answered = city.notifications().size();
        city.report(claim(city, "r1").setReportId("p2").setAgencyId("licang-emergency")
                .setIncidentRef(claimed.getIncidentId()).setCasualties(Reports.tollOf(Grade.III)));

        // Then
        assertTrue(city.notifications().subList(before, proven).stream()
                .anyMatch(told -> told.getReason() == NotifyReason.OPENED), () -> city.notifications().toString());
        assertEquals(answered, city.notifications().size());
    }
}
