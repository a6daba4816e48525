package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.rules.PackFiles;
import tocsin.rules.directory.AreaShapes;
import tocsin.v1.Action;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.SpecialReport;
import tocsin.v1.Status;

/// The desk that acts signs what it sends, is called back, and writes to its reader by name.
class ActingDeskTest {
    private static final String HUANGDAO = "370211";
    private final City city = new City();

    private IncidentReport.Builder inHuangdao(String id, Grade grade) {
        return Reports.fire(id, city.now()).setAgencyId("huangdao-emergency").setCasualties(Reports.tollOf(grade))
                .setTitle("黄岛区某仓库火灾").setLocation(new Location(HUANGDAO, "黄岛区某仓库", null, null, null));
    }

    private List<Notification> by(ChannelKind channel) {
        return city.notifications().stream().filter(told -> told.getChannel() == channel).toList();
    }

    @ParameterizedTest
    @EnumSource(value = Grade.class, names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void huangdaosMessagesAreSignedByHuangdao(Grade grade) {
        // When
        String incident = city.report(inHuangdao("r1", grade)).getIncidentId();
        city.after(Duration.ofHours(2));
        city.command("huangdao-duty-chen", Action.CLOSE, incident);

        // Then
        assertTrue(incident.startsWith(HUANGDAO), incident);
        assertFalse(by(ChannelKind.EMAIL).isEmpty());
        for (Notification told : city.notifications()) {
            assertTrue(told.getBody().contains("黄岛区应急值班室"), told::getBody);
            assertTrue(told.getBody().contains("电话+8653200000400"), told::getBody);
            assertFalse(told.getBody().contains("青岛市应急值班室"), told::getBody);
        }
        assertTrue(by(ChannelKind.SMS).stream().allMatch(sms -> sms.getBody().startsWith("【黄岛区应急值班室】")));
    }

    @Test
    void aMailBeginsWithItsReaderAndEndsWithTheDesk() {
        // When
        city.report(inHuangdao("r1", Grade.III));

        // Then
        Notification mail = by(ChannelKind.EMAIL).getFirst();
        String name = city.packs().activeDirectory().officials().get(mail.getRecipient()).name();
        assertTrue(mail.getBody().startsWith(name + "：\n"), mail::getBody);
        assertTrue(mail.getBody().endsWith("黄岛区应急值班室，电话+8653200000400\n"), mail::getBody);
    }

    @Test
    void englishMessagesAreSignedLikewise() {
        // When: at night an officer of Qingdao who reads English is on duty
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III)));

        // Then
        assertEquals("duty-brown", city.notifications().getFirst().getRecipient());
        assertTrue(by(ChannelKind.SMS).getFirst().getBody().startsWith("Qingdao Duty Desk: verify and respond."));
        assertTrue(by(ChannelKind.SMS).getFirst().getBody().contains("Call +8653200000100."));
        assertTrue(by(ChannelKind.EMAIL).getFirst().getBody().startsWith("Alex Brown, please verify"));
        assertTrue(by(ChannelKind.EMAIL).getFirst().getBody().contains("Qingdao Duty Desk, "));
    }

    @Test
    void aNeighbourIsToldByTheDeskThatActs() {
        // Given: on the line between Jiaozhou, which is Qingdao's desk's, and Huangdao
        AreaShapes shapes = city.packs().activeDirectory().shapes();
        double latitude = IntStream.range(0, 6_000).mapToDouble(step -> 36.5 - step * 1e-4)
                .filter(at -> shapes.contains(HUANGDAO, at, 119.9, 900)).findFirst().orElseThrow();

        // When
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III))
                .setLocation(new Location("370281", "胶州某厂", latitude, 119.9, null)));

        // Then
        Notification sms = by(ChannelKind.SMS).stream()
                .filter(told -> told.getRecipient().startsWith("huangdao-duty")).findFirst().orElseThrow();
        assertTrue(sms.getBody().startsWith("【青岛市应急值班室】"), sms::getBody);
        assertTrue(sms.getBody().contains("电话+8653200000100"), sms::getBody);
    }

    @Test
    void aSpecialReportComesFromTheDeskThatActs() {
        // Given
        String incident = city.report(inHuangdao("r1", Grade.III)).getIncidentId();

        // When
        city.command("huangdao-duty-chen", "DUTY_OFFICER", Action.FORWARD, incident, "http", Map.of("draft", "true"));
        city.command("huangdao-leader-liu", "DUTY_OFFICER", Action.FORWARD, incident, "http", Map.of("sign", "1"));

        // Then
        SpecialReport report = city.specialReports().getFirst();
        assertTrue(report.getText().contains("报送单位：黄岛区应急值班室\n值班电话：+8653200000400\n"), report::getText);
        Notification mail = city.notifications().stream()
                .filter(told -> told.getReason() == NotifyReason.SPECIAL_REPORT).findFirst().orElseThrow();
        assertEquals("黄岛区应急值班室", mail.getParameters().get("issuer"));
    }

    @Test
    void aFeedThatStallsIsToldByTheDeskItBelongsTo() {
        // When
        city.append(new InboxRecord(HUANGDAO, null, new SensorFault("usgs", "feed", SensorFaultKind.STALLED,
                city.now().minus(Duration.ofHours(1)), city.now(), Status.ACTUAL)));

        // Then
        Notification letter = city.notifications().getFirst();
        assertTrue(letter.getBody().startsWith("【黄岛区应急值班室】数据中断"), letter::getBody);
        assertTrue(letter.getBody().contains("电话+8653200000400"), letter::getBody);
    }

    @Test
    void aPackWithoutDesksIsSignedByThePackAndSaysWhomToCallAllTheSame() {
        // Given
        SortedMap<String, String> files = new TreeMap<>(FixedPacks.qingdao().files());
        files.remove("directory/desks.yaml");
        city.activate(new PackFiles(files));

        // When
        city.report(inHuangdao("r1", Grade.III));

        // Then
        String sms = by(ChannelKind.SMS).getFirst().getBody();
        assertTrue(sms.startsWith("【青岛市应急值班室】") && sms.contains("电话值班室。"), sms);
    }
}
