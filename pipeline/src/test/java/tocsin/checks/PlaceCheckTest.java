package tocsin.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.Words;
import tocsin.rules.PackFiles;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.v1.Location;

class PlaceCheckTest {
    /// Two districts side by side at the equator, which overlap by 0.1 degrees, and a third that is only a box.
    private static Directory directory() {
        return DirectoryReader.read(new PackFiles(new TreeMap<>(Map.of("directory/areas.yaml", """
                default-desk: "370200"
                areas:
                  - {code: "370202", zh: 市南区, en: Shinan, desk: "370200"}
                  - {code: "370203", zh: 市北区, en: Shibei, desk: "370200"}
                  - {code: "370211", zh: 黄岛区, en: Huangdao, desk: "370200", box: [0, 5, 1, 6]}
                """, "directory/areas.geojson", """
                {"type": "FeatureCollection", "features": [
                  {"type": "Feature", "properties": {"code": "370202"}, "geometry":
                    {"type": "Polygon", "coordinates": [[[0, 0], [1.1, 0], [1.1, 1], [0, 1], [0, 0]]]}},
                  {"type": "Feature", "properties": {"code": "370203"}, "geometry":
                    {"type": "Polygon", "coordinates": [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]}}]}
                """, "directory/agencies.yaml", "agencies: []", "directory/officials.yaml", "officials: []",
                "directory/rosters.yaml", "rosters: []", "directory/sensors.yaml", "sensors: []"))));
    }

    private static Optional<String> contradiction(@Nullable String area, double north, double east,
            @Nullable Double uncertaintyM) {
        return PlaceCheck.contradiction(new Location(area, null, north, east, uncertaintyM), north, east, directory())
                .map(Words::en);
    }

    @ParameterizedTest
    @CsvSource({"inside,370202,0.5,0.5,", "on the edge,370202,0.5,0,", "300 m outside,370202,0.5,-0.0027,",
            "300 m outside and ± 500 m,370202,0.5,-0.0027,500", "900 m outside and ± 5 m,370202,0.5,-0.0081,5",
            "11 km outside and ± 12 km,370202,0.5,-0.1,12000", "in a village of the district,370202104,0.5,0.5,",
            "in the box,370211,0.5,5.5,", "no area stated,,9,9,", "an area nobody knows,999999,9,9,"})
    void aPlaceAsRoughAsReportsAreIsNotWrong(String where, @Nullable String area, double north, double east,
            @Nullable Double uncertaintyM) {
        assertEquals(Optional.empty(), contradiction(area, north, east, uncertaintyM), where);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            370202 | 0.5  | -0.1 |           | lie 11 km outside the stated area 370202 Shinan
            370202 | 0.5  | -0.1 | 500       | lie 11 km outside the stated area 370202 Shinan
            370202 | 0.5  | -0.1 | -12000    | lie 11 km outside the stated area 370202 Shinan
            370202 | 0.5  | -0.1 | NaN       | lie 11 km outside the stated area 370202 Shinan
            370202 | 0.5  | 1.12 |           | lie 2.2 km outside the stated area 370202 Shinan, in 370203 Shibei
            370211 | 0.5  | 1.05 |           | lie 439 km outside the stated area 370211 Huangdao, in 370203 Shibei or 370202 Shinan
            370203 | 0.5  | 5.5  |           | lie 389 km outside the stated area 370203 Shibei
            """)
    void aPlaceElsewhereIsSaidToBeSoWithHowFarAndWhereItReallyLies(String area, double north, double east,
            @Nullable Double uncertaintyM, String said) {
        assertEquals(Optional.of("The coordinates " + north + ", " + east + " " + said
                + "; correct the area or the coordinates."), contradiction(area, north, east, uncertaintyM));
    }

    @Test
    void theToleranceIsAKilometre() {
        assertEquals(Optional.empty(), contradiction("370202", 0.5, -0.00899, null));
        assertEquals(true, contradiction("370202", 0.5, -0.009, null).isPresent());
    }
}
