package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Confidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.NotifyReason;
import tocsin.v1.ReportKind;
import tocsin.v1.Source;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// How sure an incident is follows from who says so, and says from whom.
class BeliefTest {
    private final City city = new City();

    private Incident incident() {
        return city.incidents().values().iterator().next();
    }

    private Confidence confidence() {
        return incident().getConfidence();
    }

    private void report(String id, String agency) {
        city.report(Reports.fire(id, city.now()).setAgencyId(agency).setIncidentRef("370200-20260302-0001"));
    }

    private void takesBack(String id, String agency) {
        city.report(Reports.fire(id, city.now()).setAgencyId(agency).setKind(ReportKind.CORRECTION).setSequence(2)
                .setSupersedes("r-" + agency).setIncidentRef("370200-20260302-0001").setTitle("误报：演习烟雾"));
    }

    private List<String> changes() {
        return city.timeline().stream().filter(event -> event.getKind() == TimelineKind.CONFIDENCE_CHANGED)
                .map(TimelineEvent::getDetail).map(detail -> detail.get("from") + " " + detail.get("to")).toList();
    }

    @Test
    void publicPostsMakeItPossibleOneAgencyProbableAndTwoConfirmIt() {
        // When
        city.append(Signals.posts("b1", city.now(), city.now()));
        Confidence posts = confidence();
        city.report(Reports.fire("r1", city.now()));
        Confidence one = confidence();
        city.report(Reports.fire("r2", city.now()).setAgencyId("licang-fire"));

        // Then
        assertEquals(List.of(Confidence.POSSIBLE, Confidence.PROBABLE, Confidence.CONFIRMED),
                List.of(posts, one, confidence()));
        assertEquals(List.of("POSSIBLE PROBABLE", "PROBABLE CONFIRMED"), changes());
        assertEquals(List.of(EvidenceKind.REPORT, EvidenceKind.REPORT, EvidenceKind.MEDIA),
                incident().getSources().stream().map(Source::getKind).toList());
        assertEquals("dead 0, seriouslyInjured 0", incident().getSources().getFirst().getSays());
    }

    @Test
    void whatNobodyProvedIsPossibleHoweverOftenItIsSaid() {
        // When
        city.report(Reports.fire("r1", city.now()).setAgencyId("nobody-knows").build(), SenderProof.UNVERIFIED);
        city.report(Reports.fire("r2", city.now()).setAgencyId("nobody-knows").build(), SenderProof.UNVERIFIED);

        // Then
        assertEquals(Confidence.POSSIBLE, confidence());
    }

    @Test
    void anAgencyWhoseReportsWereRefutedBeforeWeighsLess() {
        // Given
        for (int i = 0; i < 6; i++) {
            String wrong = city.report(Reports.fire("w" + i, city.now()).setIncidentRef("wrong-" + i)
                    .setOccurredAt(city.now())).getIncidentId();
            city.command("duty-brown", Action.RETRACT, wrong);
            city.after(Duration.ofHours(2));
        }

        // When
        String incident = city.report(Reports.fire("r1", city.now()).setOccurredAt(city.now())).getIncidentId();

        // Then: 0.5 + 0.34 × 1/8
        assertEquals(0.5408, city.incidents().get(incident).getSources().getFirst().getWeight(), 1e-9);
    }

    @Test
    void whatItsOnlySourceTakesBackIsRefutedAndTheDutyDeskVerifies() {
        // Given
        city.report(Reports.fire("r-qingdao-fire", city.now()).setCasualties(Reports.tollOf(Grade.III)));
        int told = city.notifications().size();

        // When
        takesBack("r2", "qingdao-fire");

        // Then
        assertEquals(Confidence.REFUTED, confidence());
        assertEquals("it did not happen", incident().getSources().getFirst().getSays());
        assertTrue(city.notifications().stream().skip(told).anyMatch(one -> one.getReason() == NotifyReason.VERIFY));
    }

    @Test
    void whereAnotherStillSaysSoItIsPossibleAndItsFiguresStand() {
        // Given
        city.report(Reports.fire("r-qingdao-fire", city.now()).setCasualties(Reports.tollOf(Grade.II)));
        city.report(Reports.fire("r2", city.now()).setAgencyId("licang-fire")
                .setCasualties(Reports.tollOf(Grade.III)));

        // When
        takesBack("r3", "qingdao-fire");

        // Then
        assertEquals(Confidence.POSSIBLE, confidence());
        assertEquals(Grade.III, incident().getGrade());
    }

    @Test
    void aPersonsWordStandsUntilSomethingNewComes() {
        // Given
        String incident = city.report(Reports.fire("r1", city.now())).getIncidentId();
        city.after(Duration.ofMinutes(1));
        city.command("duty-brown", Action.REFUTE, incident);
        Confidence refuted = confidence();
        city.after(Duration.ofMinutes(1));

        // When
        city.report(Reports.fire("r2", city.now()).setAgencyId("licang-fire"));

        // Then
        assertEquals(Confidence.REFUTED, refuted);
        assertEquals(Confidence.PROBABLE, confidence());
        assertEquals(1, incident().getSources().size(), "what was refuted counts no more");
    }

    @Test
    void whatWasConfirmedStaysSo() {
        // Given
        String incident = city.report(Reports.fire("r-qingdao-fire", city.now())).getIncidentId();
        city.command("duty-brown", Action.CONFIRM, incident);

        // When
        takesBack("r2", "qingdao-fire");

        // Then
        assertEquals(Confidence.CONFIRMED, confidence());
        assertEquals("a person has confirmed it", incident().getConfidenceReason());
    }
}
