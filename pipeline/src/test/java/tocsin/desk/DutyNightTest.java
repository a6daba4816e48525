package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Casualties;
import tocsin.v1.ChannelKind;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Finding;
import tocsin.v1.Grade;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.RejectReason;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;
import tocsin.v1.Verdict;

/// What the desk promises, in the words of the people who rely on it.
class DutyNightTest {
    private final City city = new City();

    private List<Outcome> outcomes(Verdict verdict) {
        return verdict.getFindings().stream().map(Finding::getOutcome).toList();
    }

    private String incidentOf(Verdict verdict) {
        return verdict.getIncidentId();
    }

    @Test
    void anUnansweredPageGoesToTheNextLevelAndThenToEverybodyAgain() {
        // Given
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III)));

        // When
        city.after(Duration.ofMinutes(9));
        List<String> beforeTheLimit = city.toldBySms(0);
        city.after(Duration.ofMinutes(1));
        List<String> atTheLimit = city.toldBySms(0);
        city.after(Duration.ofHours(3));

        // Then
        assertEquals(List.of("duty-brown"), beforeTheLimit);
        assertEquals(List.of("duty-brown", "leader-zhao"), atTheLimit);
        assertEquals(List.of("duty-brown", "leader-zhao", "duty-brown", "leader-zhao", "duty-brown", "leader-zhao"),
                city.toldBySms(0));
        assertTrue(city.findings().stream().anyMatch(finding -> finding.getRule().equals("E2")),
                "that nobody answered at all is a finding");
    }

    @Test
    void anAnswerMakesItQuiet() {
        // Given
        String incident = incidentOf(
                city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III))));

        // When
        city.command("duty-brown", Action.ACKNOWLEDGE, incident);
        city.after(Duration.ofHours(5));

        // Then
        assertEquals(List.of("duty-brown"), city.toldBySms(0));
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(incident).getState());
    }

    @Test
    void aHigherGradeTellsMorePeopleEvenAfterAnAnswer() {
        // Given
        String incident = incidentOf(
                city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III))));
        city.command("duty-brown", Action.ACKNOWLEDGE, incident);
        int before = city.notifications().size();

        // When
        city.report(Reports.fire("r2", city.now()).setKind(ReportKind.FOLLOW_UP).setIncidentRef(incident)
                .setCasualties(Reports.tollOf(Grade.I)));

        // Then
        assertEquals(List.of("duty-brown", "leader-zhao", "deputy-mayor-zhou", "mayor-wu"), city.toldBySms(before));
        assertTrue(city.notifications().stream().skip(before)
                .filter(told -> told.getReason() != NotifyReason.APPROVAL)
                .allMatch(told -> told.getReason() == NotifyReason.GRADE_RAISED));
        assertEquals(IncidentState.OPEN, city.incidents().get(incident).getState());
    }

    @Test
    void aLowerTollWithoutACorrectionIsAContradictionAndPagesNobody() {
        // Given
        String incident = incidentOf(
                city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.II))));
        int before = city.notifications().size();

        // When
        Verdict verdict = city.report(Reports.fire("r2", city.now()).setKind(ReportKind.FOLLOW_UP)
                .setIncidentRef(incident).setCasualties(Reports.tollOf(Grade.III)));

        // Then
        assertTrue(outcomes(verdict).contains(Outcome.CONTRADICTION));
        assertEquals(before, city.notifications().size());
    }

    @Test
    void theAllClearGoesToEverybodyWhoWasToldByTheSameMeans() {
        // Given
        String incident = incidentOf(
                city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III))));
        city.after(Duration.ofMinutes(11));
        int before = city.notifications().size();

        // When
        city.command("leader-zhao", Action.CLOSE, incident);
        city.after(Duration.ofHours(5));

        // Then
        List<Notification> allClear = city.notifications().stream().skip(before).toList();
        assertEquals(4, allClear.size(), "two people, by SMS and mail each");
        assertTrue(allClear.stream().allMatch(told -> told.getReason() == NotifyReason.ALL_CLEAR));
        assertEquals(IncidentState.CLOSED, city.incidents().get(incident).getState());
    }

    @Test
    void lateMeansOneMillisecondMoreThanTheLimitAndNotTheLimitItself() {
        // Given
        var onTime = Reports.fire("on-time", city.now()).setReceivedAt(city.now().minus(Duration.ofMinutes(30)))
                .setLearnedAt(null).setOccurredAt(city.now().minus(Duration.ofHours(1)));
        var late = Reports.fire("late", city.now())
                .setReceivedAt(city.now().minus(Duration.ofMinutes(30)).minusMillis(1))
                .setLearnedAt(null).setOccurredAt(city.now().minus(Duration.ofHours(1)));

        // When
        Verdict first = city.report(onTime);
        Verdict second = city.report(late);

        // Then
        assertNull(first.getDeadlines().getFirst().getLateMs());
        assertEquals(1, second.getDeadlines().getFirst().getLateMs());
        assertTrue(outcomes(second).contains(Outcome.LATE));
    }

    @Test
    void twoAgenciesWithTwoTollsAreOneIncidentWithAConflictAndTheHigherToll() {
        // Given
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.toll(1, 12)));

        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setAgencyId("licang-emergency")
                .setLocation(new Location("370213", "仓库", 36.195, 120.395, null)).setCasualties(Reports.toll(2, 5)));

        // Then
        assertTrue(outcomes(verdict).contains(Outcome.CONFLICT));
        assertEquals(1, city.incidents().size());
        Casualties toll = city.incidents().get(verdict.getIncidentId()).getCasualties();
        assertEquals(2, toll.getDead());
        assertEquals(12, toll.getSeriouslyInjured());
    }

    @Test
    void anotherCaseNumberOfTheSameAgencyIsAnotherIncidentHoweverNear() {
        // Given
        city.report(Reports.fire("r1", city.now()).setIncidentRef("case-1"));

        // When
        city.report(Reports.fire("r2", city.now()).setIncidentRef("case-2"));
        Verdict third = city.report(Reports.fire("r3", city.now()).setIncidentRef("case-1")
                .setKind(ReportKind.FOLLOW_UP).setLocation(null));

        // Then
        assertEquals(2, city.incidents().size());
        assertTrue(third.getIncidentId().endsWith("-0001"));
    }

    @Test
    void theSameReportAgainCountsOnceAndAnotherReportUnderItsIdIsRefused() {
        // Given
        var report = Reports.fire("r1", city.now());
        city.report(report);
        int before = city.notifications().size();

        // When
        city.report(report);
        city.report(Reports.fire("r1", city.now()).setTitle("another"));
        Verdict others = city.report(Reports.fire("r1", city.now()).setAgencyId("licang-fire"));

        // Then
        assertEquals(2, city.verdicts().size(), "another agency may use the same id");
        assertEquals("licang-fire", others.getAgencyId());
        assertEquals(before, city.notifications().size());
        assertEquals(Outcome.DUPLICATE, city.findings().getFirst().getOutcome());
        assertEquals(RejectReason.ID_REUSED, city.rejected().getFirst().getReasons().getFirst().getReason());
    }

    @Test
    void whatIsNotBelievedAndGraveGoesToTheDutyDeskFirst() {
        // Given
        var report = Reports.fire("r1", city.now()).setAgencyId("nobody-knows-us").setClaimedGrade(Grade.I);

        // When
        Verdict verdict = city.report(report);

        // Then
        assertTrue(outcomes(verdict).contains(Outcome.UNKNOWN_AGENCY));
        assertEquals(List.of("duty-brown"), city.toldBySms(0));
        assertEquals(NotifyReason.VERIFY, city.notifications().getFirst().getReason());

        // And when the desk confirms it, those are told whom its grade demands
        city.command("duty-brown", Action.CONFIRM, verdict.getIncidentId());
        assertEquals(List.of("duty-brown", "duty-brown", "leader-zhao", "deputy-mayor-zhou", "mayor-wu"),
                city.toldBySms(0));
    }

    @Test
    void evidenceADayOldIsRecordedAndPagesNobody() {
        // Given
        var report = Reports.fire("r1", city.now()).setOccurredAt(city.now().minus(Duration.ofHours(24)).minusMillis(1))
                .setCasualties(Reports.tollOf(Grade.I));

        // When
        Verdict verdict = city.report(report);
        city.after(Duration.ofHours(2));

        // Then
        assertTrue(outcomes(verdict).contains(Outcome.STALE));
        assertEquals(Grade.I, city.incidents().get(verdict.getIncidentId()).getGrade());
        assertEquals(List.of(), city.notifications());
    }

    @Test
    void anExerciseSaysSoAndNeverJoinsWhatIsReal() {
        // Given
        city.report(Reports.fire("r1", city.now()));
        int before = city.notifications().size();

        // When
        city.report(Reports.fire("r2", city.now()).setStatus(Status.EXERCISE));

        // Then
        assertEquals(2, city.incidents().size());
        assertTrue(city.notifications().stream().skip(before)
                .allMatch(told -> told.getBody().contains("EXERCISE") && told.getStatus() == Status.EXERCISE));
    }

    @Test
    void aTestIsOnlyLoggedAndADailyReportOpensNothing() {
        // Given
        var test = Reports.fire("r1", city.now()).setStatus(Status.TEST);
        var daily = Reports.fire("r2", city.now()).setKind(ReportKind.DAILY).setCategory(null).setType(null)
                .setLocation(null);

        // When
        city.report(test);
        city.report(daily);

        // Then
        assertEquals(2, city.verdicts().size());
        assertTrue(city.incidents().isEmpty());
        assertTrue(city.notifications().isEmpty());
    }

    @Test
    void aReportNobodyCanBeHeldToStillPages() {
        // Given
        var report = Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.II)).build();

        // When
        Verdict verdict = city.report(report, SenderProof.UNVERIFIED);

        // Then
        assertTrue(outcomes(verdict).contains(Outcome.UNVERIFIED_SENDER));
        assertEquals(List.of("duty-brown", "leader-zhao"), city.toldBySms(0));
    }

    @Test
    void nothingPrivateLeavesInAMessage() {
        // Given
        String incident = incidentOf(
                city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.I))));

        // When
        city.after(Duration.ofHours(1));
        city.command("mayor-wu", Action.CLOSE, incident);

        // Then
        for (Notification told : city.notifications()) {
            String words = told.getSubject() + told.getBody();
            for (String secret : List.of("张某", "+8653200000999", "summary-words", "cause-words")) {
                assertTrue(!words.contains(secret), () -> secret + " left in: " + words);
            }
        }
    }

    @Test
    void aMessageThatWillNeverArriveGoesByAnotherMeans() {
        // Given: grade IV goes by mail only
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.IV)));
        Notification mail = city.notifications().getFirst();

        // When
        city.outcome(new DeliveryOutcome(
                new Delivery(mail.getNotificationId(), mail.getIncidentId(), 1, DeliveryState.FAILED, "smtp",
                        ChannelKind.EMAIL, null, DeliveryReason.ADDRESS_INVALID, null, city.now()),
                mail.getRecipient(), mail.getStep()));

        // Then
        Notification other = city.notifications().getLast();
        assertEquals(ChannelKind.SMS, other.getChannel());
        assertEquals(mail.getRecipient(), other.getRecipient());
        assertEquals(NotifyReason.FAILED_OVER, other.getReason());
        assertEquals(Outcome.UNDELIVERED, city.findings().getLast().getOutcome());
    }

    @Test
    void incidentsAreNumberedByTheLocalDayFromOne() {
        // Given: an hour before midnight in Qingdao
        city.after(Duration.between(City.NIGHT, java.time.Instant.parse("2026-03-02T15:30:00Z")));

        // When
        Verdict first = city.report(Reports.fire("r1", city.now()).setIncidentRef("a"));
        Verdict second = city.report(Reports.fire("r2", city.now()).setIncidentRef("b"));
        city.after(Duration.ofHours(1));
        Verdict third = city.report(Reports.fire("r3", city.now()).setIncidentRef("c"));

        // Then
        assertEquals(List.of("370200-20260302-0001", "370200-20260302-0002", "370200-20260303-0001"),
                List.of(first.getIncidentId(), second.getIncidentId(), third.getIncidentId()));
    }

    @Test
    void aStatedLossIsGradedAndStandsInNobodysWay() {
        // Given
        city.report(Reports.fire("r1", city.now()).setLossCny(new java.math.BigDecimal("12000000.00")));

        // When
        Verdict second = city.report(Reports.fire("r2", city.now()).setStatus(Status.EXERCISE));
        Verdict third = city.report(Reports.fire("r3", city.now()).setAgencyId("licang-fire"));

        // Then
        assertEquals(2, city.incidents().size());
        assertEquals(Grade.III, city.incidents().get(third.getIncidentId()).getGrade());
        assertTrue(!second.getIncidentId().equals(third.getIncidentId()));
    }

    @Test
    void whatIsNotVerifiedIsToldAsNotVerifiedAtEveryLevel() {
        // Given
        city.report(Reports.fire("r1", city.now()).setAgencyId("nobody-knows-us").setClaimedGrade(Grade.I));

        // When
        city.after(Duration.ofHours(1));

        // Then
        assertTrue(city.notifications().size() > 4);
        assertTrue(city.notifications().stream().allMatch(told -> told.getReason() == NotifyReason.VERIFY));
    }

    @Test
    void theSameOrderSentAgainLaterIsTheSameOrder() {
        // Given
        String incident = incidentOf(city.report(Reports.fire("r1", city.now())));
        tocsin.v1.Command order = new tocsin.v1.Command("c-1", incident, Action.ACKNOWLEDGE, "duty-wang", "http",
                city.now(),
                java.util.Map.of(), null);

        // When
        for (int i = 0; i < 2; i++) {
            city.append(new tocsin.internal.v1.InboxRecord("370200", null, new tocsin.internal.v1.AuthenticatedCommand(
                    tocsin.v1.Command.newBuilder(order).setAt(city.now()).build(), "DUTY_OFFICER", city.now())));
            city.after(Duration.ofSeconds(3));
        }

        // Then
        assertEquals(List.of(), city.rejected());
        assertEquals(1, city.timeline().stream()
                .filter(event -> event.getKind() == tocsin.v1.TimelineKind.ACKNOWLEDGED).count());
    }

    @Test
    void anEscalationUnderWayKeepsThePolicyItBeganWith() {
        // Given
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III)));
        var files = FixedPacks.qingdao();
        String slower = files.files().get("escalation.yaml").replace("acknowledge-within: PT10M",
                "acknowledge-within: PT8H");

        // When
        city.activate(files.with("escalation.yaml", slower));
        city.after(Duration.ofMinutes(10));

        // Then
        assertEquals(List.of("duty-brown", "leader-zhao"), city.toldBySms(0));
    }
}
