package tocsin.rules.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who and what a pack speaks of, immutable and named by its hash.
///
/// @param hash SHA-256 of its files
/// @param defaultDesk the desk for everything no other desk acts for
/// @param areas areas by code
/// @param agencies agencies by id
/// @param officials officials by id, in the order of the file
/// @param rosters rotations
/// @param sensors sensors by id
/// @param boards display boards by id
/// @param shapes where the areas lie
public record Directory(String hash, String defaultDesk, Map<String, Area> areas, Map<String, Agency> agencies,
        Map<String, Official> officials, List<RosterEntry> rosters, Map<String, Sensor> sensors,
        Map<String, Board> boards, AreaShapes shapes) {
    /// The smallest known area this code lies in; empty for null and for codes outside.
    public Optional<Area> area(@Nullable String code) {
        if (code == null) {
            return Optional.empty();
        }
        for (int length = code.length(); length >= 2; length--) {
            Area area = areas.get(code.substring(0, length));
            if (area != null) {
                return Optional.of(area);
            }
        }
        return Optional.empty();
    }

    /// The desk that acts for this area; the default desk for null and for areas nobody acts for.
    public String deskFor(@Nullable String areaCode) {
        return area(areaCode).map(Area::desk).orElse(defaultDesk);
    }

    /// Every desk.
    public java.util.NavigableSet<String> desks() {
        java.util.TreeSet<String> desks = new java.util.TreeSet<>();
        desks.add(defaultDesk);
        areas.values().forEach(area -> desks.add(area.desk()));
        return desks;
    }
}
