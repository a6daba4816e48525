package tocsin.rules.directory;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;

/// The drawn outline of one area, ready for many points.
///
/// @param code the area
/// @param depth length of its code: deeper areas lie in others
/// @param surface size in square degrees, to compare with its neighbours
/// @param prepared the polygons with their index
record Outline(String code, int depth, double surface, PreparedGeometry prepared) {
    /// Longitude 180 and -180 are one line.
    static final double ANTIMERIDIAN = 180;

    static Outline of(String code, int depth, Geometry geometry) {
        Outline outline = new Outline(code, depth, geometry.getArea(), PreparedGeometryFactory.prepare(geometry));
        // The index is made at the first question: asked here, it is there before any other thread can see it.
        outline.holds(geometry.getCoordinate());
        return outline;
    }

    Envelope envelope() {
        return prepared.getGeometry().getEnvelopeInternal();
    }

    Area.Box box() {
        Envelope around = envelope();
        return new Area.Box(around.getMinY(), around.getMinX(), around.getMaxY(), around.getMaxX());
    }

    /// Whether this position lies inside or on an edge; on the antimeridian, from either side.
    boolean holds(Coordinate position) {
        return covers(position) || Math.abs(position.getX()) == ANTIMERIDIAN
                && covers(new Coordinate(-position.getX(), position.getY()));
    }

    private boolean covers(Coordinate position) {
        return envelope().covers(position)
                && prepared.covers(prepared.getGeometry().getFactory().createPoint(position));
    }
}
