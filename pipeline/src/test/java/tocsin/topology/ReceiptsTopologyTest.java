package tocsin.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.desk.City;
import tocsin.desk.Reports;
import tocsin.internal.v1.SenderProof;
import tocsin.rules.SmsParts;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.Rejected;
import tocsin.v1.ReportReceipt;
import tocsin.v1.Status;
import tocsin.v1.Verdict;
import tocsin.v1.Via;
import tocsin.wire.Seal;

/// Every report that was judged is answered, and every refusal is told to somebody who can mend it.
class ReceiptsTopologyTest {
    private static final String FIRE = "qingdao-fire";
    private final Seal seal = new Seal("the deployment's secret".getBytes(StandardCharsets.UTF_8));
    private final City city = new City();

    @TempDir
    private Path stateDir;
    private Pipe pipe;

    @BeforeEach
    void start() {
        pipe = new Pipe(page -> page.receipts(seal), stateDir, City.NIGHT);
    }

    @AfterEach
    void stop() {
        pipe.close();
    }

    private Verdict judged(IncidentReport.Builder report) {
        Verdict verdict = city.report(report);
        pipe.append(pipe.topics.verdicts, FIRE, verdict);
        return verdict;
    }

    private IncidentReport.Builder report(Via via) {
        return Reports.fire("R1", city.now()).setVia(via).setCasualties(Reports.tollOf(Grade.III));
    }

    private List<Notification> letters() {
        return pipe.out(pipe.topics.routine);
    }

    @Test
    void theReceiptSaysWhenTheReportArrivedAndWhatIsDueAndItsSignatureSaysTheSame() {
        // When
        Verdict verdict = judged(report(Via.API));

        // Then
        ReportReceipt receipt = pipe.out(pipe.topics.reportReceipts).getFirst();
        assertEquals("R1", receipt.getReportId());
        assertEquals(verdict.getIncidentId(), receipt.getIncidentId());
        assertEquals(verdict.getArrivedAt(), receipt.getArrivedAt());
        assertTrue(
                receipt.getDue().stream().anyMatch(due -> due.getRule().equals("T1") && due.getWhat().equals("FLASH")));
        assertTrue(receipt.getDue().stream()
                .anyMatch(due -> due.getRule().equals("T4-3") && due.getWhat().equals("FOLLOW_UP,FINAL,CORRECTION")
                        && due.getDueAt().equals(Instant.parse("2026-03-02T09:00:00Z"))),
                receipt::toString);
        JsonNode said = Seal.verify(receipt.getSigned(), "tocsin-receipt", seal.publicKey()).orElseThrow();
        assertEquals(verdict.getIncidentId(), said.path("incidentId").asText());
        assertEquals(receipt.getDue().size(), said.path("due").size());
        assertFalse(Seal.verify(receipt.getSigned(), "tocsin-checkpoint", seal.publicKey()).isPresent());
        assertEquals(List.of(), letters(), "a program reads the topic");
    }

    @Test
    void theSameVerdictAgainGivesTheSameReceiptAndTheSameLetter() {
        // Given
        Verdict verdict = judged(report(Via.PHONE));
        List<ReportReceipt> first = pipe.out(pipe.topics.reportReceipts);
        List<String> letters = letters().stream().map(Notification::getNotificationId).toList();

        // When
        pipe.append(pipe.topics.verdicts, FIRE, verdict);

        // Then
        assertEquals(first, pipe.out(pipe.topics.reportReceipts));
        assertEquals(letters, letters().stream().map(Notification::getNotificationId).toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"PHONE", "FAX", "SMS"}, value = Via.class)
    void whatPeopleReportedIsAnsweredByAnSmsToTheAgencysContact(Via via) {
        // When
        Verdict verdict = judged(report(via));

        // Then
        Notification letter = letters().getFirst();
        assertEquals("fire-duty", letter.getRecipient());
        assertEquals(ChannelKind.SMS, letter.getChannel());
        assertEquals(NotifyReason.RECEIPT, letter.getReason());
        assertTrue(letter.getBody().contains("已收到报告R1"), letter.getBody());
        assertTrue(letter.getBody().contains("续报"), letter.getBody());
        assertTrue(SmsParts.of(letter.getBody()).parts() <= 2, letter.getBody());
        assertFalse(letter.getBody().contains("summary-words"));
        assertEquals(verdict.getArrivedAt().plus(Duration.ofHours(24)), letter.getExpiresAt());
    }

