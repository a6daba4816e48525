package tocsin.checks;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.rules.Words;
import tocsin.rules.directory.Area;
import tocsin.rules.directory.AreaShapes;
import tocsin.rules.directory.Directory;
import tocsin.v1.Location;

/// Whether the coordinates of a report lie in the area it states.
public final class PlaceCheck {
    /// Coordinates read off a Chinese map are up to 700 m from WGS-84, and a site has more than one gate.
    public static final double TOLERANCE_M = 1_000;

    private PlaceCheck() {}

    /// What contradicts itself in this place, whose coordinates are on Earth; empty where nothing does or no known
    /// area is stated.
    static Optional<Words> contradiction(Location location, double latitude, double longitude, Directory directory) {
        Optional<Area> stated = directory.area(location.getAreaCode());
        if (stated.isEmpty()) {
            return Optional.empty();
        }
        Area area = stated.get();
        AreaShapes shapes = directory.shapes();
        if (shapes.contains(area.code(), latitude, longitude, toleranceM(location.getUncertaintyM()))) {
            return Optional.empty();
        }
        String at = latitude + ", " + longitude;
        String far = words(shapes.metresOutside(area.code(), latitude, longitude));
        List<Area> really = shapes.deepestAt(latitude, longitude).stream()
                .flatMap(code -> directory.area(code).stream()).toList();
        return Optional.of(new Words(
                "坐标" + at + "在所报区域" + area.code() + area.name().zh() + "之外" + far + really(really, "，实际位于", "或", true)
                        + "，请更正区域或坐标。",
                "The coordinates " + at + " lie " + far + " outside the stated area " + area.code() + " "
                        + area.name().en() + really(really, ", in ", " or ", false)
                        + "; correct the area or the coordinates."));
    }

    /// A report that says how rough it is may be as rough as that, never less than any report; null is not known.
    private static double toleranceM(@Nullable Double uncertaintyM) {
        return uncertaintyM != null && uncertaintyM > TOLERANCE_M ? uncertaintyM : TOLERANCE_M;
    }

    private static String really(List<Area> areas, String begin, String or, boolean zh) {
        return areas.isEmpty()
                ? ""
                : begin + areas.stream()
                        .map(area -> area.code() + (zh ? area.name().zh() : " " + area.name().en()))
                        .collect(Collectors.joining(or));
    }

    private static String words(double metres) {
        return metres < 10_000
                ? Math.round(metres / 100) / 10.0 + " km"
                : Math.round(metres / 1_000) + " km";
    }
}
