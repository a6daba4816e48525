package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.SenderProof;
import tocsin.rules.PackFiles;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;
import tocsin.v1.RejectReason;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;

/// What is awaited is told before it is due and when it has not come, by the desk's clock alone.
class DutiesTest {
    /// A quarter of an hour before the first time of day of follow-ups.
    private static final Instant MORNING = Instant.parse("2026-03-01T23:45:00Z");
    private static final Instant EIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant FIVE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final City city = new City();

    @AfterEach
    void everyFindingIsASentence() {
        FindingWords.areSound(city);
    }

    /// What was told by a rule beside verdicts: who, what, when.
    private List<String> told(String rule) {
        return city.findings().stream().filter(finding -> finding.getRule().equals(rule))
                .map(finding -> finding.getAgencyId() + " " + finding.getOutcome() + " " + finding.getAt()).toList();
    }

    private List<String> missing(String rule) {
        return told(rule).stream().filter(told -> told.contains(" MISSING ")).toList();
    }

    private static String line(String agency, Outcome outcome, Instant at) {
        return agency + " " + outcome + " " + at;
    }

    private static String missed(Instant slot) {
        return line("qingdao-fire", Outcome.MISSING, slot.plusMillis(1));
    }

    private IncidentReport.Builder fire(String id, Grade grade) {
        return Reports.fire(id, city.now()).setCasualties(Reports.tollOf(grade));
    }

    private String flash(Grade grade) {
        return city.report(fire("r1", grade)).getIncidentId();
    }

    private IncidentReport.Builder more(String id, ReportKind kind, String incident, Grade grade) {
        return fire(id, grade).setKind(kind).setIncidentRef(incident).setSequence(city.verdicts().size());
    }

    private void until(Instant instant) {
        city.after(Duration.between(city.now(), instant));
    }

