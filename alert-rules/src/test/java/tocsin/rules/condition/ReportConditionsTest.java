package tocsin.rules.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Casualties;
import tocsin.v1.Confidentiality;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

class ReportConditionsTest {
    static {
        AvroSafety.ensure();
    }

    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

    private final ReportConditions conditions = new ReportConditions(Set.of("burnt_ha", "ill"));

    private static IncidentReport.Builder report() {
        return IncidentReport.newBuilder().setReportId("r1").setAgencyId("a").setKind(ReportKind.FLASH)
                .setStatus(Status.ACTUAL).setReportedAt(NOON).setTitle("title").setSummary("summary")
                .setConfidentiality(Confidentiality.PUBLIC).setReceivedAt(NOON.minusSeconds(60))
                .setCasualties(new Casualties(null, null, 12, null, null, null, null))
                .setFacts(Map.of("ill", new BigDecimal("3.0000"))).setMeasures(List.of("扑救", "疏散"));
    }

    private Subject subject(IncidentReport report) {
        return conditions.subject(report, NOON, null, null, Grade.III,
                new ReportConditions.Day(NOON.atZone(ZoneId.of("Asia/Shanghai")), Set.of("HOLIDAY"), true));
    }

    private Optional<Condition> compile(String text, Problems problems) {
        return conditions
                .compile(YamlNode.parse("rules.yaml", "when: >-\n  " + text + "\n", problems).required("when"));
    }

    private Answer ask(String text) {
        Problems problems = new Problems();
        Condition condition = compile(text, problems).orElseThrow(() -> new AssertionError(problems.all()));
        return condition.ask(subject(report().build()));
    }

    private String refusal(String text) {
        Problems problems = new Problems();
        assertTrue(compile(text, problems).isEmpty(), "taken: " + text);
        return problems.all().getFirst().toString();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " :: ", textBlock = """
            report.kind == 'FLASH'                                             :: YES
            report.kind in ['FIRST', 'FINAL']                                  :: NO
            report.casualties.seriouslyInjured >= 10                           :: YES
            report.casualties.dead >= 3 || report.casualties.seriouslyInjured >= 10  :: YES
            report.casualties.dead >= 3 && report.casualties.seriouslyInjured >= 50  :: NO
            has(report.casualties.dead)                                        :: NO
            has(report.receivedAt) && arrivedAt - report.receivedAt >= duration('60s') :: YES
            arrivedAt - report.receivedAt > duration('60s')                    :: NO
            report.facts.ill >= 3.0                                            :: YES
            report.facts.ill >= 4                                              :: NO
            report.measures.exists(measure, measure.contains('疏散'))            :: YES
            report.measures.exists(measure, measure.matches('^撤'))             :: NO
            has(report.requests)                                               :: NO
            grade in ['I', 'II', 'III']                                        :: YES
            day.holiday && day.hour == 12 && 'HOLIDAY' in day.kinds            :: YES
            report.title.size() > 140                                          :: NO
            """)
    void whatIsKnownIsAnswered(String text, String answer) {
        assertEquals(answer, String.valueOf(ask(text)));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " :: ", textBlock = """
            report.casualties.dead >= 3                                  :: report.casualties.dead
            !(report.casualties.dead >= 3)                               :: report.casualties.dead
            report.casualties.dead < before.casualties.dead              :: before.casualties.dead report.casualties.dead
            report.facts.burnt_ha >= 1.0                                 :: report.facts.burnt_ha
            report.occurredAt > report.receivedAt                        :: report.occurredAt
            incident.grade == 'I'                                        :: incident.grade
            report.location.latitude > 90.0 || report.claimedGrade == 'I' :: report.claimedGrade report.location.latitude
            """)
    void whatIsNotKnownIsNeitherYesNorNoAndIsNamed(String text, String fields) {
        assertEquals(new Answer.NotKnown(new TreeSet<>(List.of(fields.split(" ")))), ask(text));
    }

