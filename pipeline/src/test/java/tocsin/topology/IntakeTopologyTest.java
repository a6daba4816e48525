package tocsin.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import java.math.BigDecimal;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.desk.City;
import tocsin.desk.Reports;
import tocsin.intake.Gate;
import tocsin.intake.Passport;
import tocsin.intake.Role;
import tocsin.intake.SenderKeys;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Confidentiality;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.MediaSignal;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Outcome;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.Rejected;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.v1.Via;
import tocsin.wire.Headers;

/// What intake promises about whatever is put on its topics.
class IntakeTopologyTest {
    private static final byte[] SECRET = SenderKeys.bytes("the intakes' secret");
    private static final byte[] AGENCY_KEY = SenderKeys.bytes("the agency's key");

    @TempDir
    private Path stateDir;
    private Pipe pipe;

    private Pipe http;
    private Pipe signals;

    @BeforeEach
    void start() {
        Gate gate = new Gate(new tocsin.wire.Topics("tocsin.", 1),
                new SenderKeys(SECRET, Map.of("licang-fire", AGENCY_KEY)));
        pipe = new Pipe(page -> page.intake(gate), stateDir.resolve("intake"), City.NIGHT);
        http = new Pipe(page -> page.httpIntake(gate), stateDir.resolve("http-intake"), City.NIGHT);
        signals = new Pipe(page -> page.signals(gate), stateDir.resolve("signals"), City.NIGHT);
    }

    @AfterEach
    void stop() {
        pipe.close();
        signals.close();
        http.close();
    }

