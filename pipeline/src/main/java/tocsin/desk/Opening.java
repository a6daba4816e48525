package tocsin.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tocsin.correlation.Clue;
import tocsin.correlation.Correlator;
import tocsin.correlation.Marks;
import tocsin.escalation.Escalator;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.IncidentName;
import tocsin.model.Kept;
import tocsin.v1.Confidence;
import tocsin.v1.Evidence;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.TimelineKind;

/// Brings evidence to its incident: one that is known, or a new one.
final class Opening {
    private final DeskTurn turn;

    Opening(DeskTurn turn) {
        this.turn = turn;
    }

    /// The incident this evidence belongs to with the evidence added, and whether it is new.
    ///
    /// @param before the incident as it was kept; empty if this evidence opened it
    /// @param file the incident with this evidence
    record Brought(Optional<IncidentFile> before, IncidentFile file) {}

    /// Brings evidence to the incident its links name, else to one near it, else to a new one.
    Brought bring(Clue clue, Optional<Correlator.Join> linked, Evidence evidence, String title) {
        if (linked.isPresent()) {
            return joined(linked.get(), clue, evidence);
        }
        Correlator.Choice choice = choice(clue);
        return choice.join().map(found -> joined(found, clue, evidence))
                .orElseGet(() -> opened(clue, evidence, title, choice));
    }

    /// Brings an official alert to this incident.
    ///
    /// @param reason why it belongs to it, as a sentence
    Brought linked(Clue clue, IncidentFile file, Evidence evidence, String reason) {
        return joined(new Correlator.Join(file, reason), clue, evidence);
    }

    /// Opens an incident for an official alert: it is like no other incident, follows from none, and is perhaps none.
    Brought alone(Clue clue, Evidence evidence, String title) {
        IncidentName name = opens(evidence, "an official alert that names no other one that is known");
        return opened(clue, evidence, title, name, List.of(), List.of());
    }

    /// The incident evidence belongs to by what it says, if any.
    Correlator.Choice choice(Clue clue) {
        return Correlator.byLikeness(clue, turn.places().candidates(clue, turn.stores::incident),
                turn.pack.correlation());
    }

    private Brought joined(Correlator.Join join, Clue clue, Evidence evidence) {
        IncidentFile file = join.incident();
        turn.event(TimelineKind.JOINED, file.getIncident().getIncidentId(), evidence.getSource(), "correlation",
                "joined " + file.getIncident().getIncidentId() + ": " + join.reason(),
                Map.of("evidence", evidence.getId()));
        List<Evidence> all = new ArrayList<>(file.getIncident().getEvidence());
        all.add(evidence);
        if (all.size() > Kept.EVIDENCE) {
            all.remove(1);
        }
        IncidentFile moved = Correlator.moved(file, clue, turn.pack.correlation());
        return new Brought(Optional.of(file), IncidentFile.newBuilder(moved)
                .setIncident(Incident.newBuilder(file.getIncident()).setEvidence(all).setUpdatedAt(turn.now).build())
                .build());
    }

    private Brought opened(Clue clue, Evidence evidence, String title, Correlator.Choice choice) {
        IncidentName name = opens(evidence, choice.reason());
        List<String> causes = new Chains(turn).causes(clue, name.toString());
        return opened(clue, evidence, title, name, causes,
                new PerhapsSame(turn).found(name.toString(), choice.perhaps()));
    }

    private IncidentName opens(Evidence evidence, String reason) {
        IncidentName name = turn.nextName();
        turn.event(TimelineKind.OPENED, name.toString(), evidence.getSource(), "correlation", "opened: " + reason,
                Map.of("evidence", evidence.getId()));
        return name;
    }

    private Brought opened(Clue clue, Evidence evidence, String title, IncidentName name, List<String> causes,
            List<String> perhaps) {
        Incident incident = new Incident(name.toString(), turn.desk, evidence.getId(), IncidentState.OPEN,
                clue.status(),
                clue.category(), clue.type(), null, "nothing known to grade by", Confidence.POSSIBLE, title,
                clue.location(), null, List.of(evidence), 1, turn.now, turn.now, turn.pack.hash(), null,
                causes, "", List.of(), List.of(), title, perhaps, null);
        return new Brought(Optional.empty(), new IncidentFile(incident, clue.occurredAt(), List.of(),
                Escalator.untold(turn.pack.hash()), List.of(), List.of(), List.of(), false, null,
                List.of(), Map.of(), List.of(), null, null, List.of(), null, null, Marks.first(clue), null, null,
                List.of(), null, List.of()));
    }
}
