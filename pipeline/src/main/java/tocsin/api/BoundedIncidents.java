package tocsin.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.intake.Bounds;
import tocsin.readmodel.ReadModel;
import tocsin.rules.directory.Directory;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Incident;
import tocsin.wire.PackLibrary;

/// Which incidents a caller may see and act on, as far as they are known here.
///
/// An incident lies within the bounds of a caller where its area does, and where one of the agencies that told of it does.
/// Whoever may see an incident sees all of it: it is one picture of one event.
///
/// @param model the incidents
/// @param packs the directory in force: the areas of places that only have coordinates
record BoundedIncidents(ReadModel model, PackLibrary packs) {
    /// Which incidents this caller may see.
    Predicate<Incident> within(Caller caller) {
        if (caller.bounds().isNone()) {
            return incident -> true;
        }
        Directory directory = packs.activeDirectory();
        return incident -> outside(caller, incident, directory).isEmpty();
    }

    /// Whether what belongs to this incident may be shown to somebody who sees every agency's records. Where anything bounds
    /// him, what belongs to no known incident may not.
    boolean shows(Caller caller, @Nullable String incidentId) {
        return caller.bounds().isNone() || known(incidentId).filter(within(caller)).isPresent();
    }

    /// Whether a record about one agency may be shown: its agency sees it wherever it belongs, and who sees every agency's
    /// records sees it where its agency and the area of its incident lie within his bounds.
    boolean showsOwn(Caller caller, @Nullable String agencyId, @Nullable String incidentId) {
        if (!caller.maySee(agencyId)) {
            return false;
        }
        Bounds bounds = caller.bounds();
        return !caller.role().maySeeEverything() || bounds.areas().isEmpty()
                || known(incidentId).filter(incident -> bounds.holdsArea(area(incident, packs.activeDirectory())))
                        .isPresent();
    }

    /// Throws 403 where this incident is known and lies outside the caller's bounds.
    void require(Caller caller, String incidentId) {
        known(incidentId).ifPresent(incident -> require(caller, incident));
    }

    /// Throws 403 where this incident lies outside the caller's bounds, and says what is missing.
    void require(Caller caller, Incident incident) {
        if (!caller.bounds().isNone()) {
            outside(caller, incident, packs.activeDirectory()).ifPresent(why -> {
                throw caller.outside("the incident " + incident.getIncidentId() + " " + why);
            });
        }
    }

    private Optional<Incident> known(@Nullable String incidentId) {
        return incidentId == null ? Optional.empty() : model.incident(incidentId);
    }

    /// Why an incident is not within; empty where it is.
    private static Optional<String> outside(Caller caller, Incident incident, Directory directory) {
        String area = area(incident, directory);
        if (!caller.bounds().holdsArea(area)) {
            return Optional.of("lies in " + (area == null ? "no known area" : area));
        }
        return caller.bounds().agencies().isEmpty() || tellers(incident).stream().anyMatch(caller.bounds()::holdsAgency)
                ? Optional.empty()
                : Optional.of("was told of by other agencies");
    }

    private static @Nullable String area(Incident incident, Directory directory) {
        return directory.areaOf(incident.getLocation(), "").orElse(null);
    }

    /// The agencies whose reports an incident rests on.
    private static List<String> tellers(Incident incident) {
        return Stream.concat(
                incident.getEvidence().stream().filter(one -> one.getKind() == EvidenceKind.REPORT)
                        .map(one -> one.getSource()),
                incident.getSources().stream().filter(one -> one.getKind() == EvidenceKind.REPORT)
                        .map(one -> one.getSource()))
                .distinct().toList();
    }
}
