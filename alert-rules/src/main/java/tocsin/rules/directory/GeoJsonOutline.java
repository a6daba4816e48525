package tocsin.rules.directory;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import tocsin.yaml.Numbers;
import tocsin.yaml.YamlNode;

/// Reads one GeoJSON geometry that is an outline (RFC 7946), or notes why it is none.
final class GeoJsonOutline {
    private static final int SMALLEST_RING = 4;
    /// Share by which two surfaces may differ and be the same but for the rounding of sums.
    private static final double SAME = 1e-9;

    private final GeometryFactory factory = new GeometryFactory();
    private final YamlNode geometry;
    /// A file with latitude first is wrong at every position; one of them says so.
    private boolean positionsTold;

    private GeoJsonOutline(YamlNode geometry) {
        this.geometry = geometry;
    }

    /// The outline of this geometry; empty once a problem is noted.
    static Optional<Geometry> read(YamlNode geometry) {
        return new GeoJsonOutline(geometry).read();
    }

    private Optional<Geometry> read() {
        YamlNode type = geometry.required("type");
        YamlNode coordinates = geometry.required("coordinates");
        if (!type.isPresent() || !coordinates.isPresent()) {
            return Optional.empty();
        }
        return switch (type.text()) {
            case "Polygon" -> polygon(coordinates)
                    .flatMap(outline -> clear(outline, List.of(outline), List.of(coordinates)));
            case "MultiPolygon" -> all(coordinates, "polygon", this::polygon)
                    .flatMap(polygons -> clear(factory.createMultiPolygon(polygons.toArray(Polygon[]::new)), polygons,
                            coordinates.items()));
            default -> {
                type.problem("\"" + type.text() + "\" has no inside; give a Polygon or a MultiPolygon");
                yield Optional.empty();
            }
        };
    }

    private interface Reader<T> {
        Optional<T> read(YamlNode node);
    }

    /// Every item read, so that each tells its problem; empty if there is none or one does not read.
    private static <T> Optional<List<T>> all(YamlNode list, String what, Reader<T> reader) {
        List<YamlNode> items = list.items();
        if (items.isEmpty()) {
            list.problem("has no " + what + "; give at least one or take the feature away");
            return Optional.empty();
        }
        List<T> read = items.stream().flatMap(item -> reader.read(item).stream()).toList();
        return read.size() == items.size() ? Optional.of(read) : Optional.empty();
    }

    private Optional<Polygon> polygon(YamlNode rings) {
        return all(rings, "ring", this::ring).map(read -> factory.createPolygon(read.getFirst(),
                read.subList(1, read.size()).toArray(LinearRing[]::new)));
    }

    private Optional<LinearRing> ring(YamlNode ring) {
        List<YamlNode> positions = ring.items();
        if (positions.size() < SMALLEST_RING) {
            ring.problem("has " + positions.size() + " positions; a ring needs at least " + SMALLEST_RING
                    + ", the last like the first");
            return Optional.empty();
        }
        Coordinate[] read = new Coordinate[positions.size()];
        for (int i = 0; i < read.length; i++) {
            Optional<Coordinate> position = position(positions.get(i));
            if (position.isEmpty()) {
                return Optional.empty();
            }
            read[i] = position.get();
        }
        if (!read[0].equals2D(read[read.length - 1])) {
            positions.getLast().problem("does not close the ring: repeat its first position "
                    + words(read[0].getX(), read[0].getY()) + " as the last");
            return Optional.empty();
        }
        return Optional.of(factory.createLinearRing(read));
    }

    private Optional<Coordinate> position(YamlNode position) {
        Coordinate read = coordinate(position.items());
        double east = read.getX();
        double north = read.getY();
        if (Math.abs(east) <= 180 && Math.abs(north) <= 90) {
            return Optional.of(read);
        }
        if (!positionsTold) {
            positionsTold = true;
            position.problem(Double.isNaN(east) || Double.isNaN(north)
                    ? "must be two numbers, [longitude, latitude] in degrees"
                    : words(east, north) + " is nowhere on Earth"
                            + (Math.abs(north) <= 180 && Math.abs(east) <= 90
                                    ? "; it looks swapped: GeoJSON has the longitude first, so " + words(north, east)
                                    : "; give [longitude, latitude] in degrees, WGS-84"));
        }
        return Optional.empty();
    }

    private static double number(YamlNode degrees) {
        try {
            return degrees.isPresent() ? Numbers.decimal(degrees.text()).doubleValue() : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /// The outline if it has one clear inside, whatever the direction of its rings; else its faults, each told in its ring
    /// at the nearest position. Rings that only touch themselves or run back along themselves are common where positions
    /// were rounded and leave no doubt: mended, they have the same surface. Those that cross have another.
    private static Optional<Geometry> clear(Geometry outline, List<Polygon> polygons, List<YamlNode> nodes) {
        TopologyValidationError error = new IsValidOp(outline).getValidationError();
        if (error == null) {
            return Optional.of(outline);
        }
        Geometry mended = GeometryFixer.fix(outline);
        if (mended.getArea() > 0 && Math.abs(mended.getArea() - outline.getArea()) <= SAME * mended.getArea()) {
            return Optional.of(mended);
        }
        List<OutlineFaults.Fault> faults = OutlineFaults.of(polygons);
        faults.forEach(fault -> tell(nodes.get(fault.polygon()).items().get(fault.ring()).items(), fault.at(),
                fault.what()));
        if (faults.isEmpty()) {
            tell(nodes.stream().flatMap(polygon -> polygon.items().stream()).flatMap(ring -> ring.items().stream())
                    .toList(), error.getCoordinate(), error.getMessage().toLowerCase(Locale.ROOT));
        }
        return Optional.empty();
    }

    /// Tells a fault at the nearest of these positions.
    private static void tell(List<YamlNode> positions, Coordinate at, String what) {
        positions.stream().min(Comparator.comparingDouble(position -> at.distance(coordinate(position.items()))))
                .ifPresent(nearest -> nearest.problem("the outline has no clear inside near "
                        + words(rounded(at.getX()), rounded(at.getY()))
                        + ": " + what + "; no edges may cross, holes lie in their polygon, polygons lie apart"));
    }

    private static Coordinate coordinate(List<YamlNode> degrees) {
        return degrees.size() < 2
                ? new Coordinate(Double.NaN, Double.NaN)
                : new Coordinate(number(degrees.getFirst()), number(degrees.get(1)));
    }

    /// Six decimals are a tenth of a metre.
    private static double rounded(double degrees) {
        return Math.round(degrees * 1e6) / 1e6;
    }

    private static String words(double east, double north) {
        return "[" + east + ", " + north + "]";
    }
}