    @Test
    void aMistypedFieldIsRefusedAtItsPlaceWithTheNearestKnownName() {
        assertEquals("rules.yaml:2:20: when: undefined field 'seriouslyInjurd' (did you mean seriouslyInjured?)",
                refusal("report.casualties.seriouslyInjurd >= 3"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " :: ", quoteCharacter = '"', textBlock = """
            repotr.kind == 'FLASH'                       :: undeclared reference to 'repotr' (did you mean report?)
            report.kind > 3                              :: found no matching overload for '_>_' applied to '(string, int)'
            report.casualties.dead >= 'three'            :: found no matching overload for '_>=_' applied to '(int, string)'
            report.kind == 'FLSAH'                       :: compares report.kind with 'FLSAH', which it can never be (did you mean FLASH?)
            report.kind in ['FLASH', 'FRIST']            :: compares report.kind with 'FRIST', which it can never be (did you mean FIRST?)
            report.claimedGrade == 'UNKNOWN'             :: compares report.claimedGrade with 'UNKNOWN', which it can never be
            'HURRY' in report.sensitivity                :: compares report.sensitivity with 'HURRY', which it can never be
            report.title                                 :: must come to yes or no, and comes to string
            report.kind ==                               :: mismatched input
            report.facts.burnt_hectares > 1.0            :: undefined field 'burnt_hectares'
            1 + 1                                        :: must come to yes or no, and comes to int
            """)
    void whatDoesNotTypeCheckIsRefused(String text, String reason) {
        assertTrue(refusal(text).contains(reason), () -> refusal(text));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " :: ", quoteCharacter = '"', textBlock = """
            report.title + report.title == 'x'                          :: found no matching overload for '_+_'
            [1] + [2] == [1, 2]                                         :: found no matching overload for '_+_'
            report.measures.map(m, m).size() > 1                        :: map
            report.measures.filter(m, true).size() > 1                  :: filter
            report.title.matches(report.summary)                        :: takes its pattern from a field
            report.title.matches('(')                                   :: has a pattern that does not read
            report.measures.all(a, report.measures.all(b, report.measures.all(c, a == b && b == c))) :: a loop within a loop within a loop
            dyn(report.title) == 3                                      :: dyn
            type(report.title) == string                                :: type
            """)
    void whatCouldCostWithoutBoundIsRefused(String text, String reason) {
        assertTrue(refusal(text).contains(reason), () -> refusal(text));
    }

    @Test
    void aLongOrDeepConditionIsRefused() {
        assertTrue(refusal("report.kind == 'FLASH' " + "|| report.kind == 'FLASH' ".repeat(200))
                .contains("longer than 4000"));
        assertTrue(refusal("(".repeat(100) + "true" + ")".repeat(100)).contains("recursion"));
        assertTrue(refusal("true" + " || true".repeat(450)).contains("node"));
    }

    @Test
    void aLoopThatTakesTooManyStepsIsAFailureAndNotAnAnswer() {
        // Given: a hundred thousand pairs, none of which ends the search
        IncidentReport long500 = report().setMeasures(java.util.stream.IntStream.range(0, 500).mapToObj(i -> "m" + i)
                .toList()).build();
        Condition condition = compile("report.measures.all(a, report.measures.exists(b, b == 'm499'))", new Problems())
                .orElseThrow();

        // When
        Answer answer = condition.ask(subject(long500));

        // Then
        assertTrue(answer instanceof Answer.Failed, () -> String.valueOf(answer));
    }

    @Test
    void aPatternThatWouldNeverEndElsewhereEndsHere() {
        // Given
        IncidentReport report = report().setTitle("a".repeat(200_000)).build();

        // When
        Condition condition = compile("report.title.matches('^(a+)+b$')", new Problems()).orElseThrow();

        // Then
        assertEquals(Answer.Known.NO, condition.ask(subject(report)));
    }

    @Test
    void itSaysWhatItReadsAndOutsideOfWhatItCannotHold() {
        // When
        Condition condition = compile("report.kind == 'FLASH' && report.type in ['fire', 'explosion'] && "
                + "(report.casualties.dead >= 3 || report.status == 'ACTUAL')", new Problems()).orElseThrow();

        // Then
        assertEquals(List.of("report.kind", "report.type", "report.casualties.dead", "report.status"),
                condition.inputs());
        assertEquals(Map.of("report.kind", Set.of("FLASH"), "report.type", Set.of("fire", "explosion")),
                condition.only());
    }

    @Test
    void theValuesItReadCanBeShown() {
        // When
        Subject subject = subject(report().build());

        // Then
        assertEquals(Optional.of(12L), subject.at("report.casualties.seriouslyInjured"));
        assertEquals(Optional.empty(), subject.at("report.casualties.dead"));
        assertEquals(Optional.of("III"), subject.at("grade"));
    }

    @Test
    void everyProblemOfAPlaceIsTold() {
        // Given
        Problems problems = new Problems();

        // When
        compile("report.deahts > 3 && report.kimd == 'x'", problems);

        // Then
        assertEquals(List.of(9, 30), problems.all().stream().map(Problem::column).toList());
    }
}
