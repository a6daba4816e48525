package tocsin.rules.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random points against rays cast through every edge, and distances against points sampled along every edge.
class AreaShapesOracleTest {
    private static final int POINTS = 10_000;
    private static final int STEPS = 500;

    private static Map<String, double[][][]> rings(Random random) {
        return Map.of("01", new double[][][]{Drawings.star(random, 400, 120, 36, 0.5, 0.9),
                Drawings.star(random, 60, 120, 36, 0.1, 0.4), Drawings.star(random, 30, 120, 36, 0.03, 0.08)},
                "02", new double[][][]{Drawings.star(random, 1_000, 120.8, 36.5, 0.3, 0.8)},
                "03", new double[][][]{Drawings.star(random, 7, 121.5, 35.5, 0.1, 0.3),
                        Drawings.star(random, 9, 119.2, 36.9, 0.1, 0.3)});
    }

    private static AreaShapes shapes(Map<String, double[][][]> rings) {
        double[][][] lake = rings.get("01");
        double[][][] islands = rings.get("03");
        return new Drawings().area("01").area("02").area("03")
                .multiPolygon("01", new double[][][]{lake[0], lake[1]}, new double[][][]{lake[2]})
                .polygon("02", rings.get("02")[0])
                .multiPolygon("03", new double[][][]{islands[0]}, new double[][][]{islands[1]}).shapes();
    }

    /// Inside if a ray to the east meets an odd number of edges.
    private static boolean rayMeetsOdd(double[][][] rings, double north, double east) {
        boolean odd = false;
        for (double[][] ring : rings) {
            for (int i = 1; i < ring.length; i++) {
                double[] a = ring[i - 1];
                double[] b = ring[i];
                odd ^= (a[1] > north) != (b[1] > north)
                        && east < a[0] + (north - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
            }
        }
        return odd;
    }

    private static double haversine(double north, double east, double otherNorth, double otherEast) {
        double up = Math.sin(Math.toRadians(otherNorth - north) / 2);
        double along = Math.sin(Math.toRadians(otherEast - east) / 2);
        return 2 * 6_371_008.8 * Math.asin(Math.sqrt(up * up
                + Math.cos(Math.toRadians(north)) * Math.cos(Math.toRadians(otherNorth)) * along * along));
    }

    private static double nearestStep(double[][] ring, double north, double east) {
        return IntStream.range(0, (ring.length - 1) * STEPS).mapToDouble(step -> {
            double[] a = ring[step / STEPS];
            double[] b = ring[step / STEPS + 1];
            double share = step % STEPS / (double) STEPS;
            return haversine(north, east, a[1] + share * (b[1] - a[1]), a[0] + share * (b[0] - a[0]));
        }).min().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261224})
    void tenThousandRandomPointsAreWhereRaysSayTheyAre(long seed) {
        // Given
        Random random = new Random(seed);
        Map<String, double[][][]> rings = rings(random);
        AreaShapes shapes = shapes(rings);
        int inside = 0;

        for (int i = 0; i < POINTS; i++) {
            // When
            double north = 35 + random.nextDouble() * 2.5;
            double east = 118.8 + random.nextDouble() * 3.2;
            List<String> holding = List.of("01", "02", "03").stream()
                    .filter(code -> rayMeetsOdd(rings.get(code), north, east)).toList();

            // Then
            for (String code : rings.keySet()) {
                assertEquals(holding.contains(code), shapes.contains(code, north, east, 0), code);
                assertEquals(holding.contains(code), shapes.metresOutside(code, north, east) == 0, code);
            }
            assertEquals(holding, shapes.deepestAt(north, east).stream().sorted().toList());
            inside += holding.size();
        }
        assertTrue(inside > POINTS / 10, "the points are not all outside");
    }

    @Test
    void theDistanceIsThatToTheNearestOfManyPointsAlongTheEdges() {
        // Given
        Random random = new Random(7);
        Map<String, double[][][]> rings = rings(random);
        AreaShapes shapes = shapes(rings);

        for (int i = 0; i < 100; i++) {
            // When
            double north = 35 + random.nextDouble() * 2.5;
            double east = 118.8 + random.nextDouble() * 3.2;
            double metres = shapes.metresOutside("03", north, east);

            // Then: the plane is as good as the sphere to 2 % at up to 250 km
            if (metres > 0) {
                double nearest = Arrays.stream(rings.get("03")).mapToDouble(ring -> nearestStep(ring, north, east))
                        .min().orElseThrow();
                assertEquals(nearest, metres, nearest * 0.02 + 50);
                assertTrue(shapes.contains("03", north, east, metres));
            }
        }
    }

    @Test
    void severalThreadsHearTheSame() {
        // Given
        AreaShapes shapes = shapes(rings(new Random(3)));

        // When
        List<Long> heard = IntStream.range(0, 8).parallel().mapToObj(thread -> {
            Random random = new Random(11);
            return IntStream.range(0, 5_000).filter(i -> shapes
                    .smallestAt(35 + random.nextDouble() * 2.5, 118.8 + random.nextDouble() * 3.2).isPresent()).count();
        }).distinct().toList();

        // Then
        assertEquals(1, heard.size());
    }
}
