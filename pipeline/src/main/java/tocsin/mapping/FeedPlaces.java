package tocsin.mapping;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Where an item of a feed is: GeoRSS (`georss:point`, `line`, `polygon`) and W3C Basic Geo (`geo:lat`, `geo:long`), as
/// the columns `point.latitude` and `point.longitude`.
final class FeedPlaces {
    /// Elements that say a place.
    static final Set<String> NAMES = Set.of("point", "line", "polygon", "lat", "long", "lon");
    private static final String DEGREES = "[-+]?[0-9]{1,3}(\\.[0-9]{1,20})?";

    private FeedPlaces() {}

    /// Replaces what the elements of a place said by columns. What says no place stays as `point`, so that it is seen among
    /// the columns that no mapping uses.
    static void read(Map<String, String> columns) {
        String latitude = columns.remove("(lat)");
        String east = columns.remove("(long)");
        String longitude = columns.remove("(lon)");
        String point = columns.remove("(point)");
        String line = columns.remove("(line)");
        String polygon = columns.remove("(polygon)");
        if (point != null) {
            put(columns, "Point", point);
        } else if (latitude != null && (east != null || longitude != null)) {
            put(columns, "Point", latitude + " " + (east != null ? east : longitude));
        } else if (polygon != null) {
            put(columns, "Polygon", polygon);
        } else if (line != null) {
            put(columns, "LineString", line);
        }
    }

    private static void put(Map<String, String> columns, String type, String text) {
        List<String> numbers = Stream.of(text.strip().split("[\\s,]+")).toList();
        boolean isPlace = numbers.size() % 2 == 0 && numbers.stream().allMatch(number -> number.matches(DEGREES));
        Map<String, String> place = new HashMap<>();
        if (isPlace && type.equals("Point") && numbers.size() == 2) {
            columns.put("point.latitude", numbers.get(0));
            columns.put("point.longitude", numbers.get(1));
        } else if (isPlace && !type.equals("Point") && GeometryPlace.columns(geometry(type, numbers), place) == null) {
            columns.put("point.latitude", place.getOrDefault("geometry.latitude", ""));
            columns.put("point.longitude", place.getOrDefault("geometry.longitude", ""));
        } else {
            columns.put("point", text);
        }
    }

    private static ObjectNode geometry(String type, List<String> numbers) {
        ObjectNode geometry = JsonNodeFactory.instance.objectNode().put("type", type);
        ArrayNode positions = geometry.putArray("coordinates");
        ArrayNode in = type.equals("Polygon") ? positions.addArray() : positions;
        for (int i = 0; i < numbers.size(); i += 2) {
            in.addArray().add(Double.parseDouble(numbers.get(i + 1))).add(Double.parseDouble(numbers.get(i)));
        }
        return geometry;
    }
}
