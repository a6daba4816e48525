package tocsin.correlation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Mark;
import tocsin.model.Places;
import tocsin.rules.Correlation.Reach;
import tocsin.v1.Location;

/// Where and when an incident is known to be. Each piece of evidence near a mark moves it a little; of an event that
/// spreads, evidence farther off adds a mark.
public final class Marks {
    /// Marks of one incident: a city of 30 km at a flood's reach of 10 km, several times over; some 1 kB.
    static final int MOST = 16;

    private Marks() {}

    /// The marks of an incident; of one that was kept before there were marks, the one its picture gives.
    public static List<Mark> of(IncidentFile file) {
        return file.getMarks().isEmpty()
                ? List.of(mark(file.getIncident().getLocation(), file.getOccurredAt()))
                : file.getMarks();
    }

    /// The first mark of what opens an incident.
    public static List<Mark> first(Clue clue) {
        return at(clue.location(), clue.around());
    }

    /// The first mark of an incident that happened at this place, or at one not known.
    public static List<Mark> at(@Nullable Location location, Instant at) {
        return List.of(mark(location, at));
    }

    private static Mark mark(@Nullable Location location, Instant at) {
        boolean point = location != null && Places.hasCoordinates(location);
        return location == null
                ? new Mark(at, null, null, 0.0, null, 1)
                : new Mark(at, point ? location.getLatitude() : null, point ? location.getLongitude() : null,
                        uncertainty(location), location.getAreaCode(), 1);
    }

    /// A radius of uncertainty as it is used: what is not stated, or cannot be, is none.
    static double uncertainty(@Nullable Location location) {
        Double stated = location == null ? null : location.getUncertaintyM();
        return stated == null || stated.isNaN() || stated < 0 ? 0 : Math.min(stated, 50_000);
    }

    /// The marks with this evidence, which belongs to the incident.
    static List<Mark> with(List<Mark> marks, Clue clue, Reach reach) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < marks.size(); i++) {
            double apart = apart(marks.get(i), clue, reach);
            if (apart < least) {
                least = apart;
                nearest = i;
            }
        }
        List<Mark> moved = new ArrayList<>(marks);
        if (nearest >= 0 && (least <= 0.5 || !reach.spreads() && least <= 1)) {
            moved.set(nearest, mean(marks.get(nearest), clue));
        } else if (reach.spreads() && least <= 1) {
            moved.add(mark(clue.location(), clue.around()));
        }
        // The oldest goes first: a fire front is where it is now.
        return List.copyOf(moved.subList(Math.max(0, moved.size() - MOST), moved.size()));
    }

    /// How far apart they are as a share of the reach, in place or in time, whichever is more.
    private static double apart(Mark mark, Clue clue, Reach reach) {
        double time = Math.abs((double) Duration.between(mark.getAt(), clue.around()).toMillis())
                / reach.time().toMillis();
        return Math.max(time, Places.metresBetween(location(mark), clue.location()).orElse(0) / reach.metres());
    }

    /// Where a mark is.
    public static Location location(Mark mark) {
        return new Location(mark.getAreaCode(), null, mark.getLatitude(), mark.getLongitude(), mark.getUncertaintyM());
    }

    private static Mark mean(Mark mark, Clue clue) {
        int n = mark.getEvidence();
        Instant at = mark.getAt().plusMillis(Duration.between(mark.getAt(), clue.around()).toMillis() / (n + 1));
        Location location = clue.location();
        Double latitude = mark.getLatitude();
        Double longitude = mark.getLongitude();
        if (location == null || !Places.hasCoordinates(location) || location.getLatitude() == null
                || location.getLongitude() == null) {
            return Mark.newBuilder(mark).setAt(at).setEvidence(n + 1).build();
        }
        if (latitude == null || longitude == null) {
            return new Mark(at, location.getLatitude(), location.getLongitude(), uncertainty(location),
                    location.getAreaCode() == null ? mark.getAreaCode() : location.getAreaCode(), n + 1);
        }
        double east = Math.IEEEremainder(location.getLongitude() - longitude, 360);
        return Mark.newBuilder(mark).setAt(at).setEvidence(n + 1)
                .setLatitude(latitude + (location.getLatitude() - latitude) / (n + 1))
                .setLongitude(Math.IEEEremainder(longitude + east / (n + 1), 360)).build();
    }
}
