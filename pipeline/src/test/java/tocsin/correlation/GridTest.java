package tocsin.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.model.Places;
import tocsin.v1.Location;

/// What lies within a cell's side is found in the cell or one that touches it, anywhere on Earth.
class GridTest {
    private static final double[] SIDES = {3_000, 12_000, 48_000, 192_000};

    private static Location at(double latitude, double longitude) {
        return new Location(null, null, latitude, longitude, null);
    }

    @ParameterizedTest
    @CsvSource({"36.1, 120.4", "0, 0", "-54.8, -68.3", "69.6, 18.9", "84, 10", "36.1, 179.9999", "-17.8, -179.9999"})
    void everyPointWithinTheSideOfACellIsFoundAroundIt(double latitude, double longitude) {
        // Given
        Random random = new Random(7);
        int near = 0;
        for (int i = 0; i < 20_000; i++) {
            int level = i % SIDES.length;
            double span = SIDES[level] / 111_195 * 1.2;
            double otherLatitude = latitude + (2 * random.nextDouble() - 1) * span;
            double east = (2 * random.nextDouble() - 1) * span / Math.cos(Math.toRadians(latitude));
            double otherLongitude = Math.IEEEremainder(longitude + east, 360);
            if (Places.metresBetween(at(latitude, longitude), at(otherLatitude, otherLongitude))
                    .orElseThrow() <= SIDES[level]) {
                near++;

                // Then
                assertTrue(Grid.around(level, latitude, longitude)
                        .contains(Grid.at(level, otherLatitude, otherLongitude)),
                        () -> level + ": " + otherLatitude + " " + otherLongitude);
            }
        }
        assertTrue(near > 5_000, "the test looks at near points");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3000, 0", "3000.1, 1", "12000, 1", "48000, 2", "48001, 3", "1000000, 3"})
    void theSizeIsTheFinestThatReaches(double metres, int level) {
        assertEquals(level, Grid.levelFor(metres));
    }

    @Test
    void atMostNineCellsAreLookedThrough() {
        assertEquals(9, Grid.around(0, 36.1, 120.4).size());
        assertTrue(Grid.around(3, 90, 0).size() <= 9);
    }
}
