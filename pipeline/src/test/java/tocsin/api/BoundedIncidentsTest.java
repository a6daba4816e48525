package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.desk.FixedPacks;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.readmodel.Pictures;
import tocsin.readmodel.ReadModel;
import tocsin.v1.Location;

/// What a caller may see, by area and by agency.
class BoundedIncidentsTest {
    private static final String LICANG = "370200-20260301-0001";

    private final ReadModel model = new ReadModel();
    private final BoundedIncidents incidents = new BoundedIncidents(model, new FixedPacks());

    static Caller bound(Role role, String areas, String agencies) {
        return new Caller("bound", role, role == Role.REPORTER ? "licang-fire" : null, null,
                new Bounds(list(areas), list(agencies)));
    }

    private static List<String> list(String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" "));
    }

    @ParameterizedTest
    @CsvSource({",,true", "370213,,true", "370200,,true", "370202,,false", "370202 370213,,true", ",licang-fire,true",
            ",qingdao-fire,true", ",shinan-fire,false", "370213,licang-fire,true", "370213,shinan-fire,false",
            "370202,licang-fire,false"})
    void anIncidentIsWithinWhereItsAreaIsAndOneOfWhoToldOfIt(String areas, String agencies, boolean within) {
        // Given
        Pictures.put(model, Pictures.incident(LICANG, "370213", "licang-fire", "qingdao-fire"));
        Caller caller = bound(Role.DUTY_OFFICER, areas, agencies);

        // Then: lists, single records and orders say the same
        assertEquals(within, incidents.shows(caller, LICANG));
        assertEquals(within ? 1 : 0, model.incidents(incidents.within(caller), 10).size());
        if (within) {
            incidents.require(caller, LICANG);
        } else {
            ApiException refused = assertThrows(ApiException.class, () -> incidents.require(caller, LICANG));
            assertEquals(403, refused.status());
            assertTrue(String.valueOf(refused.getMessage()).contains(areas == null ? agencies : areas.split(" ")[0]),
                    refused::getMessage);
        }
    }

    @ParameterizedTest
    @CsvSource({"370213,true", "370202,false"})
    void aPlaceThatOnlyHasCoordinatesLiesInItsArea(String area, boolean within) {
        // Given: a point of Licang
        Pictures.put(model, Pictures.incident(LICANG, new Location(null, null, 36.2, 120.42, null), "licang-fire"));

        // Then
        assertEquals(within, incidents.shows(bound(Role.DUTY_OFFICER, area, null), LICANG));
    }

    @Test
    void whatBelongsToNoKnownIncidentIsShownToNobodyWhoIsBounded() {
        assertTrue(incidents.shows(bound(Role.ANALYST, null, null), "370200-20260301-0009"));
        for (Caller caller : List.of(bound(Role.ANALYST, "370213", null), bound(Role.ANALYST, null, "licang-fire"))) {
            assertEquals(false, incidents.shows(caller, "370200-20260301-0009"));
            assertEquals(false, incidents.shows(caller, null));
        }
    }

    @ParameterizedTest
    @CsvSource({"ANALYST,,,licang-fire,true", "ANALYST,370213,,licang-fire,true", "ANALYST,370202,,licang-fire,false",
            "ANALYST,,licang-fire,licang-fire,true", "ANALYST,,licang-fire,qingdao-fire,false",
            "REPORTER,370202,,licang-fire,true", "REPORTER,,,qingdao-fire,false"})
    void aRecordOfOneAgencyIsShownToItAndToWhoseBoundsHoldIt(Role role, String areas, String agencies, String agency,
            boolean shown) {
        // Given
        Pictures.put(model, Pictures.incident(LICANG, "370213", "licang-fire", "qingdao-fire"));

        // Then
        assertEquals(shown, incidents.showsOwn(bound(role, areas, agencies), agency, LICANG));
    }
}
