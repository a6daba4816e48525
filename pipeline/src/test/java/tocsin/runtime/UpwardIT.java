package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.runtime.Callers.key;
import static tocsin.runtime.Callers.keyOfPerson;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.dispatch.email.SmtpSettings;
import tocsin.intake.Role;
import tocsin.v1.Grade;
import tocsin.wire.RecordJson;

/// A special report on a whole Tocsin: two keys, a real mail relay, the superior's link.
@ExtendWith(SharedPair.class)
class UpwardIT {
    private static final String PUBLIC = "https://alerts.example.gov";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LINK = Pattern.compile(PUBLIC + "(/ack/\\S+)");

    @TempDir
    private Path folder;
    private GreenMail relay;
    private Tocsin tocsin;

    @BeforeEach
    void begin(Place place) throws Exception {
        relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        SmtpSettings smtp = new SmtpSettings("127.0.0.1", relay.getSmtp().getPort(), SmtpSettings.Security.NONE, null,
                null, "duty@qingdao.example.org", 2, Duration.ofSeconds(5));
        TocsinSettings settings = place.settings(folder,
                List.of(key("fire", Role.REPORTER, "qingdao-fire"), keyOfPerson("wang", Role.DUTY_OFFICER, "duty-wang"),
                        keyOfPerson("zhao", Role.DUTY_OFFICER, "leader-zhao")),
                Duration.ofMillis(50),
                new ChannelSettings(null, null, smtp, Set.of("web"), null, null, URI.create(PUBLIC)), null);
        tocsin = new Tocsin(settings, FixedPacks.qingdao(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "ready");
    }

    @AfterEach
    void end() {
        tocsin.close();
        relay.stop();
    }

    private HttpResponse<String> ask(String as, String method, String path, String body)
            throws IOException, InterruptedException {
        return Callers.ask(tocsin, as, method, path, body);
    }

    private HttpResponse<String> forward(String as, String incident, String arguments) throws Exception {
        return ask(as, "POST", "/api/v1/incidents/" + incident + "/commands",
                "{\"action\":\"FORWARD\",\"arguments\":" + arguments + "}");
    }

    private JsonNode kept(String incident) throws IOException, InterruptedException {
        return RecordJson.MAPPER
                .readTree(ask("zhao", "GET", "/api/v1/incidents/" + incident + "/special-reports", "").body()).path(0);
    }

    private void becomes(String incident, String state) throws Exception {
        TocsinProcess.await(state, SOON, () -> kept(incident).path("state").asText().equals(state));
    }

    private String incident() throws Exception {
        String report = RecordJson.write(
                Reports.fire("it-1", Instant.now()).setCasualties(Reports.tollOf(Grade.III)).build()).toString();
        assertEquals(202, ask("fire", "POST", "/api/v1/reports", report).statusCode());
        String verdict = "/api/v1/reports/it-1/verdict";
        TocsinProcess.await("a verdict", SOON, () -> ask("wang", "GET", verdict, "").statusCode() == 200);
        String incident = RecordJson.MAPPER.readTree(ask("wang", "GET", verdict, "").body()).path("incidentId")
                .asText();
        TocsinProcess.await("the incident", SOON,
                () -> ask("wang", "GET", "/api/v1/incidents/" + incident, "").statusCode() == 200);
        return incident;
    }

    private Optional<MimeMessage> mail() {
        return Arrays.stream(relay.getReceivedMessages()).filter(message -> {
            try {
                return message.getAllRecipients()[0].toString().equals("duty@shandong.example.org");
            } catch (jakarta.mail.MessagingException e) {
                throw new IllegalStateException(e);
            }
        }).findFirst();
    }

    @Test
    void onePersonDraftsAnotherSignsTheMailArrivesAndTheSuperiorsLinkIsKept() throws Exception {
        // Given
        String incident = incident();
        assertEquals(202, forward("wang", incident, "{\"draft\":\"true\"}").statusCode());
        becomes(incident, "DRAFTED");
        String cap = "/api/v1/incidents/" + incident + "/special-reports/1.cap";
        assertEquals(404, ask("zhao", "GET", cap, "").statusCode(), "a draft is no CAP message");

        // When the one who wrote it signs it
        HttpResponse<String> own = forward("wang", incident, "{\"sign\":\"1\"}");

        // Then
        assertEquals(202, own.statusCode(), "whether it may be signed is for the desk to say");
        String outcome = RecordJson.MAPPER.readTree(own.body()).path("outcome").asText();
        TocsinProcess.await("the desk refuses it", SOON,
                () -> ask("wang", "GET", outcome, "").body().contains("\"REFUSED\""));
        assertTrue(ask("wang", "GET", outcome, "").body().contains("may not sign it"));
        assertTrue(mail().isEmpty());

        // And when another does
        assertEquals(202, forward("zhao", incident, "{\"sign\":\"1\"}").statusCode());
        becomes(incident, "SENT");
        TocsinProcess.await("the superior's mail", SOON, () -> mail().isPresent());

        // Then
        String text = String.valueOf(mail().orElseThrow().getContent());
        assertTrue(mail().orElseThrow().getSubject().startsWith("【专报·首报】李沧区某仓库较大火灾"));
        assertTrue(text.contains("突发事件信息专报（首报）") && text.contains("签发：赵带班"), text);
        HttpResponse<String> document = ask("zhao", "GET", cap, "");
        assertEquals("application/cap+xml; charset=utf-8",
                document.headers().firstValue("Content-Type").orElse("").toLowerCase(java.util.Locale.ROOT));
        assertTrue(document.body().contains("<scope>Restricted</scope>"), document::body);

        // And when the superior presses the link
        Matcher link = LINK.matcher(text);
        assertTrue(link.find(), text);
        assertTrue(text.contains("签收 Confirm receipt: " + PUBLIC), text);
        assertTrue(ask("", "GET", link.group(1), "").body().contains("Confirm receipt"));
        assertEquals("SENT", kept(incident).path("state").asText(), "looking is no receipt");
        assertTrue(ask("", "POST", link.group(1), "").body().contains("Receipt confirmed"));
        becomes(incident, "RECEIVED");

        // Then
        assertEquals("province-duty", kept(incident).path("receivedBy").asText());
        assertEquals("OPEN", RecordJson.MAPPER.readTree(ask("zhao", "GET", "/api/v1/incidents/" + incident, "").body())
                .path("state").asText(), "a receipt acknowledges nothing");
        String timeline = ask("zhao", "GET", "/api/v1/incidents/" + incident + "/timeline", "").body();
        for (String words : List.of("SPECIAL_REPORT_DRAFTED", "SPECIAL_REPORT_SENT", "SPECIAL_REPORT_RECEIVED",
                "T3 of desk: met at")) {
            assertTrue(timeline.contains(words), () -> words + " is not in " + timeline);
        }
        assertFalse(timeline.contains("cause-words"), "the timeline holds no words of a report");
    }

    @Test
    void onlyWhoMaySeeEverythingReadsSpecialReports() throws Exception {
        String incident = incident();
        assertEquals(403, ask("fire", "GET", "/api/v1/incidents/" + incident + "/special-reports", "").statusCode());
        assertEquals(403, forward("fire", incident, "{\"draft\":\"true\"}").statusCode());
        assertEquals(404, ask("zhao", "GET", "/api/v1/incidents/" + incident + "/special-reports/1.json", "")
                .statusCode());
        assertEquals(404, ask("zhao", "GET", "/api/v1/incidents/" + incident + "/special-reports/1.pdf", "")
                .statusCode());
    }
}