    @Test
    void theWrittenReportIsCalledForAtHalfAndFourFifthsAndIsLateOneMillisecondAfterItsTime() {
        // Given
        Instant received = city.now().minusSeconds(300);
        flash(Grade.III);

        // When
        until(received.plus(Duration.ofMinutes(30)).minusMillis(1));
        List<String> beforeHalf = told("T2");
        until(received.plus(Duration.ofMinutes(60)));
        List<String> atTheLimit = told("T2");
        city.after(DAY);

        // Then
        assertEquals(List.of(), beforeHalf);
        assertEquals(List.of(line("qingdao-fire", Outcome.DUE_SOON, received.plus(Duration.ofMinutes(30))),
                line("qingdao-fire", Outcome.DUE_SOON, received.plus(Duration.ofMinutes(48)))), atTheLimit);
        assertEquals(line("qingdao-fire", Outcome.LATE, received.plus(Duration.ofMinutes(60)).plusMillis(1)),
                told("T2").getLast());
        assertEquals(3, told("T2").size(), "each is told once");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "29, 0", "30, 1", "47, 1", "48, 2", "60, 2"})
    void whatCameInTimeIsNotCalledForAnyMore(int minutesAfterReceipt, int toldBefore) {
        // Given
        Instant received = city.now();
        String incident = city.report(fire("r1", Grade.III).setReceivedAt(received)).getIncidentId();
        until(received.plus(Duration.ofMinutes(minutesAfterReceipt)));

        // When
        city.report(more("r2", ReportKind.FIRST, incident, Grade.III));
        city.after(DAY);

        // Then
        assertEquals(toldBefore, told("T2").size());
        assertTrue(told("T2").stream().noneMatch(told -> told.contains(" LATE ")));
    }

    @ParameterizedTest
    @CsvSource({"29, DUE_SOON DUE_SOON LATE", "30, DUE_SOON LATE", "47, DUE_SOON LATE", "48, LATE", "59, LATE",
            "60, LATE", "61, LATE"})
    void anIncidentThatIsOpenedLateIsCalledForFromTheNextMarkOn(int minutesOld, String expected) {
        // Given
        Instant received = city.now().minus(Duration.ofMinutes(minutesOld));

        // When
        city.report(fire("r1", Grade.III).setOccurredAt(received).setLearnedAt(received).setReceivedAt(received));
        city.after(DAY);

        // Then
        assertEquals(expected, String.join(" ", told("T2").stream().map(told -> told.split(" ")[1]).toList()));
    }

    @Test
    void gradeFourOwesNoWrittenReportUntilItsGradeRises() {
        // Given
        String incident = flash(Grade.IV);
        city.after(Duration.ofMinutes(10));
        List<String> before = told("T2");

        // When
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.III));
        city.after(Duration.ofHours(2));

        // Then
        assertEquals(List.of(), before);
        assertEquals(1, told("T2").stream().filter(told -> told.contains(" LATE ")).count());
    }

    @Test
    void whoIsResponsibleMustReportWithinHalfAnHourOfTheFirstPost() {
        // Given
        Instant published = city.now();
        city.append(Signals.posts("b1", published, city.now()));

        // When
        until(published.plus(Duration.ofMinutes(30)));
        List<String> before = told("T1");
        city.after(DAY);

        // Then
        assertEquals(List.of(line("licang-fire", Outcome.DUE_SOON, published.plus(Duration.ofMinutes(15))),
                line("licang-fire", Outcome.DUE_SOON, published.plus(Duration.ofMinutes(24)))), before);
        assertEquals(line("licang-fire", Outcome.MISSING, published.plus(Duration.ofMinutes(30)).plusMillis(1)),
                told("T1").getLast());
        assertEquals(3, told("T1").size());
    }

    @Test
    void whoIsResponsibleMustReportWhatASensorSaw() {
        // Given
        Instant observed = city.now();

        // When
        city.append(Signals.gas(observed, city.now()));
        city.after(DAY);

        // Then
        assertEquals(List.of(line("licang-emergency", Outcome.MISSING, observed.plus(Duration.ofMinutes(30))
                .plusMillis(1))), missing("T1"));
    }

    @ParameterizedTest
    @CsvSource({"licang-fire, FLASH, true", "licang-fire, FIRST, true", "qingdao-fire, FLASH, true",
            "shinan-fire, FIRST, true", "licang-fire, FOLLOW_UP, false"})
    void anyAgencysFirstWordShowsThatOfficialsKnow(String agency, ReportKind kind, boolean met) {
        // Given
        city.append(Signals.posts("b1", city.now(), city.now()));
        city.after(Duration.ofMinutes(10));

        // When
        city.report(fire("r1", Grade.IV).setAgencyId(agency).setKind(kind));
        city.after(DAY);

        // Then
        assertEquals(1, city.incidents().size());
        assertEquals(met ? 0 : 1, missing("T1").size());
    }

    @ParameterizedTest
    @CsvSource({"licang-fire", "qingdao-fire"})
    void postsAboutWhatAnAgencyHasReportedAwaitNothing(String agency) {
        // Given
        city.report(fire("r1", Grade.IV).setAgencyId(agency));
        city.after(Duration.ofMinutes(5));

        // When
        city.append(Signals.posts("b1", city.now(), city.now()));
        city.after(DAY);

        // Then
        assertEquals(1, city.incidents().size());
        assertEquals(List.of(), told("T1"));
    }

    @Test
    void postsADayOldAwaitNothing() {
        // When
        city.append(Signals.posts("b1", city.now().minus(DAY).minusMillis(1), city.now()));
        city.after(DAY);

        // Then
        assertEquals(List.of(), told("T1"));
    }

    @Test
    void theDeskMustForwardWithinTwoHoursAndForwardingMeetsIt() {
        // Given
        Instant received = city.now().minusSeconds(300);
        String incident = flash(Grade.III);
        city.report(fire("other", Grade.III).setLocation(new tocsin.v1.Location("370202", "别处", 36.06, 120.38, null)));
        until(received.plus(Duration.ofMinutes(90)));

        // When
        city.command("duty-brown", Action.FORWARD, incident);
        city.after(DAY);

        // Then
        List<String> late = city.findings().stream()
                .filter(finding -> finding.getRule().equals("T3") && finding.getOutcome() == Outcome.LATE)
                .map(finding -> finding.getIncidentId() + " " + finding.getAgencyId() + " " + finding.getAt()).toList();
        assertEquals(List.of("370200-20260302-0002 null " + received.plus(Duration.ofHours(2)).plusMillis(1)), late);
    }

    @ParameterizedTest
    @CsvSource({"licensed, 0", "refused, 2", "none, 2"})
    void publicInformationIsRemindedOfUntilItWasPublishedAndNotWhenThatWasRefused(String order, int reminders) {
        // Given
        Instant occurred = city.now().minusSeconds(600);
        String incident = flash(Grade.II);

        // When
        if (!order.equals("none")) {
            city.command("duty-brown", "DUTY_OFFICER", Action.PUBLISH, incident, "http", order.equals("refused")
                    ? Map.of("template", "nowhere")
                    : Map.of("template", "notice", "boards", "licang-square"));
        }
        city.after(Duration.ofDays(2));

        // Then
        assertEquals(order.equals("refused") ? 1 : 0, city.rejected().stream()
                .filter(refused -> refused.getReasons().getFirst().getReason() == RejectReason.INVALID_VALUE).count());
        List<String> ends = city.findings().stream().filter(finding -> finding.getRule().startsWith("T9"))
                .filter(finding -> List.of(occurred.plus(Duration.ofHours(5)).plusMillis(1),
                        occurred.plus(DAY).plusMillis(1)).contains(finding.getAt()))
                .map(finding -> finding.getOutcome().name()).toList();
        assertEquals(java.util.Collections.nCopies(reminders, "DUE_SOON"), ends);
    }

    @ParameterizedTest
    @CsvSource({"I, T4-12, 4", "II, T4-12, 4", "III, T4-3, 2", "IV, T4-12, 0", "IV, T4-3, 0", "III, T4-12, 0",
            "II, T4-3, 0"})
    void followUpsAreMissedAtTheTimesOfDayOfTheirGrade(Grade grade, String rule, int missedInTwoDays) {
        // Given
        flash(grade);

        // When
        until(EIGHT.plus(Duration.ofDays(2)));
        List<String> told = missing(rule);

        // Then
        List<Instant> slots = grade == Grade.III
                ? List.of(FIVE, FIVE.plus(DAY))
                : List.of(EIGHT, FIVE, EIGHT.plus(DAY), FIVE.plus(DAY));
        assertEquals(slots.stream().limit(missedInTwoDays).map(DutiesTest::missed).toList(), told);
    }

    @ParameterizedTest
    @CsvSource({"-3600000, false", "-900000, false", "-1, false", "0, false", "1, true", "60000, true"})
    void aFollowUpBeforeTheTimeOfDayIsForIt(long afterEightMs, boolean isMissed) {
        // Given
        String incident = flash(Grade.II);
        until(EIGHT.plusMillis(afterEightMs));

        // When
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.II));
        until(FIVE.minusMillis(1));
        List<String> morning = missing("T4-12");
        until(FIVE.plusMillis(1));

        // Then
        assertEquals(isMissed ? List.of(missed(EIGHT)) : List.of(), morning);
        if (!isMissed && afterEightMs <= 0) {
            assertEquals(List.of(missed(FIVE)), missing("T4-12"));
        }
    }

    @Test
    void eachFollowUpMovesTheNextOneOnAndTheEveningsDoesNotStandForTheMorning() {
        // Given
        String incident = flash(Grade.I);

        // When
        until(EIGHT.minusSeconds(60));
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.I));
        until(FIVE.minusSeconds(60));
        city.report(more("r3", ReportKind.FOLLOW_UP, incident, Grade.I));
        until(FIVE.plusSeconds(3_600));
        city.report(more("r4", ReportKind.FOLLOW_UP, incident, Grade.I));
        until(FIVE.plus(DAY).minusMillis(1));

        // Then
        assertEquals(List.of(missed(EIGHT.plus(DAY))), missing("T4-12"));
    }

    @Test
    void followUpsAreForTheirOwnAgencyAlone() {
        // Given
        String incident = flash(Grade.II);
        city.report(fire("r1", Grade.II).setAgencyId("licang-fire").setIncidentRef(incident));
        until(MORNING);

        // When
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.II).setAgencyId("licang-fire"));
        until(FIVE);

        // Then
        assertEquals(List.of(missed(EIGHT)), missing("T4-12"));
    }

    @ParameterizedTest
    @CsvSource({"FINAL, false", "FOLLOW_UP, true", "FIRST, true", "CORRECTION, true", "CLOSE, false",
            "RETRACT, false"})
    void followUpsEndWithTheFinalReportWithHandlingAndWithTheIncident(String end, boolean handlingEnded) {
        // Given
        String incident = flash(Grade.II);
        until(MORNING);

        // When
        switch (end) {
            case "CLOSE", "RETRACT" -> city.command("leader-zhao", "APPROVER", Action.valueOf(end), incident, "http",
                    Map.of());
            default -> city.report(more("end", ReportKind.valueOf(end), incident, Grade.II)
                    .setHandlingEnded(handlingEnded ? true : null));
        }
        city.after(Duration.ofDays(3));

        // Then
        assertEquals(List.of(), city.rejected());
        assertEquals(List.of(), missing("T4-12"));
        if (end.equals("RETRACT")) {
            assertEquals(List.of(), missing("T5"));
        }
    }

    @ParameterizedTest
    @CsvSource({"CORRECTION,, false", "FOLLOW_UP,, false", "FOLLOW_UP, false, true"})
    void followUpsBeginAgainOnlyWhenHandlingDoes(ReportKind kind, Boolean handlingEnded, boolean again) {
        // Given
        String incident = flash(Grade.II);
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.II).setHandlingEnded(true));
        city.after(Duration.ofMinutes(5));

        // When
        city.report(more("r3", kind, incident, Grade.II).setHandlingEnded(handlingEnded));
        until(FIVE.plusSeconds(1));

        // Then
        assertEquals(again, !missing("T4-12").isEmpty());
    }

    /// A follow-up is the day's next; what tells of the grade otherwise leaves that one awaited.
    @ParameterizedTest
    @CsvSource({"FOLLOW_UP, qingdao-fire, false", "CORRECTION, qingdao-fire, false", "FIRST, qingdao-fire, true",
            "FLASH, licang-fire, true"})
    void aHigherGradeHasItsOwnTimesOfDay(ReportKind kind, String agency, boolean atEight) {
        // Given
        String incident = flash(Grade.III);
        city.after(Duration.ofMinutes(10));

        // When
        city.report(more("r2", kind, incident, Grade.II).setAgencyId(agency));
        until(FIVE.plusSeconds(1));

        // Then
        List<String> mine = missing("T4-12").stream().filter(told -> told.startsWith("qingdao-fire")).toList();
        assertEquals(atEight ? List.of(missed(EIGHT), missed(FIVE)) : List.of(missed(FIVE)), mine);
        assertEquals(List.of(), missing("T4-3"));
    }

    @Test
    void aLowerGradeHasItsOwnTimesOfDay() {
        // Given
        String incident = flash(Grade.II);
        city.after(Duration.ofMinutes(10));

        // When
        city.report(more("r2", ReportKind.CORRECTION, incident, Grade.III).setSupersedes("r1"));
        until(FIVE.plus(Duration.ofDays(1)).plusSeconds(1));

        // Then: the correction is that day's; the next day has none
        assertEquals(Grade.III, city.incidents().get(incident).getGrade());
        assertEquals(List.of(), missing("T4-12"));
        assertEquals(List.of(missed(FIVE.plus(Duration.ofDays(1)))), missing("T4-3"));
    }

    @ParameterizedTest
    @CsvSource({"FOLLOW_UP", "CLOSE"})
    void theFinalReportIsMissedADayAfterHandlingEndedAndEveryDayAfterThat(String end) {
        // Given
        String incident = flash(Grade.III);
        city.after(Duration.ofMinutes(30));
        Instant ended = city.now();

        // When
        end(incident, end);
        until(ended.plus(DAY));
        List<String> inTime = missing("T5");
        until(ended.plus(DAY.multipliedBy(3)).plusMillis(1));
        List<String> threeDays = missing("T5");
        city.report(more("final", ReportKind.FINAL, incident, Grade.III));
        city.after(Duration.ofDays(5));

        // Then
        assertEquals(List.of(), inTime);
        assertEquals(List.of(missed(ended.plus(DAY)), missed(ended.plus(DAY.multipliedBy(2))),
                missed(ended.plus(DAY.multipliedBy(3)))), threeDays);
        assertEquals(threeDays, missing("T5"));
    }

    private void end(String incident, String end) {
        if (end.equals("CLOSE")) {
            city.command("leader-zhao", "APPROVER", Action.CLOSE, incident, "http", Map.of());
        } else {
            city.report(more("ended", ReportKind.FOLLOW_UP, incident, Grade.III).setHandlingEnded(true));
        }
    }

    @ParameterizedTest
    @CsvSource({"FOLLOW_UP, 0,", "FOLLOW_UP, 1, 1", "CLOSE, -1,", "CLOSE, 0,", "CLOSE, 1, 1"})
    void aFinalReportIsJudgedByTheEndOfHandlingAndNotByTheBeginning(String end, long offsetMs, Long lateMs) {
        // Given
        String incident = flash(Grade.III);
        city.after(Duration.ofHours(30));
        end(incident, end);
        city.after(DAY.plusMillis(offsetMs));

        // When
        var verdict = city.report(more("final", ReportKind.FINAL, incident, Grade.III));

        // Then
        var deadline = verdict.getDeadlines().stream().filter(it -> it.getRule().equals("T5")).findFirst()
                .orElseThrow();
        assertEquals(lateMs, deadline.getLateMs());
    }

    @Test
    void aFinalReportBeforeTheEndWasToldIsLateForNothing() {
        // Given
        String incident = flash(Grade.III);
        city.after(Duration.ofHours(30));

        // When
        var verdict = city.report(more("final", ReportKind.FINAL, incident, Grade.III).setHandlingEnded(true));
        city.command("leader-zhao", "APPROVER", Action.CLOSE, incident, "http", Map.of());
        city.after(Duration.ofDays(3));

        // Then
        assertEquals(List.of(), verdict.getDeadlines());
        assertEquals(List.of(), missing("T5"));
    }

    private static IncidentReport.Builder daily(String id, String agency, Instant now) {
        return Reports.fire(id, now).setAgencyId(agency).setKind(ReportKind.DAILY).setCategory(null).setType(null)
                .setLocation(null).setCasualties(null);
    }

    private void deskIsActivated() {
        Activated activated = city.packs().activate(FixedPacks.qingdao());
        city.append(new InboxRecord("370200", null, activated));
    }

    private TreeSet<String> agenciesOfTheDesk() {
        var directory = city.packs().activeDirectory();
        return new TreeSet<>(directory.agencies().values().stream()
                .filter(agency -> directory.deskFor(agency.area()).equals("370200")).map(agency -> agency.id())
                .toList());
    }

    private TreeSet<String> withoutDaily() {
        return new TreeSet<>(city.findings().stream().filter(finding -> finding.getRule().equals("T10"))
                .map(finding -> finding.getAgencyId()).toList());
    }

    @Test
    void onAHolidayEveryAgencyThatDidNotReportIsMissingAfterHalfPastFour() {
        // Given
        deskIsActivated();
        Instant cutOff = Instant.parse("2026-04-04T08:30:00Z");
        until(cutOff.minusSeconds(60));
        city.report(daily("d1", "qingdao-fire", city.now()));
        city.report(daily("d2", "shinan-fire", city.now()).build(), SenderProof.UNVERIFIED);
        city.report(daily("d3", "shibei-fire", city.now()).setStatus(Status.EXERCISE));
        city.report(daily("d4", "licang-fire", city.now()).setStatus(Status.TEST));

        // When
        until(cutOff);
        TreeSet<String> atTheCutOff = withoutDaily();
        city.after(Duration.ofMillis(1));

        // Then
        TreeSet<String> expected = agenciesOfTheDesk();
        expected.remove("qingdao-fire");
        assertEquals(new TreeSet<>(), atTheCutOff);
        assertEquals(expected, withoutDaily());
        assertEquals(expected.size(), missing("T10").size());
    }

    @Test
    void aHolidayOfThreeDaysIsToldThreeTimesAndAnOrdinaryDayNever() {
        // Given
        deskIsActivated();

        // When
        until(Instant.parse("2026-04-04T08:00:00Z"));
        int before = told("T10").size();
        until(Instant.parse("2026-04-30T16:00:00Z"));

        // Then
        assertEquals(0, before);
        assertEquals(3 * agenciesOfTheDesk().size(), missing("T10").size());
    }

    @Test
    void anOutageOverMidnightJudgesTheDayThatWasDue() {
        // Given
        deskIsActivated();
        until(Instant.parse("2026-04-06T08:00:00Z"));
        int before = told("T10").size();
        city.report(daily("d1", "qingdao-fire", city.now()));

        // When
        city.outage(Duration.ofHours(12));

        // Then
        assertEquals(agenciesOfTheDesk().size() - 1, told("T10").size() - before);
        assertTrue(city.findings().getLast().getDetail().contains("6 Apr 16:30:00"), city.findings().getLast()
                .getDetail());
    }

    @ParameterizedTest
    @EnumSource(value = Status.class, names = {"ACTUAL", "EXERCISE", "TEST", "SYSTEM"})
    void dutiesRunInExercisesAndNotInTests(Status status) {
        // When
        city.report(fire("r1", Grade.II).setStatus(status));
        city.append(Signals.posts("b1", city.now(), city.now(), status));
        city.after(DAY);

        // Then
        boolean runs = status == Status.ACTUAL || status == Status.EXERCISE;
        assertEquals(runs, !told("T2").isEmpty());
        assertEquals(runs, !told("T4-12").isEmpty());
        assertEquals(runs, !told("T3").isEmpty());
    }

    @Test
    void whoIsNotKnownOrNotProvenOwesNothing() {
        // When
        city.report(fire("r1", Grade.II).setAgencyId("nobody-knows-us"));
        city.report(fire("r1", Grade.II).build(), SenderProof.UNVERIFIED);
        city.after(Duration.ofDays(2));

        // Then
        for (String rule : List.of("T1", "T2", "T4-12", "T4-3", "T5")) {
            assertEquals(List.of(), told(rule), rule);
        }
    }

    @Test
    void aReportADayOldStartsNothing() {
        // When
        city.report(fire("r1", Grade.I).setOccurredAt(city.now().minus(DAY).minusMillis(1)));
        city.after(Duration.ofDays(3));

        // Then
        assertEquals(List.of(), city.findings().stream().filter(finding -> finding.getRule().startsWith("T")).toList());
    }

    private static PackFiles without(String path, String... rules) {
        PackFiles files = FixedPacks.qingdao();
        String text = files.files().get(path);
        for (String rule : rules) {
            text = text.replaceAll("(?s)  - id: " + rule + "\\n.*?(?=\\n  - id:|\\n\\w|\\z)", "").replaceAll("\\n\\n+",
                    "\n");
        }
        return files.with(path, text);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aPackThatIsActivatedInBetweenChangesNoDutyUnderWay(boolean reported) {
        // Given
        Instant received = city.now().minusSeconds(300);
        String incident = flash(Grade.III);
        city.after(Duration.ofMinutes(10));
        city.activate(otherPack());

        // When
        if (reported) {
            city.report(more("r2", ReportKind.FIRST, incident, Grade.III));
        }
        city.after(Duration.ofHours(2));

        // Then
        assertEquals(reported
                ? List.of()
                : List.of(line("qingdao-fire", Outcome.DUE_SOON, received.plus(Duration.ofMinutes(30))),
                        line("qingdao-fire", Outcome.DUE_SOON, received.plus(Duration.ofMinutes(48))),
                        line("qingdao-fire", Outcome.LATE, received.plus(Duration.ofMinutes(60)).plusMillis(1))),
                told("T2"));
    }

    /// The sample pack as if it asked for no written reports: it no longer knows the rule.
    private static PackFiles otherPack() {
        PackFiles files = FixedPacks.qingdao();
        String path = files.files().keySet().stream()
                .filter(name -> files.files().get(name).contains("- id: T2")).findFirst().orElseThrow();
        return without(path, "T2");
    }

    @Test
    void afterAnOutageOnlyTheLastMarkIsTold() {
        // Given
        flash(Grade.III);

        // When
        city.outage(Duration.ofHours(4));
        List<String> told = told("T2");
        city.after(Duration.ofHours(1));

        // Then
        assertEquals(List.of(line("qingdao-fire", Outcome.LATE, City.NIGHT.plus(Duration.ofHours(4)))), told);
        assertEquals(told, told("T2"));
    }

    @Test
    void afterAnOutageOverSeveralTimesOfDayOneIsMissedAndTheNextIsAwaited() {
        // Given
        flash(Grade.II);

        // When
        city.outage(Duration.between(city.now(), EIGHT.plus(Duration.ofHours(34))));
        List<String> told = missing("T4-12");
        city.after(DAY);

        // Then
        assertEquals(1, told.size());
        assertEquals(List.of(missed(EIGHT.plus(DAY.multipliedBy(2))), missed(FIVE.plus(DAY.multipliedBy(2)))),
                missing("T4-12").subList(1, 3).stream().toList());
    }

    @Test
    void theSameInboxGivesTheSameBytes() {
        // Given
        deskIsActivated();
        city.append(Signals.posts("b1", city.now(), city.now()));
        String incident = city.report(fire("r1", Grade.III)).getIncidentId();
        city.after(Duration.ofHours(7));
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.II));
        city.outage(Duration.ofHours(20));
        city.report(more("r3", ReportKind.CORRECTION, incident, Grade.III).setSupersedes("r2"));
        city.command("leader-zhao", "APPROVER", Action.CLOSE, incident, "http", Map.of());
        city.after(Duration.ofDays(40));

        // When
        byte[] again = City.reread(city.inbox(), city.packs());

        // Then
        assertArrayEquals(city.bytes(), again);
    }
}
