package tocsin.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tocsin.checks.PlaceCheck;
import tocsin.intake.Role;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Sensor;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.MediaSignal;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.SensorReading;

/// Whether a caller may send a record: a reporter for its own agency only, and everybody within the bounds of the key.
final class SendingRights {
    private static final double METRES_PER_KM = 1_000;

    private SendingRights() {}

    /// Why this caller may not send this report; empty if it may.
    static List<Refusal> refusals(Caller caller, IncidentReport report, Directory directory) {
        List<Refusal> refusals = new ArrayList<>();
        String agency = report.getAgencyId();
        if (!caller.role().mayReportForOthers() && !agency.equals(caller.agency())) {
            refusals.add(refusal("agencyId",
                    "this key is bound to " + caller.agency() + " and may not report as " + agency));
        }
        if (!caller.bounds().holdsAgency(agency)) {
            refusals.add(refusal("agencyId", "this key is bound to the agencies " + caller.bounds().agencies()
                    + " and may not report for " + agency));
        } else if (!caller.bounds().areas().isEmpty()) {
            String area = directory.areaOf(report.getLocation(), "").orElse(null);
            if (!caller.bounds().holdsArea(area)) {
                refusals.add(refusal("location.areaCode", "this key is bound to the areas " + caller.bounds().areas()
                        + ", and the report is " + (area == null
                                ? "from nowhere that is known: give areaCode, or latitude and longitude"
                                : "from " + area)));
            } else {
                coordinates(caller, report.getLocation(), directory).ifPresent(refusals::add);
            }
        }
        return refusals;
    }

    /// That coordinates lie outside of every area of the key, whatever area is stated beside them. How rough they are said
    /// to be widens no bounds. Where nothing says where the key's areas lie, nothing can be said.
    private static Optional<Refusal> coordinates(Caller caller, @Nullable Location location, Directory directory) {
        Double latitude = location == null ? null : location.getLatitude();
        Double longitude = location == null ? null : location.getLongitude();
        if (latitude == null || longitude == null) {
            return Optional.empty();
        }
        OptionalDouble away = directory.areas().keySet().stream().filter(caller.bounds()::holdsArea)
                .mapToDouble(code -> directory.shapes().metresOutside(code, latitude, longitude))
                .filter(Double::isFinite).min();
        return away.isEmpty() || away.getAsDouble() <= PlaceCheck.TOLERANCE_M
                ? Optional.empty()
                : Optional.of(refusal("location.latitude", "this key is bound to the areas " + caller.bounds().areas()
                        + ", and " + latitude + ", " + longitude + " lies "
                        + String.format(Locale.ROOT, "%.1f", away.getAsDouble() / METRES_PER_KM)
                        + " km outside of them: correct the coordinates, or leave them out"));
    }

    /// Why this caller may not send this post: it is about another area. A post belongs to no agency.
    static List<Refusal> refusals(Caller caller, MediaSignal signal, Directory directory) {
        if (caller.bounds().isNone()) {
            return List.of();
        }
        if (!caller.bounds().agencies().isEmpty()) {
            return List.of(refusal("source", "this key is bound to the agencies " + caller.bounds().agencies()
                    + ", and posts belong to no agency: ask for a key without them"));
        }
        String place = signal.getPlaceText() == null ? "" : signal.getPlaceText() + "\n";
        String area = directory.areaOf(signal.getLocation(), place + signal.getText()).orElse(null);
        return caller.bounds().holdsArea(area)
                ? coordinates(caller, signal.getLocation(), directory).stream().toList()
                : List.of(refusal("location.areaCode", "this key is bound to the areas " + caller.bounds().areas()
                        + ", and the post is " + (area == null
                                ? "about no place that is known: give areaCode, or latitude and longitude"
                                : "about " + area)));
    }

    /// Why this caller may not send readings of this sensor: it is another agency's, or lies outside the key's areas.
    static List<Refusal> refusals(Caller caller, SensorReading reading, Directory directory) {
        String id = reading.getSensorId();
        Sensor sensor = directory.sensors().get(id);
        String owner = sensor == null ? null : sensor.agency();
        if (caller.role() == Role.REPORTER && owner != null && !owner.equals(caller.agency())) {
            return List.of(refusal("sensorId",
                    "the sensor " + id + " belongs to " + owner + ", and this key to " + caller.agency()));
        }
        if (!caller.bounds().holdsAgency(owner)) {
            return List.of(refusal("sensorId", "this key is bound to the agencies " + caller.bounds().agencies()
                    + ", and the sensor " + id + " belongs to " + (owner == null ? "none" : owner)));
        }
        return caller.bounds().holdsArea(sensor == null ? null : sensor.area())
                ? List.of()
                : List.of(refusal("sensorId", "this key is bound to the areas " + caller.bounds().areas()
                        + ", and the sensor " + id + " lies "
                        + (sensor == null ? "nowhere that is known" : "in " + sensor.area())));
    }

    private static Refusal refusal(String field, String detail) {
        return new Refusal(RejectReason.UNAUTHORISED, field, detail);
    }
}
