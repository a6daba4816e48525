package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.ArrivalBasis;
import tocsin.model.Sha256;
import tocsin.rules.PackFiles;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;

/// Rules that change while the desk works, and rules that are only tried.
final class RulesInServiceTest {
    private static final PackFiles BEFORE = FixedPacks.qingdao();
    private final City city = new City();

    /// A fire told of on learning of it is half a minute late by this rule.
    private static PackFiles stricter(String more) {
        return with("rules", """
                  - id: T-TEN-SECONDS
                    basis: test
                    system: 现代化指挥调度
                    clock: RECEIPT
                    kinds: [FLASH]
                    limit: PT10S
                %s
                """.formatted(more));
    }

    private static PackFiles with(String list, String rule) {
        String timeliness = BEFORE.files().get("timeliness.yaml");
        return BEFORE.with("timeliness.yaml", timeliness.replace(list + ":\n", list + ":\n" + rule));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            -3600000, false
            -1,       false
            0,        true
            1,        true
            """)
    void aReportIsJudgedByThePackInForceWhenItArrivedHoweverLateItIsRead(long millis, boolean byTheNewOne) {
        // Given
        city.after(Duration.ofHours(2));
        Instant activatedAt = city.now();
        city.activate(stricter(""));
        city.after(Duration.ofMinutes(1));

        // When
        Verdict verdict = read(Reports.fire("R1", activatedAt).build(), activatedAt.plusMillis(millis));

        // Then
        assertEquals(byTheNewOne ? stricter("").rules().hash() : BEFORE.rules().hash(), verdict.getPackHash());
        assertEquals(byTheNewOne, verdict.getDeadlines().stream()
                .anyMatch(deadline -> deadline.getRule().equals("T-TEN-SECONDS")));
    }

    @Test
    void aReportOlderThanAnyPackIsJudgedByTheFirst() {
        // Given
        city.after(Duration.ofHours(1));
        city.activate(stricter(""));

        // When
        Verdict verdict = read(Reports.fire("R1", City.NIGHT).build(), City.NIGHT.minus(Duration.ofDays(1)));

        // Then
        assertEquals(BEFORE.rules().hash(), verdict.getPackHash());
    }

    @Test
    void everyDeskNotesFromWhichRecordOnThePackIsInForce() {
        // When
        city.append(new InboxRecord("370200", null, city.packs().activate(stricter(""))));

        // Then
        TimelineEvent event = city.timeline().getLast();
        assertEquals(TimelineKind.RULES_ACTIVATED, event.getKind());
        assertEquals(stricter("").rules().hash(), event.getDetail().get("packHash"));
        assertEquals(stricter("").rules().hash(), event.getPackHash());
    }

    @Test
    void aRuleInTheShadowDecidesAndTellsNobody() {
        // Given
        city.activate(stricter("    shadow: true"));

        // When
        Verdict verdict = city.report(Reports.fire("R1", city.now()));

        // Then
        assertTrue(verdict.getDeadlines().stream().noneMatch(it -> it.getRule().equals("T-TEN-SECONDS")));
        assertTrue(verdict.getFindings().stream().noneMatch(it -> it.getRule().equals("T-TEN-SECONDS")));
        List<TimelineEvent> shadowed = shadowed();
        assertEquals(1, shadowed.size());
        assertEquals("T-TEN-SECONDS", shadowed.getFirst().getRule());
        assertEquals("LATE", shadowed.getFirst().getDetail().get("outcome"));
        assertEquals("R1", shadowed.getFirst().getDetail().get("reportId"));
        assertEquals(verdict.getIncidentId(), shadowed.getFirst().getIncidentId());
    }

    @Test
    void whatARuleInTheShadowAwaitsIsMissedInTheShadowToo() {
        // Given
        city.activate(with("rules", """
                  - id: T-AWAITED
                    basis: test
                    system: 现代化指挥调度
                    clock: RECEIPT
                    kinds: [FINAL]
                    limit: PT10M
                    shadow: true
                    awaited: {after: [FLASH], due-soon: [], overdue: MISSING}
                """));
        city.report(Reports.fire("R1", city.now()));

        // When
        city.after(Duration.ofMinutes(11));

        // Then
        assertTrue(city.findings().stream().noneMatch(finding -> finding.getRule().equals("T-AWAITED")));
        assertTrue(city.timeline().stream().noneMatch(event -> event.getKind() == TimelineKind.AWAITED
                && "T-AWAITED".equals(event.getRule())));
        assertEquals(List.of(Outcome.MISSING.name()), shadowed().stream()
                .map(event -> event.getDetail().get("outcome")).toList());
    }

    private List<TimelineEvent> shadowed() {
        return city.timeline().stream().filter(event -> event.getKind() == TimelineKind.SHADOWED).toList();
    }

    /// The desk reads a report now that arrived then.
    private Verdict read(IncidentReport report, Instant arrivedAt) {
        byte[] bytes = CanonicalAvro.bytes(report);
        city.append(new InboxRecord("370200", new Origin("tocsin.reports", 0, 0L, Sha256.of(bytes)),
                new AcceptedReport(report, arrivedAt, SenderProof.API_KEY, Sha256.of(bytes),
                        ArrivalBasis.APPENDED, null)));
        return city.verdicts().getLast();
    }
}
