package tocsin.desk;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tocsin.correlation.Correlator;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.Kept;
import tocsin.v1.Incident;
import tocsin.v1.TimelineKind;

/// Incidents that may be one event: each names the other, until a person merges them or one is closed.
final class PerhapsSame {
    private final DeskTurn turn;

    PerhapsSame(DeskTurn turn) {
        this.turn = turn;
    }

    /// Notes with each of these that a new incident may be the same; gives their ids.
    ///
    /// @param incidentId the new incident
    List<String> found(String incidentId, List<Correlator.Join> perhaps) {
        for (Correlator.Join join : perhaps) {
            String other = join.incident().getIncident().getIncidentId();
            event(incidentId, other, join.reason());
            event(other, incidentId, join.reason());
            change(other, ids -> Stream.concat(ids.stream(), Stream.of(incidentId)).distinct()
                    .skip(Math.max(0, ids.size() + 1 - Kept.PERHAPS_SAME)).toList());
        }
        return perhaps.stream().map(join -> join.incident().getIncident().getIncidentId()).toList();
    }

    /// Takes an incident that is open no more from those that name it.
    void forget(Incident ended) {
        ended.getPerhapsSame().forEach(other -> change(other,
                ids -> ids.stream().filter(id -> !id.equals(ended.getIncidentId())).toList()));
    }

    private void change(String incidentId, UnaryOperator<List<String>> change) {
        turn.stores.incident(incidentId).ifPresent(file -> turn.keep(file, with(file, change)));
    }

    private static IncidentFile with(IncidentFile file, UnaryOperator<List<String>> change) {
        Incident incident = file.getIncident();
        return IncidentFile.newBuilder(file).setIncident(Incident.newBuilder(incident)
                .setPerhapsSame(change.apply(incident.getPerhapsSame())).build()).build();
    }

    private void event(String incidentId, String other, String reason) {
        turn.event(TimelineKind.LINKED, incidentId, "desk", turn.pack.correlation().provenance().id(),
                "perhaps the same as " + other + "; merge them if it is: " + reason, Map.of("perhapsSame", other));
    }
}
