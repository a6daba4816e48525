package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.v1.Action;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.Status;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.ReportKind;

/// A second fire is a second fire: it is joined to the first only where place and words both say that it is the same.
class SecondFireTest {
    private static final double METRES_A_DEGREE = 111_195;

    private final City city = new City();

    private IncidentReport.Builder fire(String id, String agency, double northMetres, String place, String title) {
        return Reports.fire(id, city.now()).setAgencyId(agency).setTitle(title).setLocation(
                new Location("370213", place, 36.19 + northMetres / METRES_A_DEGREE, 120.39, null));
    }

    private Incident incident(String id) {
        return city.incidents().get(id);
    }

    @ParameterizedTest
    @CsvSource({
            // the same agency, told again: place and title as before
            "qingdao-fire, 0, 李沧区张村, 张村民房起火, true", "qingdao-fire, 300, 李沧区张村, 张村民房起火, true",
            // another village, another number of the street, another title at one place
            "qingdao-fire, 1200, 李沧区王村, 王村养老院起火, false", "qingdao-fire, 1200, 李沧区王村, 张村民房起火, false",
            "qingdao-fire, 0, 李沧区张村, 加油站油罐爆燃, false", "qingdao-fire, 900, , 张村民房起火, false",
            "qingdao-fire, 100, , 张村民房起火, true",
            // another agency may name the place otherwise
            "licang-fire, 1200, 李沧区王村, 王村民房起火, true", "licang-fire, 1200, 李沧区张村, 张村民房起火, true"})
    void aFlashReportWithoutALinkJoinsWhere(String agency, double metres, String place, String title,
            boolean joins) {
        // Given
        String first = city.report(fire("a", "qingdao-fire", 0, "李沧区张村", "张村民房起火")).getIncidentId();

        // When
        city.after(Duration.ofMinutes(40));
        String second = city.report(fire("b", agency, metres, place, title)
                .setOccurredAt(city.now().minusSeconds(600))).getIncidentId();

        // Then
        assertEquals(joins, first.equals(second));
        assertEquals(joins ? List.of() : List.of(second), incident(first).getPerhapsSame());
        assertEquals(joins ? List.of() : List.of(first), incident(second).getPerhapsSame());
    }

    @Test
    void graverHarmIsNotAnnouncedUnderAPlaceItDidNotName() {
        // Given
        String village = city.report(fire("a", "qingdao-fire", 0, "李沧区张村", "张村民房起火")).getIncidentId();

        // When
        String home = city.report(fire("b", "licang-fire", 1_200, "李沧区王村养老院", "王村养老院起火")
                .setCasualties(Reports.toll(4, null))).getIncidentId();

        // Then
        assertNotEquals(village, home);
        assertEquals(Grade.III, incident(home).getGrade());
        assertTrue(incident(home).getTitle().contains("李沧区王村养老院"), incident(home).getTitle());
        assertTrue(city.notifications().stream().anyMatch(told -> told.getIncidentId().equals(home)
                && told.getBody().contains("王村养老院")), "it pages by itself, under its own name");
    }

    @ParameterizedTest
    @CsvSource({
            // a case number used twice: far away; near; over and of another kind; over and of the same kind
            "20600, 胶州市某医院, fire, false, false", "1200, 李沧区王村, fire, false, true",
            "1200, 胶州市某医院, explosion, true, false", "1200, 李沧区王村, fire, true, true"})
    void aCaseNumberUsedTwiceSwallowsNoOtherEvent(double metres, String place, String type, boolean over,
            boolean joins) {
        // Given
        String first = city.report(fire("a", "qingdao-fire", 0, "李沧区张村", "张村民房起火").setIncidentRef("2026-17"))
                .getIncidentId();
        if (over) {
            city.command("duty-brown", Action.CLOSE, first);
        }

        // When
        String second = city.report(fire("b", "qingdao-fire", metres, place, "起火").setIncidentRef("2026-17")
                .setType(type)).getIncidentId();

        // Then
        assertEquals(joins, first.equals(second));
    }

    @Test
    void whatNobodyProvesTakesNoIdFromTheAgencyItNames() {
        // Given
        city.report(fire("a", "qingdao-fire", 0, "李沧区张村", "forged").setStatus(Status.TEST).build(),
                SenderProof.UNVERIFIED);

        // When
        IncidentReport genuine = fire("a", "qingdao-fire", 0, "李沧区张村", "张村民房起火").setCasualties(Reports.toll(35, null))
                .build();
        Incident incident = incident(city.report(genuine, SenderProof.API_KEY).getIncidentId());
        city.report(genuine, SenderProof.UNVERIFIED);

        // Then
        assertEquals(List.of(), city.rejected());
        assertEquals(Grade.I, incident.getGrade());
        assertEquals(1, city.incidents().size());
        assertEquals(2, city.verdicts().size(), "the same again counts once, however it comes");
    }

