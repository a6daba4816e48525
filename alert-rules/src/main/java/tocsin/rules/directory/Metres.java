package tocsin.rules.directory;

import java.util.function.DoubleUnaryOperator;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryComponentFilter;
import org.locationtech.jts.geom.LineString;

/// Distances in metres from one point, on the plane that touches the sphere there.
final class Metres {
    private static final double PER_DEGREE = Math.PI / 180 * 6_371_008.8;
    /// Beyond this longitude the other side of the antimeridian may be nearer than this one.
    private static final double NEAR_ANTIMERIDIAN = 170;

    private final double latitude;
    private final double longitude;
    private final double perDegreeEast;

    Metres(double latitude, double longitude) {
        this.latitude = latitude;
        this.longitude = longitude;
        // Strict, because a finding says this distance and must say the same wherever the inbox is read.
        this.perDegreeEast = PER_DEGREE * StrictMath.cos(Math.toRadians(latitude));
    }

    /// The distance to a box; 0 in it.
    double to(Area.Box box) {
        return shortest(from -> {
            double north = Math.max(0, Math.max(box.south() - latitude, latitude - box.north()));
            double east = Math.max(0, Math.max(box.west() - from, from - box.east()));
            return length(north * PER_DEGREE, east * perDegreeEast);
        });
    }

    /// The distance to the nearest edge of an outline.
    double to(Outline outline) {
        return shortest(from -> nearest(outline.prepared().getGeometry(), from));
    }

    /// The shorter way: straight, or across the antimeridian.
    private double shortest(DoubleUnaryOperator distanceFrom) {
        double here = distanceFrom.applyAsDouble(longitude);
        return Math.abs(longitude) < NEAR_ANTIMERIDIAN
                ? here
                : Math.min(here, distanceFrom.applyAsDouble(longitude > 0 ? longitude - 360 : longitude + 360));
    }

    private double nearest(Geometry geometry, double from) {
        double[] nearest = {Double.POSITIVE_INFINITY};
        GeometryComponentFilter rings = component -> {
            if (component instanceof LineString ring) {
                CoordinateSequence positions = ring.getCoordinateSequence();
                for (int i = 1; i < positions.size(); i++) {
                    nearest[0] = Math.min(nearest[0], edge(positions, i, from));
                }
            }
        };
        geometry.apply(rings);
        return nearest[0];
    }

    private double edge(CoordinateSequence positions, int end, double from) {
        double x = (positions.getX(end - 1) - from) * perDegreeEast;
        double y = (positions.getY(end - 1) - latitude) * PER_DEGREE;
        double along = (positions.getX(end) - from) * perDegreeEast - x;
        double up = (positions.getY(end) - latitude) * PER_DEGREE - y;
        double square = along * along + up * up;
        double share = square == 0 ? 0 : Math.clamp(-(x * along + y * up) / square, 0.0, 1.0);
        return length(x + share * along, y + share * up);
    }

    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }
}
