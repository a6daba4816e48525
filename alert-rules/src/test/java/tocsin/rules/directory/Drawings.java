package tocsin.rules.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import tocsin.rules.PackFiles;

/// A directory of areas and outlines made for a test.
final class Drawings {
    private final List<String> areas = new ArrayList<>();
    private final List<String> features = new ArrayList<>();

    /// An area without a box.
    Drawings area(String code) {
        areas.add("  - {code: \"" + code + "\", zh: 区, en: Area, desk: \"" + code + "\"}");
        return this;
    }

    /// An area with a box: south, west, north, east.
    Drawings area(String code, double south, double west, double north, double east) {
        areas.add("  - {code: \"" + code + "\", zh: 区, en: Area, desk: \"" + code + "\", box: "
                + List.of(south, west, north, east) + "}");
        return this;
    }

    /// A feature on a line of its own, with the coordinates as GeoJSON has them.
    Drawings feature(String code, String type, String coordinates) {
        features.add("{\"type\": \"Feature\", \"properties\": {\"code\": \"" + code + "\"}, \"geometry\": {\"type\": \""
                + type + "\", \"coordinates\": " + coordinates + "}}");
        return this;
    }

    Drawings polygon(String code, double[][]... rings) {
        return feature(code, "Polygon", words(rings));
    }

    Drawings multiPolygon(String code, double[][][]... polygons) {
        return feature(code, "MultiPolygon",
                List.of(polygons).stream().map(Drawings::words).collect(Collectors.joining(", ", "[", "]")));
    }

    private static String words(double[][]... rings) {
        return List.of(rings).stream().map(ring -> List.of(ring).stream()
                .map(position -> DoubleStream.of(position).boxed().toList().toString())
                .collect(Collectors.joining(", ", "[", "]"))).collect(Collectors.joining(", ", "[", "]"));
    }

    /// A closed ring round a rectangle.
    static double[][] rectangle(double west, double south, double east, double north) {
        return new double[][]{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    }

    /// A closed ring of this many corners that wanders round a centre between a least and a greatest radius.
    static double[][] star(Random random, int corners, double east, double north, double least, double greatest) {
        double[][] ring = new double[corners + 1][];
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            double radius = least + random.nextDouble() * (greatest - least);
            ring[i] = new double[]{east + radius * Math.cos(angle), north + radius * Math.sin(angle)};
        }
        ring[corners] = ring[0];
        return ring;
    }

    PackFiles files() {
        SortedMap<String, String> files = new TreeMap<>();
        files.put("directory/areas.yaml", "default-desk: x\nareas:\n" + String.join("\n", areas) + "\n");
        for (String list : List.of("agencies", "officials", "rosters", "sensors")) {
            files.put("directory/" + list + ".yaml", list + ": []\n");
        }
        if (!features.isEmpty()) {
            files.put("directory/areas.geojson", "{\"type\": \"FeatureCollection\", \"features\": [\n"
                    + String.join(",\n", features) + "\n]}\n");
        }
        return new PackFiles(files);
    }

    Directory read() {
        return DirectoryReader.read(files());
    }

    AreaShapes shapes() {
        return read().shapes();
    }
}
