package tocsin.rules.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.rules.directory.Drawings.rectangle;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaShapesTest {
    private static final double DEGREE_M = 111_195;

    /// Two islands, the western with a lake that has an island of the second area in it.
    private static AreaShapes islands() {
        return new Drawings().area("01").area("02")
                .multiPolygon("01", new double[][][]{rectangle(10, 0, 14, 4), rectangle(11, 1, 13, 3)},
                        new double[][][]{rectangle(20, 0, 21, 1)})
                .polygon("02", rectangle(11.5, 1.5, 12.5, 2.5)).shapes();
    }

    @ParameterizedTest
    @CsvSource({"on the western island,0.5,10.5,true", "on the eastern island,0.5,20.5,true",
            "between the islands,0.5,17,false", "in the lake,1.2,11.2,false", "on the island in the lake,2,12,false",
            "on the shore,2,10,true", "on a cape,0,10,true", "on the shore of the lake,2,11,true",
            "in a corner of the lake,1,11,true", "on the shore of the eastern island,0.25,21,true",
            "just off the shore,2,9.999999,false"})
    void aPointIsInsideItsIslandsAndNotInTheirLakesAndEdgesCount(String where, double latitude, double longitude,
            boolean inside) {
        assertEquals(inside, islands().contains("01", latitude, longitude, 0), where);
    }

    @ParameterizedTest
    @CsvSource({"north,5,12,1", "east of the eastern island,0.5,22,1", "nearest to a corner,5,15,1.414",
            "in the middle of the lake,2,12,1", "inside,3.5,13.5,0", "on an edge,4,14,0"})
    void theDistanceOutsideIsToTheNearestEdge(String where, double latitude, double longitude, double degrees) {
        assertEquals(degrees * DEGREE_M, islands().metresOutside("01", latitude, longitude), degrees * DEGREE_M / 100,
                where);
    }

    @Test
    void theToleranceIsInMetresAndItsEndCounts() {
        // Given
        AreaShapes shapes = new Drawings().area("01").polygon("01", rectangle(120, 59, 121, 61)).shapes();

        // When
        double eastM = shapes.metresOutside("01", 60, 121.01);

        // Then: at 60 degrees north a degree east is half as long as one north
        assertEquals(DEGREE_M / 2 * 0.01, eastM, 1);
        assertTrue(shapes.contains("01", 60, 121.01, eastM));
        assertFalse(shapes.contains("01", 60, 121.01, Math.nextDown(eastM)));
        assertFalse(shapes.contains("01", 60, 121.01, 0));
    }

    @Test
    void anUnknownAreaHoldsNothing() {
        assertFalse(islands().contains("99", 2, 12, 1e9));
        assertEquals(Double.POSITIVE_INFINITY, islands().metresOutside("99", 2, 12));
    }

    @Test
    void theDeepestAreaThatHoldsAPointIsTheOneItLiesIn() {
        // Given
        AreaShapes shapes = new Drawings().area("370000").area("370200").area("370202").area("370203")
                .area("370202001").polygon("370000", rectangle(0, 0, 90, 80))
                .polygon("370200", rectangle(10, 10, 40, 40)).polygon("370202", rectangle(10, 10, 30, 30))
                .polygon("370203", rectangle(28, 10, 40, 15)).polygon("370202001", rectangle(12, 12, 13, 13)).shapes();

        // Then
        assertEquals(Optional.of("370202001"), shapes.smallestAt(12.5, 12.5));
        assertEquals(Optional.of("370202"), shapes.smallestAt(20, 20));
        assertEquals(Optional.of("370200"), shapes.smallestAt(35, 35));
        assertEquals(Optional.of("370000"), shapes.smallestAt(79, 89));
        assertEquals(Optional.empty(), shapes.smallestAt(85, 0));
        assertEquals(List.of("370203", "370202"), shapes.deepestAt(12, 29), "both, the smaller first");
    }

    @ParameterizedTest
    @CsvSource({"370202,true,false", "370203,false,true", "370200,true,true", "370000,true,true"})
    void anAreaWithoutAnOutlineLiesWithinThoseOfTheAreasInsideIt(String code, boolean first, boolean second) {
        // Given: a street with only a box lies in a district that is drawn
        AreaShapes shapes = new Drawings().area("370000", 0, 0, 1, 1).area("370200").area("370202").area("370203")
                .area("370203001", 7, 7, 8, 8).polygon("370202", rectangle(10, 10, 20, 20))
                .polygon("370203", rectangle(30, 10, 40, 20)).shapes();

        // Then
        assertEquals(first, shapes.contains(code, 15, 15, 0));
        assertEquals(second, shapes.contains(code, 15, 35, 0));
        assertFalse(shapes.contains(code, 15, 25, 0), "between the two");
        assertFalse(shapes.contains(code, 0.5, 0.5, 0), "in the box");
    }

    @Test
    void anAreaWhoseInsideIsNotAllDrawnLiesInItsBox() {
        // When
        AreaShapes shapes = new Drawings().area("370200", 10, 10, 20, 40).area("370202").area("370203", 10, 30, 20, 40)
                .polygon("370202", rectangle(10, 10, 20, 20)).shapes();

        // Then
        assertFalse(shapes.isDrawn("370200"));
        assertTrue(shapes.contains("370200", 15, 25, 0));
        assertEquals(DEGREE_M, shapes.metresOutside("370200", 21, 25), 1);
        assertEquals(Optional.empty(), shapes.smallestAt(15, 35), "a box does not say that a point lies in an area");
    }

    @ParameterizedTest
    @CsvSource({"179.5,true", "-179.5,true", "180,true", "-180,true", "178.5,false", "-178.5,false"})
    void anAreaAcrossTheAntimeridianIsSplitThereAndIsOneAllTheSame(double longitude, boolean inside) {
        // Given
        AreaShapes shapes = new Drawings().area("01").area("02", -1, 179, 1, 180)
                .multiPolygon("01", new double[][][]{rectangle(179, -1, 180, 1)},
                        new double[][][]{rectangle(-180, -1, -179, 1)})
                .shapes();

        // Then
        assertEquals(inside, shapes.contains("01", 0, longitude, 0));
        assertEquals(inside, shapes.smallestAt(0, longitude).isPresent());
        assertEquals(inside ? 0 : DEGREE_M / 2, shapes.metresOutside("01", 0, longitude), 1);
        assertTrue(shapes.metresOutside("02", 0, longitude) < 1.51 * DEGREE_M, "measured the shorter way");
    }

    @Test
    void theBoxOfAnAreaThatStatesNoneIsThatOfItsOutlines() {
        // When
        Directory directory = new Drawings().area("370200").area("370202").area("370203")
                .polygon("370202", rectangle(10, 11, 20, 21)).polygon("370203", rectangle(30, 5, 40, 15)).read();

        // Then
        assertEquals(new Area.Box(11, 10, 21, 20), directory.areas().get("370202").box());
        assertEquals(new Area.Box(5, 10, 21, 40), directory.areas().get("370200").box());
    }
}
