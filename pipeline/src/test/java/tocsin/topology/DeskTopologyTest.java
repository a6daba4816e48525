package tocsin.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.City;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.ArrivalBasis;
import tocsin.internal.v1.Tick;
import tocsin.v1.Action;
import tocsin.v1.ChannelKind;
import tocsin.v1.Command;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.RejectReason;
import tocsin.v1.ReportKind;

/// The escalation through the real topology, its own ticks and stores, in virtual time.
class DeskTopologyTest {
    @TempDir
    private Path stateDir;
    private Pipe pipe;

    @BeforeEach
    void start() {
        pipe = new Pipe(page -> page.desk(() -> true), stateDir, City.NIGHT);
        inbox(new InboxRecord("", null, pipe.packs.activate(FixedPacks.qingdao())));
    }

    @AfterEach
    void stop() {
        pipe.close();
    }

    private void inbox(InboxRecord record) {
        pipe.append(pipe.topics.inbox, record.getDesk(), record);
    }

    private void report(IncidentReport report) {
        inbox(new InboxRecord("370200", null,
                new AcceptedReport(report, pipe.now(), SenderProof.API_KEY, report.getReportId() + report.getTitle(),
                        ArrivalBasis.APPENDED, null)));
    }

    private void order(String id, Action action) {
        inbox(new InboxRecord("370200", null, new AuthenticatedCommand(
                new Command(id, "370200-20260302-0001", action, "duty-brown", "http", pipe.now(), Map.of(), null),
                "DUTY_OFFICER", pipe.now())));
    }

    private List<String> toldBySms() {
        return pipe.out(pipe.topics.urgent).stream().filter(told -> told.getChannel() == ChannelKind.SMS)
                .filter(told -> told.getReason() != NotifyReason.APPROVAL)
                .map(Notification::getRecipient).toList();
    }

    @Test
    void unansweredGoesUpAnsweredGoesQuietGraverTellsMore() {
        // Unanswered: the next level, with no further event, within five seconds of being due
        report(Reports.fire("r1", pipe.now()).setCasualties(Reports.tollOf(Grade.III)).build());
        assertEquals(List.of("duty-brown"), toldBySms());
        pipe.after(Duration.ofMinutes(10).minusSeconds(2));
        assertEquals(List.of(), toldBySms());
        pipe.after(Duration.ofSeconds(5));
        assertEquals(List.of("leader-zhao"), toldBySms());

        // Acknowledged: quiet
        order("c1", Action.ACKNOWLEDGE);
        pipe.after(Duration.ofHours(1));
        assertEquals(List.of(), toldBySms());

        // Graver: more people
        report(Reports.fire("r2", pipe.now()).setKind(ReportKind.FOLLOW_UP).setIncidentRef("370200-20260302-0001")
                .setCasualties(Reports.tollOf(Grade.I)).build());
        assertEquals(List.of("duty-brown", "leader-zhao", "deputy-mayor-zhou", "mayor-wu"), toldBySms());
    }

    @Test
    void whileATickIsOutstandingNoOtherIsWritten() {
        // Given
        Instant start = pipe.now();
        report(Reports.fire("r1", start).setCasualties(Reports.tollOf(Grade.III)).build());

        // When
        pipe.after(Duration.ofMinutes(30));

        // Then: the driver feeds each tick back before the next look, so each due time has exactly one; between them the
        // desk hears the time every ten seconds
        List<Duration> ticks = pipe.out(pipe.topics.inbox).stream().map(InboxRecord::getBody)
                .filter(Tick.class::isInstance).map(Tick.class::cast)
                .map(tick -> Duration.between(start, tick.getDueAt())).toList();
        assertEquals(3, ticks.stream().filter(at -> at.toMillis() % Duration.ofMinutes(5).toMillis() == 0).count(),
                "ten minutes to the next level, ten more to the first repeat, and half of the hour in which the written report is due");
    }

    @Test
    void foreignBytesInTheInboxAreRejectedAndNothingStops() {
        // When
        pipe.append(pipe.topics.inbox.name(), "370200", new byte[]{1, 2, 3}, new RecordHeaders());
        report(Reports.fire("r1", pipe.now()).build());

        // Then
        assertEquals(RejectReason.NOT_AVRO,
                pipe.out(pipe.topics.rejected).getFirst().getReasons().getFirst().getReason());
        assertEquals(1, pipe.out(pipe.topics.verdicts).size());
        assertTrue(pipe.out(pipe.topics.timeline).size() >= 2);
    }

    @Test
    void aRecordOnWhichDecidingFailsIsSetAsideWholeAndTheDeskGoesOn() {
        // Given
        InboxRecord odd = new InboxRecord("370200", null, new AuthenticatedCommand(
                new Command("c0", "370200-20260302-0001", Action.ACKNOWLEDGE, "duty-brown", "http", pipe.now(),
                        Map.of(), null),
                "NO_SUCH_ROLE", pipe.now()));

        // When
        report(Reports.fire("r1", pipe.now()).setCasualties(Reports.tollOf(Grade.III)).build());
        inbox(odd);
        report(Reports.fire("r2", pipe.now()).setLocation(null).build());

        // Then
        assertEquals(List.of(RejectReason.DECISION_FAILED), pipe.out(pipe.topics.rejected).stream()
                .map(rejected -> rejected.getReasons().getFirst().getReason()).toList());
        assertEquals(2, pipe.out(pipe.topics.verdicts).size());
        assertEquals(1, pipe.out(pipe.topics.findings).stream().filter(found -> found.getRule().equals("X1")).count());
    }

    @Test
    void whatFailsWhenItFallsDueIsTriedAgainAndNobodyIsForgotten() {
        // Given
        report(Reports.fire("r1", pipe.now()).setCasualties(Reports.tollOf(Grade.III)).build());
        toldBySms();

        // When
        pipe.packs.broken = true;
        pipe.after(Duration.ofMinutes(12));
        List<String> whileBroken = toldBySms();
        pipe.packs.broken = false;
        pipe.after(Duration.ofMinutes(1).plusSeconds(5));

        // Then
        assertEquals(List.of(), whileBroken);
        assertEquals(List.of("leader-zhao"), toldBySms());
    }

    @Test
    void whatNobodyPublishedIsNeverInForce() {
        // When
        inbox(new InboxRecord("", null, new Activated("0".repeat(64), "1".repeat(64), "a stranger", null)));
        report(Reports.fire("r1", pipe.now()).setCasualties(Reports.tollOf(Grade.III)).build());

        // Then
        assertEquals(List.of(RejectReason.DECISION_FAILED), pipe.out(pipe.topics.rejected).stream()
                .map(rejected -> rejected.getReasons().getFirst().getReason()).toList());
        assertEquals(1, pipe.out(pipe.topics.verdicts).size());
    }
}
