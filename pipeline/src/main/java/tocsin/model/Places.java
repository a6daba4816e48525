package tocsin.model;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Location;

/// Distances between places.
public final class Places {
    private static final double EARTH_RADIUS_M = 6_371_008.8;

    private Places() {}

    /// Whether both coordinates are known, and somewhere on Earth.
    public static boolean hasCoordinates(@Nullable Location location) {
        return location != null && location.getLatitude() != null && location.getLongitude() != null
                && Math.abs(location.getLatitude()) <= 90 && Math.abs(location.getLongitude()) <= 180;
    }

    /// Metres between two places on the sphere, or empty where coordinates are not known.
    public static OptionalDouble metresBetween(@Nullable Location a, @Nullable Location b) {
        if (a == null || b == null || a.getLatitude() == null || a.getLongitude() == null || b.getLatitude() == null
                || b.getLongitude() == null) {
            return OptionalDouble.empty();
        }
        double latitudeA = Math.toRadians(a.getLatitude());
        double latitudeB = Math.toRadians(b.getLatitude());
        double halfLatitude = (latitudeB - latitudeA) / 2;
        double halfLongitude = Math.toRadians(b.getLongitude() - a.getLongitude()) / 2;
        double haversine = Math.pow(Math.sin(halfLatitude), 2)
                + Math.cos(latitudeA) * Math.cos(latitudeB) * Math.pow(Math.sin(halfLongitude), 2);
        return OptionalDouble.of(2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(haversine))));
    }
}
