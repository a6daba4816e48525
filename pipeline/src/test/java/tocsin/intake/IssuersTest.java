package tocsin.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.desk.Alerts;
import tocsin.desk.FixedPacks;
import tocsin.internal.v1.AcceptedReport;
import tocsin.v1.IncidentReport;
import tocsin.v1.OfficialSignal;
import tocsin.wire.Headers;
import tocsin.wire.Topics;

/// For whom a sender may speak: an agency for itself and for the issuers it is given, a key or a feed for its own.
class IssuersTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VALUE = {1, 2, 3};
    private static final Instant AT = Instant.parse("2026-03-01T19:00:00Z");

    private final Topics topics = new Topics("tocsin.", 3);
    private final Gate gate = new Gate(topics, new SenderKeys(SECRET, Map.of()));

    private @Nullable Boolean speaks(String topic, @Nullable Passport passport, IncidentReport report) {
        RecordHeaders headers = new RecordHeaders();
        if (passport != null) {
            headers.add(Headers.AUTHENTICATION, passport.sign(VALUE, SECRET).getBytes(StandardCharsets.UTF_8));
        }
        Admission admission = gate.admit(new Gate.Arrived(topic, 0, 1, AT, headers, VALUE), report,
                new FixedPacks().activeDirectory());
        return ((AcceptedReport) ((Admission.ToDesk) admission).record().getBody()).getSpeaksForIssuer();
    }

    @ParameterizedTest
    @CsvSource({
            // the bureau, by its own key: itself and its observatory
            "REPORTER,qingdao-meteorology,,qingdao-meteorology,青岛市气象台,true",
            "REPORTER,qingdao-meteorology,,qingdao-meteorology,青岛市气象局,true",
            "REPORTER,qingdao-meteorology,,qingdao-meteorology,qingdao-meteorology,true",
            "REPORTER,qingdao-meteorology,,qingdao-meteorology,' 青岛市气象台 ',true",
            "REPORTER,qingdao-meteorology,,qingdao-meteorology,山东省气象台,false",
            "REPORTER,qingdao-meteorology,山东省气象台,qingdao-meteorology,山东省气象台,true",
            // another agency, whoever it says it quotes
            "REPORTER,shibei-fire,,shibei-fire,青岛市气象台,false",
            "REPORTER,shibei-fire,,shibei-fire,市北区消防救援大队,true",
            // the desk writes down what the agency telephoned
            "DUTY_OFFICER,officer,,qingdao-meteorology,青岛市气象台,true",
            "DUTY_OFFICER,officer,,shibei-fire,青岛市气象台,false",
            // a feed proves no agency, and speaks for whom it is given
            "ANALYST,feed,,qingdao-meteorology,青岛市气象台,false",
            "ANALYST,feed,USGS|NWS,usgs,NWS,true", "ANALYST,feed,USGS,usgs,NWS,false"})
    void aSenderSpeaksForWhomHeIsBoundTo(Role role, String subject, @Nullable String issuers, String agency,
            String issuer, boolean may) {
        // Given
        Passport passport = new Passport(subject, role,
                issuers == null ? List.of() : Arrays.asList(issuers.split("\\|")));

        // Then
        assertEquals(may, speaks(topics.reportsByHttp.name(), passport, relay(agency, issuer)));
    }

    @ParameterizedTest
    @CsvSource({"tocsin.reports.qingdao-meteorology,true", "tocsin.reports,false", "tocsin.reports.shibei-fire,false"})
    void aProducerSpeaksForItsAgencyWhereTheTopicProvesIt(String topic, boolean may) {
        assertEquals(may, speaks(topic, null, relay("qingdao-meteorology", "青岛市气象台")));
    }

    @Test
    void whereNoSignalIsRelayedNothingIsSaid() {
        assertNull(speaks("tocsin.reports", null, tocsin.desk.Reports.fire("r1", AT).build()));
    }

    private static IncidentReport relay(String agency, String issuer) {
        var signal = Alerts.signal("1", "暴雨橙色预警信号", AT, AT.plusSeconds(3_600));
        return Alerts.relay("r1", AT, OfficialSignal.newBuilder(signal).setIssuer(issuer).build(), null)
                .setAgencyId(agency).build();
    }
}
