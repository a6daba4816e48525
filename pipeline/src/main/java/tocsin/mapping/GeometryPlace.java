package tocsin.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;

/// The place of a GeoJSON geometry (RFC 7946): a point as it is, else a point inside a polygon or on a line, with how far the
/// geometry reaches from it.
///
/// The mean of a polygon's corners may lie outside, in the sea beside a bay or in the hole of a ring. The point here does not.
final class GeometryPlace {
    private static final GeometryFactory FACTORY = new GeometryFactory();
    private static final int DECIMALS = 6;
    private static final int SMALLEST_RING = 4;
    private static final double METRES_PER_DEGREE = 111_195;
    private static final int DEEPEST = 5;
    private static final int MOST_NUMBERS = 3;
    private static final double HALF_TURN = 180;

    private GeometryPlace() {}

    /// Puts the columns of this geometry.
    ///
    /// @return why it has no place although it is a geometry; null where it has one or is null
    static @Nullable String columns(JsonNode geometry, Map<String, String> columns) {
        if (geometry.isMissingNode() || geometry.isNull()) {
            return null;
        }
        JsonNode coordinates = geometry.path("coordinates");
        if (Set.of("Point", "").contains(geometry.path("type").asText()) && coordinates.size() >= 2
                && coordinates.get(0).isNumber() && coordinates.get(1).isNumber()) {
            try {
                position(coordinates);
            } catch (IllegalArgumentException e) {
                return "geometry: " + e.getMessage();
            }
            columns.put("geometry.longitude", coordinates.get(0).asText());
            columns.put("geometry.latitude", coordinates.get(1).asText());
            if (coordinates.size() > 2 && coordinates.get(2).isNumber()) {
                columns.put("geometry.third", coordinates.get(2).asText());
            }
            return null;
        }
        try {
            Geometry shape = geometry(geometry, 0);
            Coordinate point = shape.getInteriorPoint().getCoordinate();
            if (point == null || Double.isNaN(point.x) || Double.isNaN(point.y)) {
                return "geometry: holds no position";
            }
            columns.put("geometry.longitude", degrees(point.x));
            columns.put("geometry.latitude", degrees(point.y));
            columns.put("geometry.radius", Long.toString(Math.round(Stream.of(shape.getCoordinates())
                    .mapToDouble(corner -> metres(point, corner)).max().orElse(0))));
            return null;
        } catch (IllegalArgumentException e) {
            return "geometry: " + e.getMessage();
        }
    }

    private static Geometry geometry(JsonNode geometry, int depth) {
        JsonNode at = geometry.path("coordinates");
        String type = geometry.path("type").asText();
        return switch (type) {
            case "Point" -> FACTORY.createPoint(position(at));
            case "MultiPoint" -> FACTORY.createMultiPointFromCoords(positions(at));
            case "LineString" -> FACTORY.createLineString(positions(at));
            case "Polygon" -> polygon(at);
            case "MultiLineString", "MultiPolygon" -> FACTORY.buildGeometry(list(at).stream()
                    .map(part -> type.equals("MultiPolygon") ? polygon(part)
                            : FACTORY.createLineString(positions(part)))
                    .toList());
            case "GeometryCollection" -> {
                if (depth == DEEPEST) {
                    throw new IllegalArgumentException("holds collections within collections");
                }
                yield FACTORY.createGeometryCollection(list(geometry.path("geometries")).stream()
                        .map(part -> geometry(part, depth + 1)).toArray(Geometry[]::new));
            }
            default -> throw new IllegalArgumentException("is of no type of GeoJSON, such as Point or Polygon");
        };
    }

    private static Geometry polygon(JsonNode rings) {
        List<LinearRing> read = list(rings).stream().map(GeometryPlace::ring).toList();
        if (read.isEmpty()) {
            throw new IllegalArgumentException("has a polygon without a ring");
        }
        return FACTORY.createPolygon(read.getFirst(), read.subList(1, read.size()).toArray(LinearRing[]::new));
    }

    private static LinearRing ring(JsonNode positions) {
        Coordinate[] read = positions(positions);
        if (read.length < SMALLEST_RING || !read[0].equals2D(read[read.length - 1])) {
            throw new IllegalArgumentException("has a ring that is not closed or has fewer than four positions");
        }
        return FACTORY.createLinearRing(read);
    }

    private static Coordinate[] positions(JsonNode list) {
        return list(list).stream().map(GeometryPlace::position).toArray(Coordinate[]::new);
    }

    private static Coordinate position(JsonNode position) {
        if (position.size() > MOST_NUMBERS) {
            throw new IllegalArgumentException("has a position of " + position.size()
                    + " numbers; a comma for a decimal point makes two of one");
        }
        double east = position.path(0).isNumber() ? position.path(0).asDouble() : Double.NaN;
        double north = position.path(1).isNumber() ? position.path(1).asDouble() : Double.NaN;
        if (!(Math.abs(east) <= 180 && Math.abs(north) <= 90)) {
            throw new IllegalArgumentException("has a position that is no [longitude, latitude] in degrees");
        }
        return new Coordinate(east, north);
    }

    private static List<JsonNode> list(JsonNode node) {
        if (!node.isArray()) {
            throw new IllegalArgumentException("lacks a list of positions");
        }
        List<JsonNode> items = new ArrayList<>(node.size());
        node.forEach(items::add);
        return items;
    }

    /// Six decimals are a tenth of a metre.
    private static String degrees(double degrees) {
        return BigDecimal.valueOf(degrees).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros()
                .toPlainString();
    }

    /// On the plane at the first point: true to 1 % up to 100 km, coarser beyond.
    private static double metres(Coordinate from, Coordinate to) {
        // The short way round: 179 and -179 lie beside each other.
        double turn = to.x - from.x;
        double east = (turn > HALF_TURN ? turn - 2 * HALF_TURN : turn < -HALF_TURN ? turn + 2 * HALF_TURN : turn)
                * Math.cos(Math.toRadians(from.y));
        return Math.hypot(east, to.y - from.y) * METRES_PER_DEGREE;
    }
}
