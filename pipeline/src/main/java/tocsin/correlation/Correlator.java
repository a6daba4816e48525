package tocsin.correlation;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Statement;
import tocsin.model.Places;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;

/// Ties evidence to an incident: by reference, else same kind within 2 km and 60 minutes.
public final class Correlator {
    /// How near two events are one: metres.
    public static final double NEAR_METRES = 2_000;
    /// How close in time of occurrence two events are one.
    public static final Duration NEAR_IN_TIME = Duration.ofMinutes(60);

    private Correlator() {}

    /// An incident the evidence joins, and why, as a sentence.
    public record Join(IncidentFile incident, String reason) {}

    /// Whether the evidence may join this incident that its reference names.
    public static Optional<Join> byReference(Clue clue, IncidentFile referenced, String reason) {
        return referenced.getIncident().getStatus() == clue.status()
                ? Optional.of(new Join(referenced, reason))
                : Optional.empty();
    }

    /// The nearest of these incidents of the same kind that the evidence may join.
    public static Optional<Join> byProximity(Clue clue, List<IncidentFile> candidates) {
        return candidates.stream().filter(candidate -> mayJoin(clue, candidate))
                .filter(candidate -> near(clue, candidate))
                .min(Comparator.comparingDouble((IncidentFile candidate) -> metres(clue, candidate))
                        .thenComparing(candidate -> candidate.getIncident().getOpenedAt())
                        .thenComparing(candidate -> candidate.getIncident().getIncidentId()))
                .map(candidate -> new Join(candidate, reason(clue, candidate)));
    }

    private static boolean mayJoin(Clue clue, IncidentFile candidate) {
        IncidentState state = candidate.getIncident().getState();
        boolean open = state == IncidentState.OPEN || state == IncidentState.ACKNOWLEDGED;
        return open && candidate.getIncident().getStatus() == clue.status() && !otherCase(clue, candidate);
    }

    /// Whether the same agency already gave this incident another reference: then it means another event.
    private static boolean otherCase(Clue clue, IncidentFile candidate) {
        if (clue.agencyId() == null || clue.incidentRef() == null) {
            return false;
        }
        for (Statement statement : candidate.getStatements()) {
            if (statement.getAgencyId().equals(clue.agencyId()) && !statement.getRefs().isEmpty()
                    && !statement.getRefs().contains(clue.incidentRef())) {
                return true;
            }
        }
        return false;
    }

    private static boolean near(Clue clue, IncidentFile candidate) {
        if (Duration.between(candidate.getOccurredAt(), clue.occurredAt()).abs().compareTo(NEAR_IN_TIME) > 0) {
            return false;
        }
        OptionalDouble metres = Places.metresBetween(clue.location(), candidate.getIncident().getLocation());
        return metres.isPresent() ? metres.getAsDouble() <= NEAR_METRES : sameCounty(clue, candidate);
    }

    /// Media speak of areas, not of points: their incidents, and they themselves, join by county.
    private static boolean sameCounty(Clue clue, IncidentFile candidate) {
        boolean media = clue.agencyId() == null || openedByMedia(candidate.getIncident());
        String county = clue.county();
        String other = candidate.getIncident().getLocation() == null
                ? null
                : candidate.getIncident().getLocation().getAreaCode();
        return media && county != null && other != null && other.startsWith(county);
    }

    private static boolean openedByMedia(Incident incident) {
        return !incident.getEvidence().isEmpty()
                && incident.getEvidence().getFirst().getKind() == EvidenceKind.MEDIA;
    }

    private static double metres(Clue clue, IncidentFile candidate) {
        return Places.metresBetween(clue.location(), candidate.getIncident().getLocation()).orElse(NEAR_METRES);
    }

    private static String reason(Clue clue, IncidentFile candidate) {
        OptionalDouble metres = Places.metresBetween(clue.location(), candidate.getIncident().getLocation());
        long minutes = Duration.between(candidate.getOccurredAt(), clue.occurredAt()).abs().toMinutes();
        return "same kind, " + (metres.isPresent() ? Math.round(metres.getAsDouble()) + " m" : "same county") + " and "
                + minutes + " min apart";
    }
}
