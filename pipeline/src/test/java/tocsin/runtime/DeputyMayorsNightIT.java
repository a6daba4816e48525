package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.doubles.twilio.CallbackPolicy;
import tocsin.doubles.twilio.Turn;
import tocsin.doubles.twilio.TwilioDouble;
import tocsin.dispatch.sms.twilio.TwilioSettings;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.rules.PackFiles;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;

import tocsin.v1.IncidentReport;
import tocsin.v1.TimelineKind;
import tocsin.v1.NotifyReason;
import tocsin.v1.ReportKind;
import tocsin.wire.RecordJson;

/// A deputy mayor's night, on a whole Tocsin: real broker, real registry, the SDK's SMS, webhooks, a board. Ten minutes of
/// the policy pass in five seconds.
@ExtendWith(SharedPair.class)
class DeputyMayorsNightIT {
    private static final String PUBLIC = "https://alerts.example.gov";
    private static final String OFFICE = "+8653200000100";
    private static final String DEPUTY = "+8653200000301";
    private static final String MAYOR = "+8653200000302";
    private static final String SID = "AC00000000000000000000000000000001";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;
    private TwilioDouble telephones;
    private Tocsin tocsin;

    private static ApiKey key(String name, Role role, String agency, String board) {
        return new ApiKey(new Caller(name, role, agency, board, Bounds.NONE),
                Sha256.of(("key of " + name).getBytes(StandardCharsets.UTF_8)));
    }

    /// The sample pack, with the deputy on the second level of grade III and the mayor on the first of grade II.
    private static PackFiles pack() {
        PackFiles files = FixedPacks.qingdao();
        String officials = files.files().get("directory/officials.yaml")
                // Whoever's day it is: the story is told in Chinese
                .replace("language: en", "language: zh")
                .replaceAll("(id: deputy-mayor-zhou.*?)\\[city-leader]", "$1[deputy]")
                .replaceAll("(id: mayor-wu.*?)\\[city-leader]", "$1[mayor]");
        String routes = files.files().get("routes.yaml") + "  deputy: {role: deputy}\n  mayor: {role: mayor}\n";
        String escalation = files.files().get("escalation.yaml")
                .replace("levels: [[duty-officer], [shift-leader]]\n    repeat-every: PT15M",
                        "levels: [[duty-officer], [deputy]]\n    repeat-every: PT15M")
                .replace("levels: [[duty-officer, shift-leader], [city-leader, superior]]",
                        "levels: [[duty-officer, mayor], [superior]]");
        return files.with("directory/officials.yaml", officials).with("routes.yaml", routes)
                .with("escalation.yaml", escalation)
                .with("pack.yaml", files.files().get("pack.yaml") + "\nspeed: 120\n");
    }

