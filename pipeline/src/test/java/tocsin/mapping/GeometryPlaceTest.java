package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import tocsin.wire.RecordJson;

/// A polygon has a place that lies in it.
class GeometryPlaceTest {
    private final Map<String, String> columns = new LinkedHashMap<>();

    private String problem(String geometry) throws IOException {
        return GeometryPlace.columns(RecordJson.MAPPER.readTree(geometry), columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Point           | [120.43, 36.16, 11]                                         | 120.43, 36.16, null
            Polygon         | [[[0,0],[4,0],[4,1],[1,1],[1,3],[4,3],[4,4],[0,4],[0,0]]]    | 0.5, 2, 448000
            LineString      | [[0,0],[2,2],[4,0]]                                          | 2, 2, 314000
            MultiPoint      | [[0,0],[1,0],[9,0]]                                          | 1, 0, 890000
            MultiPolygon    | [[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[9,5],[9,9],[5,9],[5,5]]]] | 7, 7, 1097000
            """)
    void theKindsOfGeometryHaveAPlace(String type, String coordinates, String place) throws IOException {
        // When
        String problem = problem("{\"type\":\"" + type + "\",\"coordinates\":" + coordinates + "}");

        // Then
        assertNull(problem);
        String radius = columns.get("geometry.radius");
        assertEquals(place, columns.get("geometry.longitude") + ", " + columns.get("geometry.latitude") + ", "
                + (radius == null ? null : Math.round(Double.parseDouble(radius) / 1000) * 1000));
    }

    @Test
    void thePointLiesInEveryPolygonWhateverItsShape() throws IOException {
        // Given
        Random random = new Random(5);
        GeometryFactory factory = new GeometryFactory();
        for (int i = 0; i < 300; i++) {
            int corners = 5 + random.nextInt(40);
            List<Coordinate> ring = new ArrayList<>();
            for (int corner = 0; corner < corners; corner++) {
                double angle = 2 * Math.PI * corner / corners;
                double reach = 0.02 + random.nextDouble();
                ring.add(new Coordinate(120 + reach * Math.cos(angle), 36 + reach * Math.sin(angle)));
            }
            ring.add(ring.getFirst());
            String written = String.join(",", ring.stream()
                    .map(at -> String.format(Locale.ROOT, "[%.9f,%.9f]", at.x, at.y)).toList());

            // When
            assertNull(problem("{\"type\":\"Polygon\",\"coordinates\":[[" + written + "]]}"));

            // Then
            Coordinate place = new Coordinate(Double.parseDouble(columns.get("geometry.longitude")),
                    Double.parseDouble(columns.get("geometry.latitude")));
            assertTrue(factory.createPolygon(ring.toArray(Coordinate[]::new)).buffer(1e-6)
                    .covers(factory.createPoint(place)), written);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}        | not closed or has fewer than four positions
            {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}  | not closed or has fewer than four positions
            {"type":"Polygon","coordinates":[[[36,120],[37,120],[37,121],[36,120]]]} | no [longitude, latitude]
            {"type":"Polygon","coordinates":[]}                           | a polygon without a ring
            {"type":"Polygon","coordinates":[[["a",0],[1,0],[1,1],[0,0]]]} | no [longitude, latitude]
            {"type":"Circle","coordinates":[[0,0]]}                       | of no type of GeoJSON
            {"type":"MultiPoint","coordinates":[]}                        | holds no position
            {"type":"Polygon"}                                            | lacks a list of positions
            """)
    void aGeometryWithoutAPlaceSaysWhy(String geometry, String reason) throws IOException {
        String problem = problem(geometry);
        assertNotNull(problem);
        assertTrue(problem.startsWith("geometry: ") && problem.contains(reason), problem);
    }

    @Test
    void aFeatureWithoutAGeometryHasNoPlaceAndIsARow() throws IOException {
        assertNull(problem("null"));
        assertEquals(Map.of(), columns);
    }

    @Test
    void aShapeAtTheAntimeridianReachesTheShortWay() throws IOException {
        // When: split there, as the standard asks
        problem("""
                {"type":"MultiPolygon","coordinates":[[[[179.9,0],[180,0],[180,0.1],[179.9,0.1],[179.9,0]]],
                [[[-180,0],[-179.9,0],[-179.9,0.1],[-180,0.1],[-180,0]]]]}""");

        // Then
        assertEquals(true, Double.parseDouble(columns.get("geometry.radius")) < 30_000, columns::toString);
    }
}
