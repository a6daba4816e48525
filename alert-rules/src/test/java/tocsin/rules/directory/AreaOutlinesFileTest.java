package tocsin.rules.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.rules.directory.Drawings.rectangle;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.PackFiles;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

class AreaOutlinesFileTest {
    private static final String FILE = "directory/areas.geojson";

    private static List<String> problems(PackFiles files) {
        return assertThrows(InvalidFileException.class, () -> DirectoryReader.read(files)).problems().stream()
                .map(Problem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [[[0, 0], [1, 0], [0, 0]]]                                       | 2:99: features[0].geometry.coordinates[0]: has 3 positions; a ring needs at least 4, the last like the first
            [[[0, 0], [1, 0], [1, 1], [0, 1]]]                               | 2:124: features[0].geometry.coordinates[0][3]: does not close the ring: repeat its first position [0.0, 0.0] as the last
            [[[0, 0], [200, 0], [1, 1], [0, 0]]]                             | 2:108: features[0].geometry.coordinates[0][1]: [200.0, 0.0] is nowhere on Earth; give [longitude, latitude] in degrees, WGS-84
            [[[36, 120], [37, 120], [37, 121], [36, 120]]]                   | 2:100: features[0].geometry.coordinates[0][0]: [36.0, 120.0] is nowhere on Earth; it looks swapped: GeoJSON has the longitude first, so [120.0, 36.0]
            [[[0, 0], [1, north], [1, 1], [0, 0]]]                           | 2:108: features[0].geometry.coordinates[0][1]: must be two numbers, [longitude, latitude] in degrees
            [[[0, 0], [1], [1, 1], [0, 0]]]                                  | 2:108: features[0].geometry.coordinates[0][1]: must be two numbers, [longitude, latitude] in degrees
            [[[0, 0], [2, 2], [2, 0], [0, 1], [0, 0]]]                       | 2:124: features[0].geometry.coordinates[0][3]: the outline has no clear inside near [0.666667, 0.666667]: self-intersection; no edges may cross, holes lie in their polygon, polygons lie apart
            [[[0, 0], [9, 0], [9, 9], [0, 0]], [[20, 20], [21, 20], [21, 21], [20, 20]]] | 2:134: features[0].geometry.coordinates[1][0]: the outline has no clear inside near [20.0, 20.0]: hole lies outside shell; no edges may cross, holes lie in their polygon, polygons lie apart
            [[[1, 1], [1, 1], [1, 1], [1, 1]]]                               | 2:100: features[0].geometry.coordinates[0][0]: the outline has no clear inside near [1.0, 1.0]: too few distinct points in geometry component; no edges may cross, holes lie in their polygon, polygons lie apart
            []                                                               | 2:98: features[0].geometry.coordinates: has no ring; give at least one or take the feature away
            """)
    void aPolygonThatIsNoOutlineIsRefusedAtItsPlace(String coordinates, String problem) {
        assertEquals(List.of(FILE + ":" + problem),
                problems(new Drawings().area("01").feature("01", "Polygon", coordinates).files()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MultiPolygon | [[[[0, 0], [9, 0], [9, 9], [0, 0]]], [[[5, 1], [6, 1], [6, 2], [5, 1]]]] | features[0].geometry.coordinates[1][0][0]: the outline has no clear inside near [5.0, 1.0]: nested shells; no edges may cross, holes lie in their polygon, polygons lie apart
            MultiPolygon | []               | features[0].geometry.coordinates: has no polygon; give at least one or take the feature away
            LineString   | [[0, 0], [1, 1]] | features[0].geometry.type: "LineString" has no inside; give a Polygon or a MultiPolygon
            Point        | [0, 0]           | features[0].geometry.type: "Point" has no inside; give a Polygon or a MultiPolygon
            """)
    void otherGeometriesThanOutlinesAreRefused(String type, String coordinates, String problem) {
        // When
        List<String> problems = problems(new Drawings().area("01").feature("01", type, coordinates).files());

        // Then
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().startsWith(FILE + ":2:") && problems.getFirst().endsWith(": " + problem),
                problems::toString);
    }

    @Test
    void everyProblemOfEveryFeatureIsToldAtOnce() {
        // Given
        PackFiles files = new Drawings().area("370202").area("370203").area("370211")
                .polygon("370202", rectangle(0, 0, 1, 1)).polygon("370204", rectangle(0, 0, 1, 1))
                .polygon("370202", rectangle(2, 2, 3, 3)).feature("370203", "Point", "[0, 0]").files();

        // Then: 370203 lacks an outline only because its own does not read, and that is told
        assertEquals(List.of(
                FILE + ":4:44: features[2].properties.code: \"370202\" has an outline already; join the two into one"
                        + " MultiPolygon",
                FILE + ":5:76: features[3].geometry.type: \"Point\" has no inside; give a Polygon or a MultiPolygon",
                FILE + ":3:44: features[1].properties.code: \"370204\" is not an area of areas.yaml (did you mean"
                        + " 370202?); correct it, add the area, or take the feature away",
                "directory/areas.yaml:5:5: areas[2]: has neither a box nor an outline; give it a box [south, west,"
                        + " north, east], or a feature in areas.geojson"),
                problems(files));
    }

