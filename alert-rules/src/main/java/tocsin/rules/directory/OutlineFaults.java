package tocsin.rules.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.locationtech.jts.algorithm.RobustLineIntersector;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.noding.IntersectionAdder;
import org.locationtech.jts.noding.MCIndexNoder;
import org.locationtech.jts.noding.NodedSegmentString;
import org.locationtech.jts.noding.SegmentString;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/// What keeps polygons from having one clear inside, each fault in its ring and at its place.
///
/// A ring that touches itself, runs back along itself or along another has a clear inside and is no fault; a ring whose
/// edges cross has none. So places where a ring meets itself are told apart: at a crossing the two ways through the place
/// lie on both sides of each other, at a touch they do not.
final class OutlineFaults {
    /// Share of a surface that is the rounding of sums.
    private static final double SAME = 1e-9;
    /// Faults that are told of one outline.
    private static final int MOST = 10;

    private OutlineFaults() {}

    /// A fault.
    ///
    /// @param polygon the number of its polygon, from 0
    /// @param ring the number of its ring, 0 for the outer one
    /// @param at where it is
    /// @param what what is wrong there
    record Fault(int polygon, int ring, Coordinate at, String what) {}

    /// The faults of these polygons, some of them where there are many.
    static List<Fault> of(List<Polygon> polygons) {
        List<Fault> faults = new ArrayList<>();
        for (int p = 0; p < polygons.size(); p++) {
            int polygon = p;
            List<LinearRing> rings = rings(polygons.get(p));
            for (int r = 0; r < rings.size(); r++) {
                int ring = r;
                selfCrossings(rings.get(r))
                        .forEach(at -> faults.add(new Fault(polygon, ring, at, "self-intersection")));
            }
        }
        if (faults.isEmpty()) {
            IntStream.range(0, polygons.size()).forEach(p -> holes(polygons.get(p), p, faults));
        }
        if (faults.isEmpty()) {
            overlaps(polygons, faults);
        }
        return faults.stream().limit(MOST).toList();
    }

    private static List<LinearRing> rings(Polygon polygon) {
        return Stream.concat(Stream.of(polygon.getExteriorRing()),
                IntStream.range(0, polygon.getNumInteriorRing()).mapToObj(polygon::getInteriorRingN)).toList();
    }

    /// Where a ring crosses itself, in its order.
    private static List<Coordinate> selfCrossings(LinearRing ring) {
        List<Coordinate> way = withoutSpikes(noded(ring.getCoordinates()));
        Map<Coordinate, List<Integer>> visits = new HashMap<>();
        for (int i = 0; i < way.size(); i++) {
            visits.computeIfAbsent(way.get(i), at -> new ArrayList<>()).add(i);
        }
        List<Coordinate> crossings = new ArrayList<>();
        for (int i = 0; i < way.size(); i++) {
            List<Integer> here = visits.getOrDefault(way.get(i), List.of());
            if (here.size() > 1 && here.getFirst() == i && crosses(way, here)) {
                crossings.add(way.get(i));
            }
        }
        return crossings;
    }

    /// A ring with a position wherever it meets itself, without the last, which is the first.
    private static List<Coordinate> noded(Coordinate[] ring) {
        SegmentString string = new NodedSegmentString(ring, null);
        MCIndexNoder noder = new MCIndexNoder(new IntersectionAdder(new RobustLineIntersector()));
        noder.computeNodes(List.of(string));
        List<Coordinate> way = new ArrayList<>();
        for (Object part : noder.getNodedSubstrings()) {
            if (part instanceof SegmentString edge) {
                for (int i = 0; i < edge.size() - 1; i++) {
                    way.add(edge.getCoordinate(i));
                }
            }
        }
        return way;
    }

    /// A way without the parts that run forth and back along the same edges.
    private static List<Coordinate> withoutSpikes(List<Coordinate> way) {
        List<Coordinate> kept = new ArrayList<>();
        for (Coordinate at : way) {
            int size = kept.size();
            if (size > 0 && kept.getLast().equals2D(at)) {
                continue;
            }
            if (size > 1 && kept.get(size - 2).equals2D(at)) {
                kept.removeLast();
                continue;
            }
            kept.add(at);
        }
        int from = 0;
        int to = kept.size();
        while (to - from > 2 && (kept.get(from).equals2D(kept.get(to - 1))
                || kept.get(from + 1).equals2D(kept.get(to - 1)))) {
            // The spike, or the repeated position, lies where the ring begins.
            if (!kept.get(from).equals2D(kept.get(to - 1))) {
                from++;
            }
            to--;
        }
        return kept.subList(from, to);
    }

