package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Role;
import tocsin.rules.directory.Directory;
import tocsin.v1.Location;
import tocsin.v1.MediaSignal;
import tocsin.v1.Refusal;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;

/// What a key that is bounded may send.
class SendingRightsTest {
    private static final Instant AT = Instant.parse("2026-03-01T19:00:00Z");

    private final Directory directory = new FixedPacks().activeDirectory();

    private static String fields(List<Refusal> refusals) {
        return String.join(",", refusals.stream().map(Refusal::getField).toList());
    }

    /// 36.2, 120.42 lies in Licang; 36.06, 120.38 in Shinan.
    @ParameterizedTest
    @CsvSource({"370213,370213,36.2,120.42,''", "370213,,36.2,120.42,''", "370213,370213,,,''",
            "370213,370213,36.06,120.38,location.latitude", "370213,,36.06,120.38,location.areaCode",
            "370213,370202,36.2,120.42,location.areaCode", "370213,370213,0,0,location.latitude",
            "370200,370213,36.06,120.38,''", ",370213,36.06,120.38,''"})
    void coordinatesOutsideTheBoundsAreRefusedWhateverAreaIsStated(String areas, String stated, Double latitude,
            Double longitude, String refused) {
        // Given: as rough as it says it is
        Location location = new Location(stated, null, latitude, longitude, 500_000.0);

        // Then
        assertEquals(refused, fields(SendingRights.refusals(BoundedIncidentsTest.bound(Role.DUTY_OFFICER, areas, null),
                Reports.fire("r1", AT).setLocation(location).build(), directory)));
    }

    @ParameterizedTest
    @CsvSource({",,''", ",shinan-fire,agencyId", ",qingdao-fire,''", "370213,qingdao-fire,''"})
    void aReportIsOfAnAgencyOfTheBounds(String areas, String agencies, String refused) {
        assertEquals(refused, fields(SendingRights.refusals(
                BoundedIncidentsTest.bound(Role.DUTY_OFFICER, areas, agencies), Reports.fire("r1", AT).build(),
                directory)));
    }

    @ParameterizedTest
    @CsvSource({",,''", "370203,,''", "370213,,sensorId", ",qingdao-meteorology,''", ",shinan-fire,sensorId"})
    void aReadingIsOfASensorOfTheBounds(String areas, String agencies, String refused) {
        // Given: a gauge of the meteorological bureau in Shibei
        SensorReading reading = SensorReading.newBuilder().setSensorId("rain-shibei-01").setMetric("rain_mm")
                .setValue(1.0).setUnit("mm").setObservedAt(AT).setStatus(Status.ACTUAL).build();

        // Then
        assertEquals(refused, fields(SendingRights.refusals(
                BoundedIncidentsTest.bound(Role.DUTY_OFFICER, areas, agencies), reading, directory)));
    }

    @ParameterizedTest
    @CsvSource({",,,李沧区着火了,''", "370213,,,李沧区着火了,''", "370213,370213,,着火了,''",
            "370213,,,市南区着火了,location.areaCode", "370213,,,着火了,location.areaCode",
            "370213,370202,,李沧区着火了,location.areaCode", "370213,370213,36.06,着火了,location.latitude",
            "370213,,36.2,着火了,''"})
    void aPostIsAboutAnAreaOfTheBounds(String areas, String stated, Double latitude, String text, String refused) {
        // Given
        MediaSignal signal = MediaSignal.newBuilder().setSignalId("s1").setSource("weibo").setPublishedAt(AT)
                .setText(text).setStatus(Status.ACTUAL).setLocation(stated == null && latitude == null
                        ? null
                        : new Location(stated, null, latitude,
                                latitude == null ? null : latitude > 36.1 ? 120.42 : 120.38, null))
                .build();

        // Then
        assertEquals(refused, fields(
                SendingRights.refusals(BoundedIncidentsTest.bound(Role.DUTY_OFFICER, areas, null), signal,
                        directory)));
    }
}
