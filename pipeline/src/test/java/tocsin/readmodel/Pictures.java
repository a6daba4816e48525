package tocsin.readmodel;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import tocsin.v1.Confidence;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.Status;

/// What a read model shows, to begin a test with.
public final class Pictures {
    public static final Instant AT = Instant.parse("2026-03-01T19:00:00Z");

    static {
        tocsin.schemas.AvroSafety.ensure();
    }

    private Pictures() {}

    /// Puts out a record.
    public static void put(ReadModel model, SpecificRecord record) {
        model.take(record, true);
    }

    /// An open incident at a place, which these agencies reported.
    public static Incident incident(String id, Location location, String... agencies) {
        List<Evidence> evidence = Arrays.stream(agencies)
                .map(agency -> new Evidence(EvidenceKind.REPORT, agency + "/r1", agency, AT, List.of())).toList();
        return Incident.newBuilder().setIncidentId(id).setDesk("370200").setOpenedBy("x/r1")
                .setState(IncidentState.OPEN).setStatus(Status.ACTUAL).setGradeReason("")
                .setConfidence(Confidence.POSSIBLE).setTitle("火灾").setLocation(location).setEvidence(evidence)
                .setRevision(1).setOpenedAt(AT).setUpdatedAt(AT).setPackHash("p").build();
    }

    /// The same in an area.
    public static Incident incident(String id, String area, String... agencies) {
        return incident(id, new Location(area, null, null, null, null), agencies);
    }
}