    private static RecordHeaders headers(String name, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    private SenderProof proofOf(String topic, byte[] value, RecordHeaders headers) {
        pipe.append(topic, "k", value, headers);
        return ((AcceptedReport) pipe.out(pipe.topics.inbox).getFirst().getBody()).getProof();
    }

    private List<RejectReason> reasons(List<Rejected> rejected) {
        return rejected.stream().flatMap(one -> one.getReasons().stream()).map(Refusal::getReason).toList();
    }

    @Test
    void aReportGoesToTheDeskOfItsPlace() {
        // When
        pipe.append(pipe.topics.reports, "k", Reports.fire("r1", pipe.now()).build());
        pipe.append(pipe.topics.reports, "k", Reports.fire("r2", pipe.now())
                .setLocation(new Location("370211005", "某街道", null, null, null)).build());
        pipe.append(pipe.topics.reports, "k", Reports.fire("r3", pipe.now()).setAgencyId("huangdao-emergency")
                .setLocation(null).build());
        pipe.append(pipe.topics.reports, "k",
                Reports.fire("r4", pipe.now()).setAgencyId("nobody").setLocation(null).build());

        // Then
        assertEquals(List.of("370200", "370211", "370211", "370200"),
                pipe.out(pipe.topics.inbox).stream().map(InboxRecord::getDesk).toList());
    }

    @Test
    void aSenderIsBelievedForWhatProvesItAndForNothingElse() {
        byte[] value = pipe.bytes(pipe.topics.reports,
                Reports.fire("r1", pipe.now()).setAgencyId("licang-fire").build());
        String passport = new Passport("licang-fire", Role.REPORTER).sign(value, SECRET);

        assertEquals(SenderProof.API_KEY, proofOf("tocsin.reports", value, headers(Headers.AUTHENTICATION, passport)));
        assertEquals(SenderProof.UNVERIFIED, proofOf("tocsin.reports", value, new RecordHeaders()));
        assertEquals(SenderProof.UNVERIFIED, proofOf("tocsin.reports", value, headers(Headers.AUTHENTICATION,
                new Passport("another", Role.REPORTER).sign(value, SECRET))), "another agency's passport");
        assertEquals(SenderProof.UNVERIFIED, proofOf("tocsin.reports", value, headers(Headers.AUTHENTICATION,
                new Passport("licang-fire", Role.REPORTER).sign(new byte[]{1}, SECRET))), "another record's passport");
        assertEquals(SenderProof.UNVERIFIED, proofOf("tocsin.reports", value, headers(Headers.AUTHENTICATION,
                new Passport("licang-fire", Role.REPORTER).sign(value, AGENCY_KEY))), "a forged passport");
        assertEquals(SenderProof.DUTY_DESK, proofOf("tocsin.reports", value, headers(Headers.AUTHENTICATION,
                new Passport("officer", Role.DUTY_OFFICER).sign(value, SECRET))));
        assertEquals(SenderProof.TOPIC_ACL, proofOf("tocsin.reports.licang-fire", value, new RecordHeaders()));
        assertEquals(SenderProof.UNVERIFIED, proofOf("tocsin.reports.shibei-fire", value, new RecordHeaders()));
    }

    @Test
    void theArrivalOfACallIsTheCallIfTheDeskWroteItDownAndTheAppendTimeOtherwise() {
        // Given
        IncidentReport call = Reports.fire("r1", pipe.now()).setVia(Via.PHONE)
                .setCalledAt(pipe.now().minus(Duration.ofMinutes(20))).setRecordedBy("officer").build();
        byte[] value = pipe.bytes(pipe.topics.reports, call);

        // When
        pipe.append("tocsin.reports", "k", value,
                headers(Headers.AUTHENTICATION, new Passport("officer", Role.DUTY_OFFICER).sign(value, SECRET)));
        pipe.append("tocsin.reports", "k", value, new RecordHeaders());

        // Then
        assertEquals(List.of(pipe.now().minus(Duration.ofMinutes(20)), pipe.now()), pipe.out(pipe.topics.inbox).stream()
                .map(inbox -> ((AcceptedReport) inbox.getBody()).getArrivedAt()).toList());
    }

    @Test
    void nothingOfASecretReportIsKept() {
        // When
        pipe.append(pipe.topics.reports, "k",
                Reports.fire("r1", pipe.now()).setConfidentiality(Confidentiality.SECRET).build());
        pipe.append(pipe.topics.reports, "k",
                Reports.fire("r2", pipe.now()).setConfidentiality(Confidentiality.UNKNOWN).build());

        // Then
        List<Rejected> rejected = pipe.out(pipe.topics.rejected);
        assertEquals(List.of(RejectReason.SECRET, RejectReason.SECRET), reasons(rejected));
        rejected.forEach(one -> assertNull(one.getBytes()));
        assertTrue(rejected.stream().allMatch(one -> one.getSha256().length() == 64 && one.getSizeBytes() > 100));
        assertTrue(pipe.out(pipe.topics.inbox).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tocsin.reports", "tocsin.sensors", "tocsin.media", "tocsin.commands",
            "tocsin.reports.licang-fire"})
    void whatCannotBeReadIsKeptWithItsBytesAndReasonOnEveryTopic(String topic) {
        // Given
        Pipe its = Set.of("tocsin.sensors", "tocsin.media").contains(topic) ? signals : pipe;

        // When
        its.append(topic, "k", "not avro".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        its.append(topic, "k", new byte[]{0, 0, 0, 99, 1, 2}, new RecordHeaders());
        its.append(topic, "k", new byte[0], new RecordHeaders());

        // Then
        List<Rejected> rejected = its.out(its.topics.rejected);
        assertEquals(List.of(RejectReason.NOT_AVRO, RejectReason.UNKNOWN_SCHEMA, RejectReason.EMPTY),
                reasons(rejected));
        assertEquals("not avro", StandardCharsets.UTF_8.decode(rejected.getFirst().getBytes()).toString());
        assertTrue(rejected.stream().allMatch(one -> one.getSourceTopic().equals(topic)));
    }

    @Test
    void recordsWaitInOrderWhileTheRegistryIsAwayAndGoOnWhenItIsBack() {
        // Given
        byte[] first = pipe.bytes(pipe.topics.reports, Reports.fire("r1", pipe.now()).build());
        byte[] second = pipe.bytes(pipe.topics.reports, Reports.fire("r2", pipe.now()).build());
        pipe.registry.away = true;

        // When
        pipe.append("tocsin.reports", "k", first, new RecordHeaders());
        pipe.after(Duration.ofSeconds(5));
        pipe.registry.away = false;
        pipe.append("tocsin.reports", "k", second, new RecordHeaders());
        List<InboxRecord> before = pipe.out(pipe.topics.inbox);
        pipe.after(Duration.ofSeconds(2));

        // Then
        assertEquals(List.of(), before, "what comes later does not overtake what waits");
        assertEquals(List.of("r1", "r2"), pipe.out(pipe.topics.inbox).stream()
                .map(inbox -> ((AcceptedReport) inbox.getBody()).getReport().getReportId()).toList());
        assertTrue(pipe.out(pipe.topics.rejected).isEmpty());
    }

    @Test
    void aCommandCountsOnlyFromSomebodyAnIntakeKnew() {
        // Given
        Command command = new Command("c1", "370200-20260302-0001", Action.ACKNOWLEDGE, "officer", "http", pipe.now(),
                Map.of(),
                null);
        byte[] value = pipe.bytes(pipe.topics.commands, command);

        // When
        pipe.append("tocsin.commands", "k", value, new RecordHeaders());
        pipe.append("tocsin.commands", "k", value,
                headers(Headers.AUTHENTICATION, new Passport("officer", Role.DUTY_OFFICER).sign(value, AGENCY_KEY)));
        pipe.append("tocsin.commands", "k", value,
                headers(Headers.AUTHENTICATION, new Passport("licang-fire", Role.REPORTER).sign(value, SECRET)));
        pipe.append("tocsin.commands", "k", value,
                headers(Headers.AUTHENTICATION, new Passport("officer", Role.DUTY_OFFICER).sign(value, SECRET)));

        // Then
        assertEquals(List.of(RejectReason.UNAUTHORISED, RejectReason.UNAUTHORISED, RejectReason.UNAUTHORISED),
                reasons(pipe.out(pipe.topics.rejected)));
        assertEquals(List.of(Outcome.UNAUTHORISED, Outcome.UNAUTHORISED, Outcome.UNAUTHORISED),
                pipe.out(pipe.topics.findings).stream().map(tocsin.v1.Finding::getOutcome).toList(),
                "the desk is told");
        assertEquals("DUTY_OFFICER",
                ((AuthenticatedCommand) pipe.out(pipe.topics.inbox).getFirst().getBody()).getRole());
    }

    @Test
    void numbersAndTimesNoEventCanHaveAreRefusedBeforeTheyReachADesk() {
        // When
        pipe.append(pipe.topics.reports, "k", Reports.fire("r1", pipe.now()).setOccurredAt(
                java.time.Instant.ofEpochMilli(Long.MIN_VALUE)).build());
        pipe.append(pipe.topics.reports, "k", Reports.fire("r2", pipe.now()).setReceivedAt(
                java.time.Instant.ofEpochMilli(Long.MAX_VALUE)).build());
        pipe.append(pipe.topics.reports, "k", Reports.fire("r3", pipe.now())
                .setLocation(new Location("370213", null, Double.NaN, Double.POSITIVE_INFINITY, null)).build());
        pipe.append(pipe.topics.reports, "k", Reports.fire("r4", pipe.now())
                .setOfficialSignal(new OfficialSignal("", "暴雨橙色预警信号", pipe.now(), pipe.now().minusSeconds(1), null,
                        null, null, List.of(), tocsin.v1.SignalMessage.UNKNOWN))
                .build());

        // Then
        assertEquals(
                List.of("occurredAt", "receivedAt", "location.latitude", "location.longitude", "officialSignal.issuer",
                        "officialSignal.expiresAt"),
                pipe.out(pipe.topics.rejected).stream()
                        .flatMap(one -> one.getReasons().stream()).map(Refusal::getField).toList());
        assertTrue(pipe.out(pipe.topics.inbox).isEmpty());
    }

    @Test
    void aReportBringsAHundredFiguresOfSpecialScalesAtMost() {
        // When
        for (int figures : List.of(100, 101)) {
            Map<String, BigDecimal> facts = new HashMap<>();
            for (int i = 0; i < figures; i++) {
                facts.put("k" + i, BigDecimal.ONE.setScale(4));
            }
            pipe.append(pipe.topics.reports, "k", Reports.fire("r" + figures, pipe.now()).setFacts(facts).build());
        }

        // Then
        assertEquals(List.of("facts"), pipe.out(pipe.topics.rejected).stream()
                .flatMap(one -> one.getReasons().stream()).map(Refusal::getField).toList());
        assertEquals(1, pipe.out(pipe.topics.inbox).size());
    }

    @Test
    void aPostLosesItsPeopleWhereverTheyStand() {
        // When
        signals.append(signals.topics.media, "k",
                new MediaSignal("p1", "weibo @someone", signals.now(), "x".repeat(19_000) + "@y.z", null,
                        "https://weibo.example/u/somebody?id=1", new Location("370213", null, null, null, null),
                        "@someone 家", null,
                        Status.ACTUAL));

        // Then
        MediaSignal kept = signals.out(signals.topics.posts).getFirst();
        assertEquals("weibo [name]", kept.getSource());
        assertEquals("https://weibo.example", kept.getUrl());
        assertEquals("[name] 家", kept.getPlaceText());
    }

    @Test
    void readingsAndPostsGoByTheirOwnKeysAndPostsLoseTheirPeople() {
        // When
        signals.append(signals.topics.sensors, "k",
                new SensorReading(null, "rain-licang-01", "rain_mm", 3.0, "mm", signals.now(), null,
                        null, null, Status.ACTUAL, null, null, Map.of()));
        signals.append(signals.topics.media, "k",
                new MediaSignal("p1", "weibo", signals.now(), "@某人 着火了 13800000000 a@b.example",
                        null, null, new Location("370213001", null, null, null, null), null, null, Status.ACTUAL));
        signals.append(signals.topics.sensors, "k",
                new SensorReading(null, "", "rain_mm", Double.NaN, "mm", signals.now(), null, null,
                        null, Status.ACTUAL, null, null, Map.of()));

        // Then
        assertEquals(1, signals.out(signals.topics.readings).size());
        assertEquals("[name] 着火了 [number] [mail]", signals.out(signals.topics.posts).getFirst().getText());
        assertEquals(List.of(RejectReason.MISSING_FIELD, RejectReason.INVALID_VALUE),
                reasons(signals.out(signals.topics.rejected)));
    }

    @Test
    void onTheTopicOfHttpARecordCountsWithAPassportAndProvesNoAgency() {
        // Given
        byte[] value = http.bytes(http.topics.reports, Reports.fire("r1", http.now()).setAgencyId("http").build());
        String passport = new Passport("licang-fire", Role.REPORTER).sign(value, SECRET);

        // When
        http.append("tocsin.reports.http", "k", value, new RecordHeaders());
        http.append("tocsin.reports.http", "k", value, headers(Headers.AUTHENTICATION, passport + "0"));
        http.append("tocsin.reports.http", "k", value, headers(Headers.AUTHENTICATION, passport));

        // Then
        assertEquals(List.of(RejectReason.UNAUTHORISED, RejectReason.UNAUTHORISED),
                reasons(http.out(http.topics.rejected)));
        assertEquals(List.of(SenderProof.UNVERIFIED), http.out(http.topics.inbox).stream()
                .map(inbox -> ((AcceptedReport) inbox.getBody()).getProof()).toList());
    }

    @Test
    void anOrderThatCameOverHttpGoesToItsDesk() {
        // Given
        Command order = new Command("c1", "370200-20260302-0001", Action.ACKNOWLEDGE, "officer", "http", http.now(),
                Map.of(), null);
        byte[] value = http.bytes(http.topics.commandsByHttp, order);

        // When
        http.append("tocsin.commands.http", "k", value,
                headers(Headers.AUTHENTICATION, new Passport("officer", Role.DUTY_OFFICER).sign(value, SECRET)));

        // Then
        assertEquals(order, ((AuthenticatedCommand) http.out(http.topics.inbox).getFirst().getBody()).getCommand());
    }
}
