package tocsin.rules.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.index.strtree.STRtree;

/// Where the areas of a directory lie, indexed once for questions about single points; safe for several threads.
///
/// An area lies within its own outline; without one, within the outlines of the areas right inside it, if each of
/// these has one; else in its box. Points are degrees north and east, WGS-84. An edge belongs to its area.
///
/// A pack holds at most 900 kB, so at most 70,000 positions of 13 characters. At 150 bytes a position with its share
/// of the index that is 11 MB a directory. A question about a point inside looks at about log n edges, 1 µs; one about
/// a point outside measures the edges of those outlines that come near enough, 10 ns each, so 1 ms at most.
public final class AreaShapes {
    private static final Comparator<Outline> SMALLEST_FIRST = Comparator.comparingDouble(Outline::surface)
            .thenComparing(Outline::code);

    private final Map<String, Area> areas;
    private final Map<String, List<Outline>> outlines = new HashMap<>();
    private final STRtree index = new STRtree();

    /// Shapes of these areas, some of which have an outline by code.
    AreaShapes(Map<String, Area> areas, Map<String, Geometry> drawn) {
        this.areas = Map.copyOf(areas);
        NavigableMap<String, String> codes = new TreeMap<>();
        areas.keySet().forEach(code -> codes.put(stem(code), code));
        Map<String, Outline> own = new HashMap<>();
        drawn.forEach((code, geometry) -> own.put(code, Outline.of(code, stem(code).length(), geometry)));
        own.values().forEach(outline -> index.insert(outline.envelope(), outline));
        index.build();
        areas.keySet().forEach(code -> outlines.put(code, outlines(code, codes, own)));
    }

    /// A code of GB/T 2260 without the zeros that fill it up: 370200 is the city whose districts are 3702xx.
    static String stem(String code) {
        return code.matches("[0-9]{6}") ? code.replaceFirst("(00){1,2}$", "") : code;
    }

    /// The outlines that together are this area; none if it has only its box.
    private static List<Outline> outlines(String code, NavigableMap<String, String> codes, Map<String, Outline> own) {
        Outline drawn = own.get(code);
        if (drawn != null) {
            return List.of(drawn);
        }
        List<Outline> parts = new ArrayList<>();
        String stem = stem(code);
        String child = codes.higherKey(stem);
        while (child != null && child.startsWith(stem)) {
            List<Outline> part = outlines(String.valueOf(codes.get(child)), codes, own);
            if (part.isEmpty()) {
                return List.of();
            }
            parts.addAll(part);
            child = codes.higherKey(child + Character.MAX_VALUE);
        }
        return List.copyOf(parts);
    }

    /// Whether outlines say where this area lies, and not only a box.
    public boolean isDrawn(String code) {
        return !outlines.getOrDefault(code, List.of()).isEmpty();
    }

    /// Whether a point lies in this area, on its edge, or no farther outside than this; never for an unknown code.
    public boolean contains(String code, double latitude, double longitude, double withinMetres) {
        return metres(code, latitude, longitude, withinMetres) <= withinMetres;
    }

    /// How far outside this area a point lies, in metres along the sphere: 0 inside and on the edge, infinite for an
    /// unknown code. True to 1 % up to 100 km, coarser beyond.
    public double metresOutside(String code, double latitude, double longitude) {
        return metres(code, latitude, longitude, Double.POSITIVE_INFINITY);
    }

    /// As far as this limit the distance, and beyond it anything greater: edges out of reach are not measured.
    private double metres(String code, double latitude, double longitude, double limit) {
        Area area = areas.get(code);
        if (area == null) {
            return Double.POSITIVE_INFINITY;
        }
        Metres metres = new Metres(latitude, longitude);
        List<Outline> parts = outlines.getOrDefault(code, List.of());
        if (parts.isEmpty()) {
            return metres.to(area.box());
        }
        Coordinate point = new Coordinate(longitude, latitude);
        if (parts.stream().anyMatch(part -> part.holds(point))) {
            return 0;
        }
        double nearest = Double.POSITIVE_INFINITY;
        for (Outline part : limit > 0 ? parts : List.<Outline>of()) {
            if (metres.to(part.box()) <= Math.min(limit, nearest)) {
                nearest = Math.min(nearest, metres.to(part));
            }
        }
        return nearest;
    }

    /// The smallest of the deepest areas whose own outline holds this point; empty where no outline does. Boxes do
    /// not count: they hold places of their neighbours.
    public Optional<String> smallestAt(double latitude, double longitude) {
        return deepestAt(latitude, longitude).stream().findFirst();
    }

    /// Every area of the deepest level whose own outline holds this point, the smallest first. More than one where
    /// outlines overlap because they are coarse.
    public List<String> deepestAt(double latitude, double longitude) {
        Coordinate point = new Coordinate(longitude, latitude);
        List<Outline> holding = new ArrayList<>();
        Envelope around = new Envelope(point);
        if (Math.abs(longitude) == Outline.ANTIMERIDIAN) {
            around.expandToInclude(-longitude, latitude);
        }
        for (Object candidate : index.query(around)) {
            if (candidate instanceof Outline outline && outline.holds(point)) {
                holding.add(outline);
            }
        }
        int deepest = holding.stream().mapToInt(Outline::depth).max().orElse(0);
        return holding.stream().filter(outline -> outline.depth() == deepest).sorted(SMALLEST_FIRST)
                .map(Outline::code).toList();
    }
}
