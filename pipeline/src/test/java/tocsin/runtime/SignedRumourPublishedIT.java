package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.runtime.Callers.key;
import static tocsin.runtime.Callers.keyOfPerson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Role;
import tocsin.rules.PackFiles;
import tocsin.v1.Finding;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Outcome;
import tocsin.wire.RecordJson;

/// What people read, on a whole Tocsin: who signs it, that a rumour is one, and what meets a duty to inform the public.
/// Escalations are sixty times as fast, so that a rumour has fifteen seconds.
@ExtendWith(SharedPair.class)
class SignedRumourPublishedIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    private static Tocsin tocsin;

    @BeforeAll
    static void begin(Place place) throws Exception {
        TocsinSettings settings = place.settings(folder, List.of(key("fire", Role.REPORTER, "qingdao-fire"),
                key("huangdao", Role.REPORTER, "huangdao-emergency"),
                keyOfPerson("wang", Role.DUTY_OFFICER, "duty-wang"),
                keyOfPerson("zhao", Role.APPROVER, "leader-zhao")), Duration.ofMillis(50));
        PackFiles pack = FixedPacks.qingdao();
        tocsin = new Tocsin(settings, pack.with("pack.yaml", pack.files().get("pack.yaml") + "\nspeed: 60\n"),
                Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "ready");
    }

    @AfterAll
    static void end() {
        tocsin.close();
    }

    private HttpResponse<String> ask(String as, String method, String path, String body)
            throws IOException, InterruptedException {
        return Callers.send(tocsin, as.isEmpty() ? tocsin.consoleKey() : Callers.token(as), method, path, body);
    }

    private String report(String as, IncidentReport.Builder report) throws Exception {
        IncidentReport whole = report.setIncidentRef("case-" + report.getReportId()).build();
        HttpResponse<String> answer = ask(as, "POST", "/api/v1/reports", RecordJson.write(whole).toString());
        assertEquals(202, answer.statusCode(), answer::body);
        TocsinProcess.await("the incident of " + whole.getReportId(), SOON,
                () -> tocsin.model().verdict(null, whole.getReportId())
                        .filter(verdict -> verdict.getIncidentId() != null
                                && tocsin.model().incident(verdict.getIncidentId()).isPresent())
                        .isPresent());
        return tocsin.model().verdict(null, whole.getReportId()).orElseThrow().getIncidentId();
    }

    private void order(String as, String incident, String body) throws Exception {
        HttpResponse<String> answer = ask(as, "POST", "/api/v1/incidents/" + incident + "/commands", body);
        assertEquals(202, answer.statusCode(), answer::body);
    }

    /// What was written to the outbox about this incident.
    private List<JsonNode> sent(String incident) throws IOException {
        List<JsonNode> sent = new ArrayList<>();
        Path outbox = folder.resolve("outbox");
        if (Files.isDirectory(outbox)) {
            try (Stream<Path> files = Files.walk(outbox)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    for (String line : Files.readAllLines(file)) {
                        if (line.endsWith("}") && line.contains(incident)) {
                            sent.add(RecordJson.MAPPER.readTree(line));
                        }
                    }
                }
            }
        }
        return sent;
    }

    private List<String> bodies(String incident, String channel) throws IOException {
        return sent(incident).stream().filter(line -> line.path("channel").asText().equalsIgnoreCase(channel))
                .map(line -> line.path("body").asText()).toList();
    }

    private String timeline(String incident) throws IOException, InterruptedException {
        return ask("wang", "GET", "/api/v1/incidents/" + incident + "/timeline", "").body();
    }

    @Test
    void huangdaosMessagesAreSignedAndCalledBackAtHuangdao() throws Exception {
        // When
        String incident = report("huangdao", Reports.fire("huangdao-1", Instant.now())
                .setAgencyId("huangdao-emergency").setCasualties(Reports.tollOf(Grade.III))
                .setLocation(new Location("370211", "黄岛区某仓库", null, null, null)));

        // Then
        assertTrue(incident.startsWith("370211-"), incident);
        TocsinProcess.await("an SMS and a mail", SOON,
                () -> !bodies(incident, "SMS").isEmpty() && !bodies(incident, "EMAIL").isEmpty());
        String sms = bodies(incident, "SMS").getFirst();
        assertTrue(sms.startsWith("【黄岛区应急值班室】请核实并处置：较大火灾，黄岛区某仓库，"), sms);
        assertTrue(sms.contains("编号" + incident + "，回1确认，电话+8653200000400。"), sms);
        String mail = bodies(incident, "EMAIL").getFirst();
        assertTrue(mail.contains("值班：\n请立即核实"), mail);
        assertTrue(mail.contains("黄岛区应急值班室，电话+8653200000400"), mail);
        assertFalse((sms + mail).contains("青岛市应急值班室") || (sms + mail).contains("tocsin"), sms + mail);
    }

    @Test
    void fortyPostsAreARumourThatSaysSoAndGoesToTheNextWhenNobodyLooks() throws Exception {
        // When
        ArrayNode posts = RecordJson.MAPPER.createArrayNode();
        for (int i = 0; i < 40; i++) {
            posts.addObject().put("signalId", "p" + i).put("source", "weibo").put("status", "ACTUAL")
                    .put("publishedAt", Instant.now().toString())
                    .put("text", "李沧某仓库起火" + new Random(i).ints(30, 0x4e00, 0x9fa5)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append))
                    .putObject("location").put("areaCode", "370213");
        }
        HttpResponse<String> answer = ask("", "POST", "/api/v1/media", posts.toString());
        assertEquals(202, answer.statusCode(), answer::body);

        // Then
        TocsinProcess.await("the incident", SOON, () -> rumours().size() == 1);
        String incident = rumours().getFirst().getIncidentId();
        TocsinProcess.await("forty posts", SOON,
                () -> bodies(incident, "SMS").stream().anyMatch(sms -> sms.contains("40条网帖称李沧区火灾")
                        || sms.contains("40 posts in ")
                                && sms.contains(" min speak of fire in Licang")));
        TocsinProcess.await("the leader on shift", SOON, () -> sent(incident).stream()
                .anyMatch(line -> line.path("recipient").asText().startsWith("leader-")
                        && line.path("channel").asText().equalsIgnoreCase("SMS")));
        for (String sms : bodies(incident, "SMS")) {
            assertTrue(sms.contains("舆情提示（未经核实）") && sms.contains("尚无单位报告")
                    || sms.contains("UNVERIFIED") && sms.contains("no agency has reported"), sms);
        }
        assertTrue(timeline(incident).contains("T1 of licang-fire: awaited until"), () -> "the agency is awaited");

        // And when somebody looks
        order("wang", incident, "{\"action\":\"ACKNOWLEDGE\"}");
        TocsinProcess.await("acknowledged", SOON, () -> tocsin.model().incident(incident).orElseThrow().getState()
                .name().equals("ACKNOWLEDGED"));
    }

    private static List<Incident> rumours() {
        return tocsin.model().incidents(incident -> incident.getOpenedBy().startsWith("media/"), 10);
    }

    @Test
    void theDutyToInformIsMetByWhatIsShownAndNotByWhatIsProposed() throws Exception {
        // Given: two incidents of grade II, the information about which is due in half a minute
        Instant occurred = Instant.now().minus(Duration.ofHours(5)).plusSeconds(30);
        Instant due = occurred.plus(Duration.ofHours(5));
        String approved = report("fire", Reports.fire("approved", occurred.plusSeconds(600))
                .setCasualties(Reports.tollOf(Grade.II)).setOccurredAt(occurred).setReportedAt(Instant.now())
                .setLocation(new Location("370202", "市南区某仓库", 36.06, 120.38, null)));
        String rejected = report("fire", Reports.fire("rejected", occurred.plusSeconds(600))
                .setCasualties(Reports.tollOf(Grade.II)).setOccurredAt(occurred).setReportedAt(Instant.now())
                .setLocation(new Location("370212", "崂山区某仓库", 36.11, 120.47, null)));
        for (String incident : List.of(approved, rejected)) {
            order("wang", incident,
                    "{\"action\":\"PUBLISH\",\"arguments\":{\"template\":\"notice\",\"boards\":\"licang-square\"}}");
        }

        // When
        order("zhao", approved, "{\"action\":\"APPROVE\"}");
        order("zhao", rejected, "{\"action\":\"REJECT\"}");
        TocsinProcess.await("decided", SOON,
                () -> timeline(approved).contains("is shown on boards")
                        && timeline(rejected).contains("was not approved"));

        // Then
        assertTrue(timeline(approved).contains("T9-5H of desk: met at"), timeline(approved));
        assertFalse(timeline(rejected).contains("T9-5H of desk: met at"), timeline(rejected));
        TocsinProcess.await("the reminder", SOON, () -> reminder(rejected).isPresent());
        Duration after = Duration.between(due, reminder(rejected).orElseThrow().getAt());
        assertTrue(!after.isNegative() && after.compareTo(Duration.ofSeconds(10)) < 0, () -> after + " after " + due);
        assertTrue(reminder(approved).isEmpty());

        // And a press conference is met by its own act
        assertFalse(timeline(approved).contains("T9-24H of desk: met at"), timeline(approved));
        order("wang", approved,
                "{\"action\":\"PUBLISH\",\"arguments\":{\"act\":\"press-conference\"},\"note\":\"10:00\"}");
        TocsinProcess.await("the conference", SOON, () -> timeline(approved).contains("T9-24H of desk: met at"));
    }

    private static Optional<Finding> reminder(String incident) {
        return tocsin.model().findings(finding -> finding.getRule().equals("T9-5H")
                && finding.getOutcome() == Outcome.DUE_SOON && incident.equals(finding.getIncidentId())
                && finding.getDetail().contains("has come to its time"), 10).stream().findFirst();
    }
}
