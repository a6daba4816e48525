package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Category;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.OfficialSignal;
import tocsin.v1.SignalMessage;

/// A warning signal (预警信号) of the authority the law names: relayed as it was issued, and never made by Tocsin.
class OfficialSignalsTest {
    private static final Instant ISSUED = Instant.parse("2026-03-01T18:10:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-03-01T21:10:00Z");

    private final City city = new City();

    private static OfficialSignal orange(@Nullable Instant expiresAt) {
        return new OfficialSignal("青岛市气象台", "暴雨橙色预警信号", ISSUED, expiresAt, "37020041600000_1", null, null,
                List.of(), SignalMessage.UNKNOWN);
    }

    private static OfficialSignal signal(String title, Instant issuedAt, @Nullable String reference) {
        return new OfficialSignal("青岛市气象台", title, issuedAt, EXPIRES, reference, null, null, List.of(),
                SignalMessage.UNKNOWN);
    }

    private IncidentReport.Builder relay(String id, OfficialSignal signal) {
        return Reports.fire(id, city.now()).setAgencyId("qingdao-meteorology").setCategory(Category.NATURAL_DISASTER)
                .setType("11B03").setTitle("李沧区暴雨").setIncidentRef("rain-1")
                .setCasualties(Reports.tollOf(Grade.III)).setOfficialSignal(signal);
    }

    private List<OfficialSignal> signals(String incident) {
        return city.incidents().get(incident).getOfficialSignals();
    }

    private List<String> mails(int since) {
        return city.notifications().stream().skip(since).filter(told -> told.getChannel() == ChannelKind.EMAIL)
                .map(Notification::getBody).toList();
    }

    @Test
    void whoeverIsToldReadsItsIssuerTimeAndExpiryUnaltered() {
        String incident = city.report(relay("a", orange(EXPIRES)).setCasualties(Reports.tollOf(Grade.I)))
                .getIncidentId();

        assertEquals(List.of(orange(EXPIRES)), signals(incident));
        assertTrue(mails(0).stream().anyMatch(
                mail -> mail.contains("官方预警信号：青岛市气象台3月2日02:10发布暴雨橙色预警信号，有效至3月2日05:10")), () -> mails(0).toString());
    }

    @Test
    void whereNoExpiryIsStatedNoneIsInvented() {
        String incident = city.report(relay("a", orange(null)).setCasualties(Reports.tollOf(Grade.I))).getIncidentId();

        assertEquals(List.of(orange(null)), signals(incident));
        assertTrue(mails(0).stream().anyMatch(mail -> mail.contains("发布暴雨橙色预警信号，未注明有效期")), () -> mails(0).toString());
    }

    @Test
    void anUpdateTakesThePlaceOfWhatItUpdatesByTheIssuersIdAndElseByItsTitle() {
        // Given
        OfficialSignal red = signal("暴雨红色预警信号", ISSUED.plusSeconds(900), "37020041600000_1");
        OfficialSignal thunder = signal("雷电黄色预警信号", ISSUED, null);
        OfficialSignal again = signal("雷电黄色预警信号", ISSUED.plusSeconds(60), null);

        // When
        String incident = city.report(relay("a", orange(EXPIRES))).getIncidentId();
        city.report(relay("b", thunder));
        city.report(relay("c", red));
        city.report(relay("d", again));
        city.report(relay("e", orange(EXPIRES)));

        // Then
        assertEquals(List.of(again, red), signals(incident), "what is older than what stands takes nothing's place");
    }

    @Test
    void whatHasExpiredOrWasLiftedIsSaidNowhereToBeInForce() {
        // Given
        String incident = city.report(relay("a", orange(EXPIRES))).getIncidentId();

        // When: lifted, and then a grave follow-up
        city.report(relay("b", orange(city.now())));
        city.after(Duration.ofMinutes(1));
        int before = city.notifications().size();
        city.report(relay("c", orange(city.now().minusSeconds(60))).setCasualties(Reports.tollOf(Grade.I)));

        // Then
        assertEquals(List.of(), signals(incident));
        assertTrue(mails(before).stream().anyMatch(mail -> mail.contains("官方预警信号：无")), () -> mails(before).toString());
    }

    @Test
    void whoeverHasNotProvenWhoHeIsIsNotQuotedAsTheIssuer() {
        String incident = city.report(relay("a", orange(EXPIRES)).build(), SenderProof.UNVERIFIED).getIncidentId();

        assertEquals(List.of(), signals(incident));
        assertTrue(mails(0).stream().noneMatch(mail -> mail.contains("暴雨橙色")));
    }

    @Test
    void itGoesWithItsReportWhenIncidentsAreMergedAndSplit() {
        // Given
        String rain = city.report(relay("a", orange(EXPIRES))).getIncidentId();
        String fire = city.report(Reports.fire("b", city.now()).setAgencyId("licang-fire")
                .setLocation(new Location("370213", "别处", 36.4, 120.39, null))).getIncidentId();

        // When
        city.command("duty-brown", "DUTY_OFFICER", Action.MERGE, fire, "http", Map.of("into", rain));
        List<OfficialSignal> merged = signals(rain);
        city.command("duty-brown", "DUTY_OFFICER", Action.SPLIT, rain, "http",
                Map.of("sources", "qingdao-meteorology"));

        // Then
        assertEquals(List.of(orange(EXPIRES)), merged);
        assertEquals(List.of(), signals(rain));
        assertEquals(1, city.incidents().values().stream()
                .filter(incident -> incident.getOfficialSignals().size() == 1).count(), "the one split off");
    }
}
