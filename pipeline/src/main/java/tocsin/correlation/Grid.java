package tocsin.correlation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Cells that cover the Earth in four sizes, so that what lies within a cell's side of a point is in the cell of the
/// point or one that touches it.
///
/// Rows run along parallels; every row is cut into as many cells as keep a cell no narrower than its side, so cells
/// hold about the same surface everywhere, as hexagons of H3 do, and wrap at the 180th meridian.
public final class Grid {
    /// Sides in metres, the finest first.
    private static final double[] SIDES = {3_000, 12_000, 48_000, 192_000};
    private static final double METRES_A_DEGREE = 111_195;

    private Grid() {}

    /// One cell.
    ///
    /// @param level its size: 0 is the finest
    /// @param row from the south pole
    /// @param column from the 180th meridian eastward
    public record Cell(int level, long row, long column) {
        @Override
        public String toString() {
            return level + " " + row + " " + column;
        }
    }

    /// How many sizes there are.
    public static int levels() {
        return SIDES.length;
    }

    /// The finest size whose cells are no smaller than this; the coarsest for what is larger than any.
    public static int levelFor(double metres) {
        for (int level = 0; level < SIDES.length; level++) {
            if (SIDES[level] >= metres) {
                return level;
            }
        }
        return SIDES.length - 1;
    }

    /// The cell a point lies in.
    public static Cell at(int level, double latitude, double longitude) {
        long row = row(level, latitude);
        return new Cell(level, row, column(level, row, longitude));
    }

    /// The cell a point lies in and those that touch it.
    public static List<Cell> around(int level, double latitude, double longitude) {
        Set<Cell> cells = new LinkedHashSet<>();
        long middle = row(level, latitude);
        for (long row = Math.max(0, middle - 1); row <= middle + 1; row++) {
            long columns = columns(level, row);
            long column = column(level, row, longitude);
            for (long side = -1; side <= 1; side++) {
                cells.add(new Cell(level, row, Math.floorMod(column + side, columns)));
            }
        }
        return new ArrayList<>(cells);
    }

    private static long row(int level, double latitude) {
        return (long) Math.floor((latitude + 90) * METRES_A_DEGREE / SIDES[level]);
    }

    private static long column(int level, long row, double longitude) {
        long columns = columns(level, row);
        return Math.floorMod((long) Math.floor((longitude + 180) / 360 * columns), columns);
    }

    /// Counted at the row's narrower edge.
    private static long columns(int level, long row) {
        double south = row * SIDES[level] / METRES_A_DEGREE - 90;
        double north = south + SIDES[level] / METRES_A_DEGREE;
        double narrower = Math.min(Math.cos(Math.toRadians(Math.clamp(south, -90, 90))),
                Math.cos(Math.toRadians(Math.clamp(north, -90, 90))));
        return Math.max(1, (long) Math.floor(360 * METRES_A_DEGREE * narrower / SIDES[level]));
    }
}