    @Test
    void whatHasNoCoordinatesIsOfferedAndOneOrderMergesIt() {
        // Given
        String first = city.report(fire("a", "qingdao-fire", 0, "滨海化工园三号库", "化工园仓库起火")).getIncidentId();

        // When: in the county, and only in the city
        String vague = city.report(Reports.fire("b", city.now()).setAgencyId("qingdao-health").setTitle("接诊烧伤患者")
                .setLocation(new Location("370213", "李沧区某园区", null, null, null))).getIncidentId();
        String vaguer = city.report(Reports.fire("c", city.now()).setAgencyId("qingdao-traffic").setTitle("浓烟影响通行")
                .setLocation(new Location("370200", null, null, null, null))).getIncidentId();

        // Then
        assertEquals(3, city.incidents().size());
        assertTrue(incident(first).getPerhapsSame().containsAll(List.of(vague, vaguer)),
                incident(first).getPerhapsSame()::toString);
        assertTrue(incident(vague).getPerhapsSame().contains(first));
        assertTrue(incident(vaguer).getPerhapsSame().contains(first));

        // When
        city.command("duty-brown", "DUTY_OFFICER", Action.MERGE, vague, "http", Map.of("into", first));

        // Then
        assertEquals(IncidentState.MERGED, incident(vague).getState());
        assertEquals(List.of(vaguer), incident(first).getPerhapsSame());
    }

    @Test
    void whatIsClosedIsOfferedNoMore() {
        // Given
        String first = city.report(fire("a", "qingdao-fire", 0, "李沧区张村", "张村民房起火")).getIncidentId();
        String second = city.report(fire("b", "qingdao-fire", 1_200, "李沧区王村", "王村养老院起火")).getIncidentId();

        // When
        city.command("duty-brown", Action.CLOSE, first);

        // Then
        assertEquals(List.of(), incident(second).getPerhapsSame());
    }

    @Test
    void noIncidentNamesMoreThanFive() {
        // When: seven calls about a fire somewhere
        for (int i = 0; i < 7; i++) {
            city.report(Reports.fire("r" + i, city.now()).setTitle("某处起火" + i)
                    .setLocation(new Location("370213", "第" + i + "号楼", null, null, null)));
        }

        // Then
        assertEquals(7, city.incidents().size());
        assertTrue(city.incidents().values().stream().allMatch(one -> one.getPerhapsSame().size() <= 5));
    }

    @Test
    void aSplitTakesASingleReportWithWhatItStated() {
        // Given: one agency's two reports, the second about another fire
        String both = city.report(fire("a", "qingdao-fire", 0, "李沧区张村", "张村民房起火").setIncidentRef("case")
                .setCasualties(Reports.toll(0, 1))).getIncidentId();
        city.report(fire("b", "qingdao-fire", 0, "李沧区王村", "王村养老院起火").setIncidentRef("case")
                .setKind(ReportKind.FOLLOW_UP).setSequence(2).setCasualties(Reports.toll(4, null)));
        assertEquals(Grade.III, incident(both).getGrade());

        // When
        city.command("duty-brown", "DUTY_OFFICER", Action.SPLIT, both, "http", Map.of("reports", "qingdao-fire/b"));

        // Then
        assertEquals(List.of(), city.rejected());
        Incident apart = city.incidents().values().stream().filter(one -> !one.getIncidentId().equals(both)).findFirst()
                .orElseThrow();
        assertEquals(new Casualties(0, null, 1, null, null, null, null), incident(both).getCasualties());
        assertEquals(Grade.IV, incident(both).getGrade());
        assertEquals(4, apart.getCasualties().getDead());
        assertEquals(Grade.III, apart.getGrade());
        assertTrue(apart.getTitle().contains("李沧区王村"), apart.getTitle());

        // And what replaces the report finds it there
        assertEquals(apart.getIncidentId(), city.report(fire("c", "qingdao-fire", 0, "李沧区王村", "王村养老院起火")
                .setKind(ReportKind.CORRECTION).setSupersedes("b").setCasualties(Reports.toll(5, null)))
                .getIncidentId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"qingdao-fire/x|are no reports of its evidence",
            "qingdao-fire/a|nothing would be left", "qingdao-fire/a qingdao-fire/x|are no reports"})
    void aSplitOfReportsIsRefusedByName(String reports, String words) {
        // Given
        String incident = city.report(fire("a", "qingdao-fire", 0, "李沧区张村", "张村民房起火")).getIncidentId();

        // When
        city.command("duty-brown", "DUTY_OFFICER", Action.SPLIT, incident, "http", Map.of("reports", reports));

        // Then
        assertEquals("arguments.reports", city.rejected().getFirst().getReasons().getFirst().getField());
        assertTrue(city.rejected().getFirst().getReasons().getFirst().getDetail().contains(words),
                city.rejected().getFirst().getReasons().getFirst()::toString);
    }
}
