package tocsin.rules.directory;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import tocsin.rules.PackFiles;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads the outlines of `directory/areas.geojson`, if the pack has one, and joins them with the boxes of `areas.yaml`.
///
/// JSON is YAML, so the file is read like every other and its problems have their places.
final class AreaShapesReader {
    private static final String FILE = "directory/areas.geojson";

    private final Map<String, YamlNode> named = new LinkedHashMap<>();
    private final Map<String, Geometry> outlines = new LinkedHashMap<>();
    private final Map<String, YamlNode> boxless = new LinkedHashMap<>();
    private boolean unread;

    private AreaShapesReader() {}

    /// The outlines in these files, every problem noted.
    static AreaShapesReader read(PackFiles files, Problems problems, boolean kept) {
        AreaShapesReader reader = new AreaShapesReader();
        if (files.has(FILE)) {
            if (files.sizeBytes() > PackFiles.LIMIT_BYTES) {
                reader.unread = true;
                problems.add(new Problem(FILE, 1, 1, "makes the pack " + files.sizeBytes()
                        + " bytes, and a pack holds at most " + PackFiles.LIMIT_BYTES
                        + "; simplify the outlines: four decimals are 10 m, and an edge every 50 m is enough"));
            } else {
                YamlNode document = kept ? files.documentKept(FILE, problems) : files.document(FILE, problems);
                reader.unread = !document.isMapping();
                reader.features(document);
            }
        }
        return reader;
    }

    private void features(YamlNode document) {
        YamlNode type = document.required("type");
        if (type.isPresent() && !type.text().equals("FeatureCollection")) {
            type.problem("\"" + type.text() + "\" is not FeatureCollection; give one with a feature for each area");
        }
        for (YamlNode feature : document.required("features").items()) {
            Optional<Geometry> outline = GeoJsonOutline.read(feature.required("geometry"));
            YamlNode at = code(feature);
            String code = at.textOr("");
            if (!at.isPresent()) {
                feature.problem("names no area: give it a property \"code\", the code of an area of areas.yaml");
            } else if (named.putIfAbsent(code, at) != null) {
                at.problem("\"" + code + "\" has an outline already; join the two into one MultiPolygon");
            } else {
                outline.ifPresent(read -> outlines.put(code, read));
            }
        }
    }

    /// Published sets of outlines name an area by one of these.
    private static YamlNode code(YamlNode feature) {
        YamlNode properties = feature.optional("properties");
        YamlNode code = properties.optional("code");
        YamlNode adcode = code.isPresent() ? code : properties.optional("adcode");
        return adcode.isPresent() ? adcode : feature.optional("id");
    }

    /// The box of this entry of `areas.yaml`; where none is written, that of its outlines.
    Area.Box box(YamlNode area) {
        String code = area.optional("code").textOr("");
        YamlNode box = area.optional("box");
        if (!box.isPresent()) {
            boxless.put(code, area);
            return around(code);
        }
        double[] degrees = box.items().stream().mapToDouble(n -> n.decimal(BigDecimal.ZERO).doubleValue()).toArray();
        if (degrees.length != 4) {
            area.problem("box must be [south, west, north, east] in degrees");
            return new Area.Box(0, 0, 0, 0);
        }
        Area.Box read = new Area.Box(degrees[0], degrees[1], degrees[2], degrees[3]);
        Geometry outline = outlines.get(code);
        if (outline != null && !holds(read, outline.getEnvelopeInternal())) {
            box.problem("does not hold the outline of " + code + " in areas.geojson, which reaches "
                    + words(outline.getEnvelopeInternal()) + (isSwapped(read, outline.getEnvelopeInternal())
                            ? "; that looks swapped: GeoJSON has the longitude first"
                            : "; widen the box, or leave it out and the outline counts"));
        }
        return read;
    }

    private Area.Box around(String code) {
        Envelope around = new Envelope();
        Geometry own = outlines.get(code);
        if (own != null) {
            around.expandToInclude(own.getEnvelopeInternal());
        } else {
            String stem = AreaShapes.stem(code);
            outlines.forEach((inside, outline) -> {
                if (inside.startsWith(stem)) {
                    around.expandToInclude(outline.getEnvelopeInternal());
                }
            });
        }
        return around.isNull()
                ? new Area.Box(0, 0, 0, 0)
                : new Area.Box(around.getMinY(), around.getMinX(), around.getMaxY(), around.getMaxX());
    }

    private static boolean holds(Area.Box box, Envelope outline) {
        return box.holds(outline.getMinY(), outline.getMinX()) && box.holds(outline.getMaxY(), outline.getMaxX());
    }

    private static boolean isSwapped(Area.Box box, Envelope outline) {
        return box.holds(outline.getMinX(), outline.getMinY()) && box.holds(outline.getMaxX(), outline.getMaxY());
    }

    private static String words(Envelope outline) {
        return List.of(outline.getMinY(), outline.getMinX(), outline.getMaxY(), outline.getMaxX()).toString();
    }

    /// The shapes of all areas; notes outlines of no area, and areas of which nothing says where they lie.
    AreaShapes shapes(Map<String, Area> areas) {
        named.forEach((code, at) -> {
            if (!areas.containsKey(code)) {
                at.problem("\"" + code + "\" is not an area of areas.yaml" + Nearest.hint(code, areas.keySet())
                        + "; correct it, add the area, or take the feature away");
            }
        });
        AreaShapes shapes = new AreaShapes(areas, outlines);
        boxless.forEach((code, area) -> {
            if (!unread && !shapes.isDrawn(code) && !isTold(code)) {
                area.problem("has neither a box nor an outline; give it a box [south, west, north, east], or a"
                        + " feature in areas.geojson");
            }
        });
        return shapes;
    }

    /// Whether this area lacks an outline only because one that was given for it does not read.
    private boolean isTold(String code) {
        return named.keySet().stream()
                .anyMatch(other -> other.startsWith(AreaShapes.stem(code)) && !outlines.containsKey(other));
    }
}
