package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tocsin.intake.ReportForm;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SenderProof;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.IncidentReport;
import tocsin.v1.ReportKind;
import tocsin.v1.Verdict;

/// What a desk keeps of an incident fits in a record, however much is reported: a record too large would stop the desk.
class StrangeReportsTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final City city = new City();

    private IncidentFile file() {
        assertEquals(1, city.incidents().size());
        return city.file(city.incidents().keySet().iterator().next());
    }

    /// A report as large as it may be, other in every part than the one before.
    private IncidentReport.Builder large(int number, String agency) {
        Map<String, BigDecimal> facts = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            facts.put("k" + number + "-" + i + "x".repeat(80), new BigDecimal("1.0000"));
        }
        return Reports.fire("r" + number, city.now()).setAgencyId(agency).setFacts(facts).setSequence(number)
                .setTitle("李沧区某仓库火灾" + "火".repeat(400))
                .setSummary("灾".repeat(50_000)).setCause("因".repeat(10_000)).setTrend("势".repeat(10_000))
                .setUnit("单".repeat(500)).setMeasures(Collections.nCopies(100, "措".repeat(500)))
                .setRequests(Collections.nCopies(100, "请".repeat(500)));
    }

    private Verdict report(int number, String agency, SenderProof proof) {
        IncidentReport report = large(number, agency).setKind(number == 1 ? ReportKind.FLASH : ReportKind.FOLLOW_UP)
                .build();
        assertEquals(java.util.List.of(), ReportForm.refusals(report));
        return city.report(report, proof);
    }

    @Test
    void anAgencyThatStatesMoreAndMoreIsRememberedToAnEnd() {
        // When
        Verdict verdict = null;
        for (int i = 1; i <= 120; i++) {
            verdict = report(i, "qingdao-fire", SenderProof.API_KEY);
        }

        // Then
        int file = CanonicalAvro.bytes(file()).length;
        int judged = CanonicalAvro.bytes(verdict).length;
        assertTrue(file < MEBIBYTE / 2, () -> file + " bytes");
        assertTrue(judged < MEBIBYTE / 2, () -> judged + " bytes");
    }

    @Test
    void namesThatNobodyProvedAreRememberedToAnEndAndAKnownSenderIsHeardAfterThem() {
        // When
        for (int i = 1; i <= 60; i++) {
            report(i, "invented-" + i, SenderProof.UNVERIFIED);
        }
        report(61, "qingdao-fire", SenderProof.API_KEY);

        // Then
        int file = CanonicalAvro.bytes(file()).length;
        assertTrue(file < MEBIBYTE / 2, () -> file + " bytes");
        assertTrue(file().getStatements().stream().anyMatch(statement -> statement.getProven()));
        assertEquals(11, file().getStatements().size());
    }
}
