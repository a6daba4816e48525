package tocsin.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.Grades;
import tocsin.rules.Correlation.Border;
import tocsin.rules.Words;
import tocsin.rules.directory.Area;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;

/// Tells the desks of neighbouring areas of an incident that touches their border (毗邻通报), each once.
///
/// What they get is a message to their people on duty and no record of their own, so nothing can be relayed again.
final class Neighbours {
    private final DeskTurn turn;

    Neighbours(DeskTurn turn) {
        this.turn = turn;
    }

    /// The incident, which is kept, with the neighbours told whom it touches now and did not before.
    IncidentFile told(IncidentFile file) {
        IncidentFile told = file;
        List<String> touched = turn.pack.correlation().border().map(border -> touched(file, border))
                .orElse(List.of());
        for (String desk : touched) {
            Incident incident = file.getIncident();
            turn.event(TimelineKind.NEIGHBOUR_TOLD, incident.getIncidentId(), "desk",
                    turn.pack.correlation().provenance().id(), "touches the border of desk " + desk,
                    Map.of("neighbour", desk));
            List<String> neighbours = new ArrayList<>(told.getNeighbours());
            neighbours.add(desk);
            told = new Paging(turn).neighbour(IncidentFile.newBuilder(told).setNeighbours(neighbours).build(), desk,
                    new Words("毗邻通报：我值班室（" + turn.desk + "）辖区事件靠近贵辖区边界",
                            "near your border, in the area of our desk " + turn.desk));
        }
        return touched.isEmpty() ? file : turn.keep(file, told);
    }

    private List<String> touched(IncidentFile file, Border border) {
        Incident incident = file.getIncident();
        Location location = incident.getLocation();
        boolean worked = incident.getStatus() == Status.ACTUAL || incident.getStatus() == Status.EXERCISE;
        boolean grave = border.from().isEmpty() || incident.getGrade() != null
                && Grades.gravity(incident.getGrade()) >= Grades.gravity(border.from().get());
        Double latitude = location == null ? null : location.getLatitude();
        Double longitude = location == null ? null : location.getLongitude();
        if (!worked || !grave || latitude == null || longitude == null || location == null
                || incident.getState() == IncidentState.CLOSED) {
            return List.of();
        }
        Double uncertain = location.getUncertaintyM();
        double within = Math.max(border.metres(), uncertain == null || uncertain.isNaN() ? 0 : uncertain);
        return turn.directory.areas().values().stream()
                .filter(area -> !area.desk().equals(turn.desk) && !file.getNeighbours().contains(area.desk()))
                .filter(area -> turn.directory.shapes().isDrawn(area.code()))
                .filter(area -> turn.directory.shapes().contains(area.code(), latitude, longitude, within))
                .map(Area::desk).distinct().sorted().toList();
    }
}
