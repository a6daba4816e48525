package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.runtime.Callers.key;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.doubles.twilio.TwilioDouble;
import tocsin.dispatch.sms.twilio.TwilioSettings;
import tocsin.intake.Role;
import tocsin.rules.PackFiles;
import tocsin.rules.SmsParts;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;
import tocsin.wire.RecordJson;

/// One telephone, four open asks, on a whole Tocsin: real broker, real registry, the SDK's SMS and signed webhooks. All
/// officers of the city's desk share the telephone, and those of the Huangdao desk have it, too.
@ExtendWith(SharedPair.class)
class SmsAnswersIT {
    private static final String PUBLIC = "https://alerts.example.gov";
    private static final String OFFICE = "+8653200000199";
    private static final String HANDSET = "+8653200000101";
    private static final String SID = "AC00000000000000000000000000000001";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;
    private TwilioDouble telephones;
    private Tocsin tocsin;

    /// The sample pack, with one telephone for everybody of both duty rooms, who read Chinese whoever's day it is.
    private static PackFiles pack() {
        PackFiles files = FixedPacks.qingdao();
        return files.with("directory/officials.yaml", files.files().get("directory/officials.yaml")
                .replace("language: en", "language: zh")
                .replaceAll("\\+8653200000(102|103|201|202|100|401|402)\"", "+8653200000101\""));
    }

    @BeforeEach
    void begin(Place place) throws Exception {
        telephones = new TwilioDouble(0, SID, "secret");
        ChannelSettings channels = new ChannelSettings(
                new TwilioSettings(SID, "secret", null, OFFICE, URI.create("http://127.0.0.1:" + telephones.port()),
                        URI.create(PUBLIC + "/webhooks/twilio/status"), 20, Duration.ofSeconds(2),
                        Duration.ofSeconds(30)),
                null, null, Set.of("web"), null, null, URI.create(PUBLIC));
        TocsinSettings settings = place.settings(folder,
                List.of(key("fire", Role.REPORTER, "qingdao-fire"), key("officer", Role.DUTY_OFFICER, null)),
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

    private JsonNode ask(String as, String method, String path, String body)
            throws IOException, InterruptedException {
        return RecordJson.MAPPER.readTree(Callers.ask(tocsin, as, method, path, body).body());
    }

    /// A fire by itself, some 11 km from the one before.
    private String fire(int number, Grade grade) throws Exception {
        return fire(number, grade, new Location("370213", "李沧区" + number + "号仓库", 36.15, 120.0 + number / 10.0, null));
    }

    private String fire(int number, Grade grade, Location location) throws Exception {
        Instant now = Instant.now();
        IncidentReport built = Reports.fire("sms-" + number, now).setIncidentRef("case-sms-" + number)
                .setLocation(location).setCasualties(Reports.tollOf(grade)).build();
        ask("fire", "POST", "/api/v1/reports", RecordJson.write(built).toString());
        TocsinProcess.await("a verdict", SOON,
                () -> tocsin.model().verdict("qingdao-fire", built.getReportId()).isPresent());
        String incident = tocsin.model().verdict("qingdao-fire", built.getReportId()).orElseThrow().getIncidentId();
        TocsinProcess.await("its SMS", SOON, () -> on(incident) > 0);
        return incident;
    }

    private long on(String words) {
        return telephones.accepted().stream().filter(sms -> sms.to().equals(HANDSET) && sms.body().contains(words))
                .count();
    }

    private void rings(String words) throws Exception {
        TocsinProcess.await(words + " on the handset", SOON, () -> on(words) > 0);
    }

    private void answers(String text) {
        assertEquals(200, telephones.inbound(PUBLIC + "/webhooks/twilio/sms", HANDSET, OFFICE, text).status());
    }

    private String state(String incident) throws IOException, InterruptedException {
        return ask("officer", "GET", "/api/v1/incidents/" + incident, "").path("state").asText();
    }

    private void keeps(String incident, String text) throws Exception {
        TocsinProcess.await(text + " on the timeline", SOON, () -> tocsin.model().timeline(incident).stream()
                .anyMatch(event -> event.getReason().contains(text)));
    }

    @Test
    void fourWaitAndOnlyWhatIsMeantIsAcknowledged() throws Exception {
        // Given: three of grade III, then one of grade I
        String first = fire(1, Grade.III);
        String second = fire(2, Grade.III);
        String third = fire(3, Grade.III);
        String gravest = fire(4, Grade.I);

        // When: "1"
        answers("1");

        // Then: asked which, the grade I first, and the rest counted
        rings("待确认4件，只回编号即确认：0004 特别重大火灾");
        assertEquals(1, on("另有1件"));

        // When: what refuses, what is elsewhere, what a machine says
        answers("无法处理 0001");
        keeps(first, "无法处理 0001");
        rings("您的文字已转值班台：" + first + "，不算确认");
        answers("收到 我不在青岛");
        rings("属哪一件请重发“编号 文字”");
        answers("自动回复：我正在开会");
        answers("1?");

        // Then: nothing is acknowledged; the fourth text in the hour, and the machine, got no answer
        answers("0004");
        rings("已确认" + gravest + "。待确认3件");
        for (String waiting : List.of(first, second, third)) {
            assertEquals("OPEN", state(waiting));
        }
        assertEquals(1, on("请指明是哪一件"));
        assertEquals(1, on("属哪一件请重发"));
        assertEquals(2, on("不算确认"));

        // And: the one who was asked has acknowledged it, once
        List<TimelineEvent> acknowledged = tocsin.model().timeline(gravest).stream()
                .filter(event -> event.getKind() == TimelineKind.ACKNOWLEDGED).toList();
        assertEquals(1, acknowledged.size());
        String asked = acknowledged.getFirst().getActor();
        assertTrue(tocsin.model().notifications(told -> told.getIncidentId().equals(gravest)
                && told.getRecipient().equals(asked) && told.getAddress().equals(HANDSET), 10).size() > 0, asked);

        // When: a wish
        answers("关闭0001");

        // Then: why not, and nothing is closed
        rings("短信不能关闭、升级、合并或审批");
        keeps(first, "关闭0001");
        assertEquals("OPEN", state(first));

        // When: the other desk waits as well, for an incident of the same number
        String huangdao = fire(5, Grade.III, new Location("370211", "黄岛区某码头", 35.96, 120.18, null));
        assertEquals("370211" + first.substring(6), huangdao);
        answers("0001");

        // Then: both desks ask which
        TocsinProcess.await("both ask", SOON, () -> on("请指明是哪一件") == 3);
        assertEquals("OPEN", state(first));
        assertEquals("OPEN", state(huangdao));

        // And its whole name means it
        answers(huangdao);
        rings("已确认" + huangdao);
        TocsinProcess.await("acknowledged", SOON, () -> state(huangdao).equals("ACKNOWLEDGED"));
        assertEquals("OPEN", state(first));

        // When: a number with a word of acknowledgement, after the sixth answer of these minutes
        answers("收到0002");

        // Then: it counts, though no answer says so
        TocsinProcess.await("acknowledged", SOON, () -> state(second).equals("ACKNOWLEDGED"));

        // And: no answer took more than two parts, and a desk at which nothing waits said nothing
        telephones.accepted().stream().filter(sms -> sms.to().equals(HANDSET)).forEach(
                sms -> assertTrue(SmsParts.of(sms.body()).parts() <= 2, sms::body));
        assertEquals(0, on("目前没有待您确认的事件"));
        assertEquals(0, on("已确认" + second));
        TocsinProcess.await("quiet books", Duration.ofSeconds(60), () -> tocsin.model().books().quiet());
    }
}