    @Test
    void anAreaOfWhichNothingSaysWhereItLiesIsRefused() {
        // Given
        PackFiles files = new Drawings().area("370200").area("370202").area("370203")
                .polygon("370202", rectangle(0, 0, 1, 1)).files();

        // Then
        assertEquals(List.of("3:5: areas[0]", "5:5: areas[2]").stream().map(place -> "directory/areas.yaml:" + place
                + ": has neither a box nor an outline; give it a box [south, west, north, east], or a feature in"
                + " areas.geojson").toList(), problems(files));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            120 | 36  | [36.0, 120.0, 37.0, 121.0]; widen the box, or leave it out and the outline counts
            29.5| 10  | [10.0, 29.5, 11.0, 30.5]; widen the box, or leave it out and the outline counts
            10  | 25  | [25.0, 10.0, 26.0, 11.0]; that looks swapped: GeoJSON has the longitude first
            """)
    void aBoxThatDoesNotHoldItsOutlineIsRefused(double west, double south, String reach) {
        // Given
        PackFiles files = new Drawings().area("01", 5, 20, 15, 30)
                .polygon("01", rectangle(west, south, west + 1, south + 1)).files();

        // Then
        assertEquals(List.of("directory/areas.yaml:3:52: areas[0].box: does not hold the outline of 01 in"
                + " areas.geojson, which reaches " + reach), problems(files));
    }

    @Test
    void aFileTooLargeToTravelIsRefusedWithAdvice() {
        // Given
        PackFiles small = new Drawings().area("01").polygon("01", rectangle(0, 0, 1, 1)).files();
        PackFiles large = small.with(FILE, small.files().get(FILE) + " ".repeat(PackFiles.LIMIT_BYTES));

        // Then
        assertEquals(List.of(FILE + ":1:1: makes the pack " + large.sizeBytes()
                + " bytes, and a pack holds at most 900000; simplify the outlines: four decimals are 10 m, and an edge"
                + " every 50 m is enough"), problems(large));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "Feature", "features": []}              | 1:10: type: "Feature" is not FeatureCollection
            {"type": "FeatureCollection", "features": 7}     | 1:43: features: must be a list
            {"type": "FeatureCollection", "features": [{}]}  | 1:44: features[0]: names no area: give it a property
            {"type": "FeatureCollection", "features": [      | 2:1:
            """)
    void aFileThatIsNoFeatureCollectionIsRefused(String text, String problem) {
        // When
        List<String> problems = problems(new Drawings().area("01", 0, 0, 1, 1).files().with(FILE, text + "\n"));

        // Then
        assertTrue(problems.stream().anyMatch(told -> told.startsWith(FILE + ":" + problem)), problems::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "properties": {"code": "370202"}
            "properties": {"adcode": 370202}
            "properties": {"name": "市南区"}, "id": "370202"
            "properties": null, "id": 370202
            """)
    void anAreaIsNamedAsPublishedOutlinesNameIt(String naming) {
        // Given: compact, and with heights
        PackFiles files = new Drawings().area("370202").files().with(FILE, "{\"type\":\"FeatureCollection\","
                + "\"features\":[{\"type\":\"Feature\"," + naming + ",\"geometry\":{\"type\":\"Polygon\","
                + "\"coordinates\":[[[0,0,7.5],[1,0,7],[1,1,-7],[0,0,7.5]]]}}]}");

        // Then
        assertTrue(DirectoryReader.read(files).shapes().contains("370202", 0.2, 0.5, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pinched at a corner  | [[[0, 0], [2, 2], [4, 0], [4, 4], [2, 2], [0, 4], [0, 0]]]
            with a spike         | [[[0, 0], [4, 0], [4, 2], [9, 2], [4, 2], [4, 4], [0, 4], [0, 0]]]
            with positions twice | [[[0, 0], [0, 0], [4, 0], [4, 4], [4, 4], [0, 4], [0, 0]]]
            clockwise            | [[[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]]]
            """)
    void aRingThatOnlyTouchesItselfIsTakenAsRoundingLeftIt(String what, String coordinates) {
        // When
        AreaShapes shapes = new Drawings().area("01").feature("01", "Polygon", coordinates).shapes();

        // Then
        assertTrue(shapes.contains("01", 2, 0.5, 0), what);
        assertTrue(shapes.metresOutside("01", 2, 8) > 100_000, what);
    }
}
