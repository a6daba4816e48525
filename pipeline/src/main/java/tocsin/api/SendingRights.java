package tocsin.api;

import java.util.ArrayList;
import java.util.List;
import tocsin.intake.Role;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Sensor;
import tocsin.v1.IncidentReport;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.SensorReading;

/// Whether a caller may send a record: a reporter for its own agency only, and everybody within the bounds of the key.
final class SendingRights {
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
            }
        }
        return refusals;
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