    @ParameterizedTest
    @CsvSource({"API", "TOPIC", "CAP", "FORM"})
    void whatAProgramSentIsAnsweredToTheProgram(Via via) {
        judged(report(via));
        assertEquals(List.of(), letters());
    }

    @Test
    void anExercisesReceiptSaysSo() {
        judged(report(Via.PHONE).setStatus(Status.EXERCISE));
        Notification letter = letters().getFirst();
        assertEquals(Status.EXERCISE, letter.getStatus());
        assertTrue(letter.getBody().contains("演练"), letter.getBody());
    }

    @Test
    void whoProvedNothingMakesNobodysTelephoneRing() {
        pipe.append(pipe.topics.verdicts, FIRE, city.report(report(Via.PHONE).build(), SenderProof.UNVERIFIED));
        assertEquals(1, pipe.out(pipe.topics.reportReceipts).size());
        assertEquals(List.of(), letters());
    }

    @Test
    void anAgencyWithoutAContactHasItsReceiptOnTheTopicAlone() {
        judged(report(Via.PHONE).setAgencyId("qingdao-traffic"));
        assertEquals(1, pipe.out(pipe.topics.reportReceipts).size());
        assertEquals(List.of(), letters());
    }

    private void refused(String topic, String sender, Instant at, byte[] bytes) {
        pipe.append(pipe.topics.rejected, topic, new Rejected(topic, 2, 17L, sender,
                bytes == null ? null : ByteBuffer.wrap(bytes), 9, "ab".repeat(32),
                List.of(new Refusal(RejectReason.MISSING_FIELD, "title", "must say what happened"),
                        new Refusal(RejectReason.INVALID_VALUE, "sequence", "must be a number")),
                at));
    }

    @Test
    void aRefusedRecordIsToldToTheTechnicalContactWithWhyAndWhere() {
        // When
        refused("tocsin.reports." + FIRE, null, pipe.now(),
                "{\"reportId\":\"R7\",\"summary\":\"summary-words\"}".getBytes(StandardCharsets.UTF_8));

        // Then
        Notification letter = letters().getFirst();
        assertEquals("fire-systems", letter.getRecipient());
        assertEquals(ChannelKind.EMAIL, letter.getChannel());
        assertEquals(NotifyReason.REFUSED, letter.getReason());
        assertTrue(Objects.requireNonNull(letter.getSubject()).contains("R7"), letter.getSubject());
        for (String words : List.of("tocsin.reports.qingdao-fire 2@17", "MISSING_FIELD title: must say what happened",
                "INVALID_VALUE sequence: must be a number")) {
            assertTrue(letter.getBody().contains(words), letter.getBody());
        }
        assertFalse(letter.getBody().contains("summary-words"), "nothing of what it says");
        assertTrue(letter.getBody().contains("青岛市应急值班室，电话+8653200000100"), letter.getBody());
    }

    @Test
    void anAgencyIsToldOnceAnHourAndEachAgencyForItself() {
        // Given
        Instant at = pipe.now();
        refused("tocsin.reports", FIRE, at, null);
        assertEquals(1, letters().size());

        // When
        refused("tocsin.reports", FIRE, at.plus(Duration.ofMinutes(59)), null);
        refused("tocsin.reports", "qingdao-traffic", at.plus(Duration.ofMinutes(59)), null);
        refused("tocsin.reports", "nobody", at.plus(Duration.ofMinutes(59)), null);
        refused("tocsin.commands", "duty-wang", at.plus(Duration.ofMinutes(59)), null);

        // Then: the hour is not over; no technical contact; no agency; a person
        assertEquals(List.of(), letters());

        // When
        refused("tocsin.reports", FIRE, at.plus(Duration.ofHours(1)), new byte[]{0, 1, 2});

        // Then
        assertTrue(letters().getFirst().getBody().contains("sha256 abababababab"));
    }
}