    /// Whether two of these ways through one position cross.
    private static boolean crosses(List<Coordinate> way, List<Integer> visits) {
        for (int i = 0; i < visits.size(); i++) {
            for (int j = i + 1; j < visits.size(); j++) {
                if (crosses(way, visits.get(i), visits.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Two ways that run along the same edges for a while cross if the second lies on another side of the first behind
    /// them than before; seen from where they meet, for where they part would tell it twice.
    private static boolean crosses(List<Coordinate> way, int first, int second) {
        Coordinate before = next(way, first, -1);
        Coordinate behind = next(way, first, 1);
        Coordinate otherBefore = next(way, second, -1);
        Coordinate otherBehind = next(way, second, 1);
        if (before.equals2D(otherBefore) || before.equals2D(otherBehind)) {
            return false;
        }
        if (!behind.equals2D(otherBefore) && !behind.equals2D(otherBehind)) {
            return isLeft(way, first, otherBefore) != isLeft(way, first, otherBehind);
        }
        int step = behind.equals2D(otherBehind) ? 1 : -1;
        int shared = 1;
        while (shared < way.size() && next(way, first, shared + 1).equals2D(next(way, second, step * (shared + 1)))) {
            shared++;
        }
        return shared < way.size() && isLeft(way, first, next(way, second, -step)) != isLeft(way,
                Math.floorMod(first + shared, way.size()), next(way, second, step * (shared + 1)));
    }

    /// Whether a neighbour of a position lies left of the way through it.
    private static boolean isLeft(List<Coordinate> way, int index, Coordinate neighbour) {
        Coordinate at = way.get(index);
        return isBetween(angle(at, next(way, index, 1)), angle(at, next(way, index, -1)), angle(at, neighbour));
    }

    private static Coordinate next(List<Coordinate> way, int index, int step) {
        return way.get(Math.floorMod(index + step, way.size()));
    }

    private static double angle(Coordinate at, Coordinate to) {
        return Math.atan2(to.y - at.y, to.x - at.x);
    }

    /// Whether an angle lies on the way from one to another, turning left.
    private static boolean isBetween(double from, double to, double angle) {
        return turn(from, angle) < turn(from, to);
    }

    private static double turn(double from, double to) {
        double turn = to - from;
        return turn < 0 ? turn + 2 * Math.PI : turn;
    }

    private static Geometry surface(LinearRing ring) {
        return GeometryFixer.fix(ring.getFactory().createPolygon(ring));
    }

    private static void holes(Polygon polygon, int number, List<Fault> faults) {
        List<Geometry> surfaces = rings(polygon).stream().map(OutlineFaults::surface).toList();
        Geometry shell = surfaces.getFirst();
        if (shell.getArea() == 0) {
            faults.add(new Fault(number, 0, polygon.getCoordinate(), "too few distinct points in geometry component"));
            return;
        }
        for (int hole = 1; hole < surfaces.size(); hole++) {
            Geometry open = surfaces.get(hole);
            if (open.getArea() == 0) {
                continue;
            }
            double inside = shared(shell, open).getArea();
            if (inside <= SAME * open.getArea()) {
                faults.add(new Fault(number, hole, open.getCoordinate(), "hole lies outside shell"));
            } else if (open.getArea() - inside > SAME * open.getArea()) {
                faults.add(new Fault(number, hole, meeting(open, shell), "hole crosses its shell"));
            } else if (shell.getArea() - inside <= SAME * shell.getArea()) {
                faults.add(new Fault(number, hole, open.getCoordinate(), "hole leaves nothing of its shell"));
            }
            for (int other = 1; other < hole; other++) {
                int ring = hole;
                overlap(surfaces.get(other), open, "holes overlap", "nested holes")
                        .ifPresent(overlap -> faults.add(new Fault(number, ring, overlap.at(), overlap.what())));
            }
        }
    }

    private static void overlaps(List<Polygon> polygons, List<Fault> faults) {
        List<Geometry> surfaces = polygons.stream().map(GeometryFixer::fix).toList();
        for (int second = 1; second < surfaces.size(); second++) {
            for (int first = 0; first < second; first++) {
                int polygon = second;
                overlap(surfaces.get(first), surfaces.get(second), "polygons overlap", "nested shells")
                        .ifPresent(overlap -> faults.add(new Fault(polygon, 0, overlap.at(), overlap.what())));
            }
        }
    }

    /// Where two surfaces have the same place, and how.
    private record Overlap(Coordinate at, String what) {}

    private static Optional<Overlap> overlap(Geometry first, Geometry second, String crossing, String nested) {
        if (!first.getEnvelopeInternal().intersects(second.getEnvelopeInternal())) {
            return Optional.empty();
        }
        double smaller = Math.min(first.getArea(), second.getArea());
        double shared = shared(first, second).getArea();
        if (shared <= SAME * smaller) {
            return Optional.empty();
        }
        return Optional.of(smaller - shared <= SAME * smaller
                ? new Overlap((first.getArea() < second.getArea() ? first : second).getCoordinate(), nested)
                : new Overlap(meeting(second, first), crossing));
    }

    /// A place where the edge of one surface enters another: not one where they only touch.
    private static Coordinate meeting(Geometry one, Geometry other) {
        Geometry edge = one.getBoundary();
        Geometry changes = shared(OverlayNGRobust.overlay(edge, other, OverlayNG.DIFFERENCE), shared(edge, other));
        return changes.isEmpty() ? shared(one, other).getInteriorPoint().getCoordinate() : changes.getCoordinate();
    }

    private static Geometry shared(Geometry one, Geometry other) {
        return OverlayNGRobust.overlay(one, other, OverlayNG.INTERSECTION);
    }
}