    @BeforeEach
    void begin(Place place) throws Exception {
        // Bad weather: throttling, errors, connections cut after acceptance, callbacks lost, repeated and out of order
        telephones = new TwilioDouble(0, SID, "secret");
        telephones.policy(Turn.Policy.seeded(7, new Turn.Odds(0.05, Turn.throttle()), new Turn.Odds(0.05, Turn.fail()),
                new Turn.Odds(0.1, Turn.acceptAndCut()), new Turn.Odds(0.05, Turn.acceptAndFail()),
                new Turn.Odds(0.75, Turn.answer().after(Duration.ofMillis(20)))));
        telephones.callbacks(CallbackPolicy.seeded(7, 0.3, 0.3, 0.3));
        ChannelSettings channels = new ChannelSettings(
                new TwilioSettings(SID, "secret", null, OFFICE, URI.create("http://127.0.0.1:" + telephones.port()),
                        URI.create(PUBLIC + "/webhooks/twilio/status"), 20, Duration.ofSeconds(2),
                        Duration.ofSeconds(30)),
                null, null, Set.of("web"), null, null, URI.create(PUBLIC));
        TocsinSettings settings = place.settings(folder,
                List.of(key("fire", Role.REPORTER, "qingdao-fire", null),
                        key("approver", Role.APPROVER, null, null), key("officer", Role.DUTY_OFFICER, null, null),
                        key("square", Role.BOARD, null, "licang-square")),
                Duration.ofMillis(30), channels, null);
        tocsin = new Tocsin(settings, pack(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "ready");
        telephones.publicAt(PUBLIC, tocsin.url());
    }

    @AfterEach
    void end() {
        tocsin.close();
        telephones.close();
    }

    private JsonNode ask(String as, String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = Callers.ask(tocsin, as, method, path, body);
        return response.body().isEmpty() ? RecordJson.MAPPER.nullNode() : RecordJson.MAPPER.readTree(response.body());
    }

    private void order(String as, String incident, String action) throws Exception {
        order(as, incident, action, "");
    }

    private void order(String as, String incident, String action, String more) throws Exception {
        JsonNode answer = ask(as, "POST", "/api/v1/incidents/" + incident + "/commands",
                "{\"action\":\"" + action + "\"" + more + "}");
        assertTrue(answer.has("commandId"), answer::toString);
    }

    /// What lies on this person's telephone.
    private Stream<String> on(String telephone) {
        return telephones.accepted().stream().filter(sms -> sms.to().equals(telephone))
                .map(TwilioDouble.Accepted::body);
    }

    private void rings(String telephone, String words) throws Exception {
        TocsinProcess.await(words + " on " + telephone, SOON, () -> on(telephone).anyMatch(sms -> sms.contains(words)));
    }

    private void answers(String telephone, String words) {
        assertEquals(200, telephones.inbound(PUBLIC + "/webhooks/twilio/sms", telephone, OFFICE, words).status());
    }

    private JsonNode board() throws IOException, InterruptedException {
        return ask("square", "GET", "/boards/licang-square/content.json", "").path("messages");
    }

    /// The board says what it shows.
    private void shows(String... notificationIds) throws IOException, InterruptedException {
        ask("square", "POST", "/boards/licang-square/shown",
                RecordJson.MAPPER.writeValueAsString(Map.of("shows", notificationIds)));
    }

    private String report(IncidentReport.Builder report) throws Exception {
        IncidentReport built = report.build();
        ask("fire", "POST", "/api/v1/reports", RecordJson.write(built).toString());
        TocsinProcess.await("a verdict", SOON,
                () -> tocsin.model().verdict("qingdao-fire", built.getReportId()).isPresent());
        return tocsin.model().verdict("qingdao-fire", built.getReportId()).orElseThrow().getIncidentId();
    }

    private String timeline(String incident) throws IOException, InterruptedException {
        return ask("officer", "GET", "/api/v1/incidents/" + incident + "/timeline", "").toString();
    }

    /// Who was told by SMS when the incident was opened.
    private List<String> toldFirst(String incident) {
        return tocsin.model()
                .notifications(told -> told.getIncidentId().equals(incident) && told.getChannel() == ChannelKind.SMS
                        && told.getReason() == NotifyReason.OPENED, 100)
                .stream().map(sent -> sent.notification().getRecipient()).toList();
    }

    /// Why the mayor was written to after the incident was answered for.
    private List<NotifyReason> toTheMayorSinceAcknowledged(String incident) {
        Instant acknowledged = tocsin.model().timeline(incident).stream()
                .filter(event -> event.getKind() == TimelineKind.ACKNOWLEDGED).findFirst().orElseThrow().getAt();
        return tocsin.model()
                .notifications(told -> told.getRecipient().equals("mayor-wu") && told.getChannel() == ChannelKind.SMS
                        && told.getDecidedAt().isAfter(acknowledged), 100)
                .stream().map(sent -> sent.notification().getReason()).toList().reversed();
    }

    @Test
    void aDeputyMayorsNight() throws Exception {
        // A report at three in the morning: the duty officer's SMS
        String incident = report(Reports.fire("night-1", Instant.now()).setIncidentRef("case-night")
                .setCasualties(Reports.tollOf(Grade.III)));
        TocsinProcess.await("the duty officer's SMS", SOON,
                () -> telephones.accepted().stream().anyMatch(sms -> sms.body().contains(incident)));
        assertEquals(1, toldFirst(incident).size(), "one officer is on duty");
        assertFalse(toldFirst(incident).contains("deputy-mayor-zhou"), "the deputy sleeps");

        // No answer: the deputy's
        rings(DEPUTY, "前序值班人员未回应");
        assertTrue(on(MAYOR).findAny().isEmpty(), "the mayor sleeps");

        // The grade rises: the mayor
        report(Reports.fire("night-2", Instant.now()).setKind(ReportKind.FOLLOW_UP).setSequence(2)
                .setIncidentRef("case-night").setCasualties(Reports.tollOf(Grade.II)));
        rings(MAYOR, "等级提高");

        // His "1": quiet for him
        answers(MAYOR, "１");
        rings(MAYOR, "已确认" + incident);
        TocsinProcess.await("acknowledged", SOON, () -> ask("officer", "GET", "/api/v1/incidents/" + incident, "")
                .path("state").asText().equals("ACKNOWLEDGED"));

        // His words: at the desk
        answers(MAYOR, "请增派两支中队，疏散下风向群众。");
        TocsinProcess.await("his words on the timeline", SOON,
                () -> timeline(incident).contains("instructed (批示): 请增派两支中队，疏散下风向群众。"));

        // The public is told when somebody has approved it
        assertEquals(0, board().size(), "nothing without approval");
        order("approver", incident, "APPROVE");
        TocsinProcess.await("the board shows it", SOON, () -> board().toString().contains("请远离现场"));
        shows(board().get(0).path("notificationId").asText());

        // The time of two repeats passes in silence; then the all-clear
        order("officer", incident, "CLOSE", ",\"note\":\"明火已扑灭，无复燃\"");
        rings(MAYOR, "解除");
        rings(DEPUTY, "解除");
        assertEquals(List.of(NotifyReason.ANSWER, NotifyReason.ALL_CLEAR), toTheMayorSinceAcknowledged(incident),
                () -> "his words noted, the all-clear, and nothing else: " + on(MAYOR).toList());
        TocsinProcess.await("the board is dark", SOON, () -> board().isEmpty());

        // Everybody who was told was told the end, once, and the books balance
        Set<String> told = telephones.acceptedByTo().keySet();
        for (String telephone : told) {
            rings(telephone, "解除");
            assertEquals(1, on(telephone).filter(sms -> sms.contains("解除")).count(), telephone);
        }
        assertTrue(telephones.acceptedByBody().values().stream().allMatch(times -> times == 1), "nothing twice");
        shows();
        TocsinProcess.await("quiet books", Duration.ofSeconds(60), () -> tocsin.model().books().quiet());
    }

    @Test
    void whatWasWrongIsTakenBackByOnePersonInSeconds() throws Exception {
        // Given: told, and on the board
        String incident = report(Reports.fire("wrong-1", Instant.now()).setIncidentRef("case-wrong")
                .setCasualties(Reports.tollOf(Grade.II)));
        rings(MAYOR, incident);
        order("approver", incident, "APPROVE");
        TocsinProcess.await("the board shows it", SOON, () -> !board().isEmpty());
        Set<String> told = Set.copyOf(telephones.acceptedByTo().keySet());

        // When
        long began = System.nanoTime();
        order("officer", incident, "RETRACT");
        for (String telephone : told) {
            rings(telephone, "撤回");
        }
        TocsinProcess.await("the board is dark", SOON, () -> board().isEmpty());

        // Then
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.println("retracted everywhere after " + took.toMillis() + " ms");
        assertEquals("CLOSED", ask("officer", "GET", "/api/v1/incidents/" + incident, "").path("state").asText());
    }

    @Test
    void nobodyElseCanSpeakForTwilioOrForAnOfficial() throws Exception {
        // Given
        String incident = report(Reports.fire("forged-1", Instant.now()).setIncidentRef("case-forged")
                .setCasualties(Reports.tollOf(Grade.II)));
        rings(MAYOR, incident);
        Map<String, String> form = Map.of("MessageSid", "SM00000000000000000000000000000001", "From", MAYOR, "To",
                OFFICE, "Body", "1", "AccountSid", SID);

        // When: forged, unsigned, signed for another port
        assertEquals(403, telephones.post(PUBLIC + "/webhooks/twilio/sms", form, "Zm9yZ2Vk").status());
        assertEquals(403, telephones.post(PUBLIC + "/webhooks/twilio/sms", form, "").status());
        telephones.publicAt(PUBLIC + ":8443", tocsin.url());
        assertEquals(403, telephones.post(PUBLIC + ":8443/webhooks/twilio/sms", form).status());
        telephones.publicAt(PUBLIC, tocsin.url());

        // And: a stranger is not answered
        long sent = telephones.creates();
        answers("+8653200000999", "1");

        // Then
        assertEquals("OPEN", ask("officer", "GET", "/api/v1/incidents/" + incident, "").path("state").asText());

        // And: the same true webhook twice is one answer
        assertEquals(200, telephones.post(PUBLIC + "/webhooks/twilio/sms", form).status());
        assertEquals(200, telephones.post(PUBLIC + "/webhooks/twilio/sms", form).status());
        rings(MAYOR, "已确认" + incident);
        assertEquals(1, on(MAYOR).filter(sms -> sms.contains("已确认")).count());
        assertTrue(on("+8653200000999").findAny().isEmpty(), "no answer to strangers, of " + sent + " before");
    }
}
