package tocsin.rules.directory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

/// An outline is refused at the ring and the place that is wrong, and only where something is.
class OutlineFaultsTest {
    private static List<String> problems(String type, String coordinates) {
        return assertThrows(InvalidFileException.class,
                () -> DirectoryReader.read(new Drawings().area("01").feature("01", type, coordinates).files()))
                .problems().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a touch far from the crossing     | Polygon | [[[0,0],[9,0],[9,9],[8,9],[8.5,8],[7.5,8],[8,9],[0,9],[0,2],[1,1],[1,2],[0,1],[0,0]]] | coordinates[0][8] | [0.5, 1.5]
            a spike before the crossing       | Polygon | [[[0,0],[4,0],[7,0],[4,0],[4,4],[0,4],[0,2],[1,1],[1,2],[0,1],[0,0]]] | coordinates[0][6] | [0.5, 1.5]
            a crossing at a corner            | Polygon | [[[0,0],[2,2],[4,4],[4,0],[2,2],[0,4],[0,0]]] | coordinates[0][1] | [2.0, 2.0]
            the second polygon of two         | MultiPolygon | [[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[7,7],[7,5],[5,7],[5,5]]]] | coordinates[1][0] | [6.0, 6.0]
            a crossing along a shared edge    | Polygon | [[[0,0],[2,2],[4,2],[6,4],[6,0],[4,2],[2,2],[0,4],[0,0]]] | coordinates[0][1] | [2.0, 2.0]
            the hole and not the ring         | Polygon | [[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[3,3],[3,1],[1,3],[1,1]]] | coordinates[1] | [2.0, 2.0]
            a hole outside                    | Polygon | [[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[2,1],[2,2],[1,1]],[[20,1],[21,1],[21,2],[20,1]]] | coordinates[2] | hole lies outside shell
            a hole across its ring            | Polygon | [[[0,0],[9,0],[9,9],[0,9],[0,0]],[[8,1],[11,1],[11,2],[8,2],[8,1]]] | coordinates[1] | hole crosses its shell
            a hole within a hole              | Polygon | [[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[5,1],[5,5],[1,5],[1,1]],[[2,2],[3,2],[3,3],[2,2]]] | coordinates[2] | nested holes
            holes that overlap                | Polygon | [[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[5,1],[5,5],[1,5],[1,1]],[[4,4],[7,4],[7,7],[4,7],[4,4]]] | coordinates[2] | holes overlap
            polygons that overlap             | MultiPolygon | [[[[0,0],[4,0],[4,4],[0,4],[0,0]]],[[[3,3],[6,3],[6,6],[3,6],[3,3]]]] | coordinates[1][0] | polygons overlap
            """)
    void theFaultIsToldInItsRingAtItsPlace(String what, String type, String coordinates, String ring, String at) {
        List<String> problems = problems(type, coordinates);
        assertTrue(problems.getFirst().contains(ring) && problems.getFirst().contains(at),
                () -> what + ": " + problems);
        assertEquals(1, problems.size(), problems::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[0,4],[2,3],[2,5],[0,4]]]",
            "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[0,3],[2,3],[2,5],[0,5],[0,3]]]",
            "[[[0,0],[9,0],[9,9],[5,9],[6,5],[4,5],[5,9],[0,9],[0,0]]]",
            "[[[0,0],[9,0],[9,9],[0,9],[0,5],[3,5],[3,6],[5,6],[5,4],[3,4],[3,5],[0,5],[0,0]]]",
            "[[[0,0],[2,2],[4,2],[6,0],[6,4],[4,2],[2,2],[0,4],[0,0]]]",
            "[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[2,1],[2,2],[1,1]],[[2,2],[3,2],[3,3],[2,2]]]"})
    void whatOnlyTouchesIsNoFault(String coordinates) {
        assertDoesNotThrow(() -> new Drawings().area("01").feature("01", "Polygon", coordinates).shapes());
    }

    @Test
    void manyCrossingsAreToldAtOnceAndNotAllOfThousands() {
        // Given: two combs through each other
        StringBuilder ring = new StringBuilder("[[[0,0]");
        for (int i = 0; i < 400; i++) {
            ring.append(",[").append(i % 2 == 0 ? 5 : -5).append(',').append(i / 10.0 + 0.05).append(']');
        }
        ring.append(",[0,41],[0.1,0],[0,0]]]");

        // Then
        assertEquals(10, problems("Polygon", ring.toString()).size());
    }

    /// A ring of any size with pinches and spikes, and one crossing somewhere: only that is told, where it is.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void oneCrossingAmongManyTouchesIsFound(int seed) {
        // Given: teeth along a straight shore; some pinch its lower side, some are spikes, and two legs of one cross
        Random random = new Random(seed);
        int teeth = 20 + random.nextInt(60);
        int wrong = random.nextInt(teeth);
        List<String> ring = new ArrayList<>(List.of(at(0, 0), at(10 * teeth, 0)));
        for (int tooth = teeth - 1; tooth >= 0; tooth--) {
            double east = 10 * tooth;
            ring.add(at(east + 9, 10));
            if (tooth == wrong) {
                ring.addAll(List.of(at(east + 6, 10), at(east + 2, 14), at(east + 6, 14), at(east + 2, 10)));
            } else if (random.nextBoolean()) {
                ring.addAll(List.of(at(east + 5, 10), at(east + 5, 15), at(east + 5, 10)));
            } else {
                ring.addAll(List.of(at(east + 5, 10), at(east + 6, 14), at(east + 4, 14), at(east + 5, 10)));
            }
        }
        ring.addAll(List.of(at(0, 10), at(0, 0)));

        // When
        List<String> problems = problems("Polygon", "[[" + String.join(",", ring) + "]]");

        // Then
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.getFirst().contains("near [" + (10.0 * wrong + 4) / 100 + ", 0.12]"), problems::toString);
    }

    private static String at(double east, double north) {
        return String.format(Locale.ROOT, "[%.4f,%.4f]", east / 100, north / 100);
    }
}
