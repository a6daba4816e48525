package tocsin.rules.directory;

import java.util.List;
import tocsin.rules.Words;

/// An administrative area.
///
/// @param code its code; longer codes that begin with it lie inside it
/// @param name its name
/// @param desk the desk that acts for it
/// @param aliases other names people give it
/// @param box the box its coordinates lie in; where it has an outline, [AreaShapes] knows better
public record Area(String code, Words name, String desk, List<String> aliases, Box box) {
    /// Degrees that hold an area: a coarse bound that never refuses a point inside.
    public record Box(double south, double west, double north, double east) {
        /// Whether this point, in degrees, lies in the box or on its edge.
        public boolean holds(double latitude, double longitude) {
            return latitude >= south && latitude <= north && longitude >= west && longitude <= east;
        }
    }
}
