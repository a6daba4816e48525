package tocsin.desk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.OfficialAlert;
import tocsin.internal.v1.SeenReport;
import tocsin.model.OfficialAlerts;
import tocsin.model.Senders;
import tocsin.v1.IncidentReport;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Status;

/// What an official alert names, in a desk's index: the incidents of the alerts that it updates or lifts, and whether a
/// message that came before it has taken its place.
///
/// A row is kept by each name of an alert, so that the messages of one alert find each other in whatever order they come.
/// What was sent without proof has rows of its own, and changes nothing of what was proven.
final class AlertLinks {
    private static final long NOT_OVER = Long.MIN_VALUE;

    private final DeskTurn turn;
    private final IncidentReport report;
    private final OfficialAlert alert;
    private final Set<String> named;
    private final Set<String> replaced;
    private final Map<String, String> incidents;
    private boolean overtaken;

    AlertLinks(DeskTurn turn, IncidentReport report, OfficialAlert alert) {
        this.turn = turn;
        this.report = report;
        this.alert = alert;
        this.named = OfficialAlerts.replaced(report);
        this.replaced = new LinkedHashSet<>(named);
        this.incidents = found();
    }

    /// The ids of the alerts that this one takes the place of, or lifts.
    Set<String> replaced() {
        return replaced;
    }

    /// What is known by one name.
    ///
    /// @param incidentId the incident; empty where the alert came when it was over
    /// @param overUntil alerts of this name that were issued no later are over; null where none is
    private record Row(String incidentId, long overUntil) {
        static Row of(String kept) {
            int space = kept.lastIndexOf(' ');
            return new Row(kept.substring(0, space), Long.parseLong(kept.substring(space + 1)));
        }

        String kept() {
            return incidentId + " " + overUntil;
        }
    }

    /// The incidents that the alert is about, by what the report names: our id or the agency's case number first, then the
    /// alert itself, then those whose place it takes, the last named first. Each with why, as a sentence.
    Map<String, String> incidents() {
        return incidents;
    }

    private Map<String, String> found() {
        Map<String, String> found = new LinkedHashMap<>();
        String reference = report.getIncidentRef();
        if (reference != null) {
            found(turn.stores.standing(reference), "the report names it", found);
            found(turn.stores.incidentByReference(turn.desk, report.getStatus(), report.getAgencyId(), reference)
                    .flatMap(turn.stores::standing), "the agency's own case number " + reference, found);
        }
        for (String name : own()) {
            found(file(name), "it updates an official alert that is known", found);
        }
        if (report.getSupersedes() != null) {
            found(turn.stores.seenReport(turn.desk, report.getAgencyId(), report.getSupersedes())
                    .map(SeenReport::getIncidentId).flatMap(turn.stores::standing),
                    "it replaces report " + report.getSupersedes(), found);
        }
        for (String name : new ArrayList<>(named).reversed()) {
            found(file(name).filter(this::continues), "it takes the place of official alert " + name, found);
        }
        return found;
    }

    /// Whether the alert goes on with the alerts of an incident that one it names led to. An issuer may name only the first
    /// of a series: then the newest of the series at the same place stands. Two that only come from one alert, and are in
    /// force at different places, stay apart.
    private boolean continues(IncidentFile file) {
        List<OfficialAlert> standing = OfficialAlerts.standing(file);
        if (standing.isEmpty()
                || standing.stream().anyMatch(one -> OfficialAlerts.names(one).stream().anyMatch(named::contains))) {
            return true;
        }
        List<OfficialAlert> series = standing.stream().filter(one -> one.getAgencyId().equals(alert.getAgencyId())
                && one.getSignal().getIssuer().equals(alert.getSignal().getIssuer())
                && OfficialAlerts.place(one).equals(OfficialAlerts.place(alert))).toList();
        for (OfficialAlert one : series) {
            if (one.getSignal().getIssuedAt().isAfter(alert.getSignal().getIssuedAt())) {
                overtaken = true;
            } else {
                replaced.addAll(OfficialAlerts.names(one));
            }
        }
        return !series.isEmpty();
    }

    private void found(Optional<IncidentFile> file, String why, Map<String, String> found) {
        file.map(IncidentFile::getIncident).filter(incident -> incident.getStatus() == report.getStatus())
                .ifPresent(incident -> found.putIfAbsent(incident.getIncidentId(), why));
    }

    private Optional<IncidentFile> file(String name) {
        return row(name, alert.getProven()).or(() -> row(name, true)).map(Row::incidentId).filter(id -> !id.isEmpty())
                .flatMap(turn.stores::standing);
    }

    /// Whether a message that came before has taken the place of this one, or lifted it.
    boolean isOutdated() {
        long issued = alert.getSignal().getIssuedAt().toEpochMilli();
        return overtaken || OfficialAlerts.names(alert).stream().map(name -> row(name, alert.getProven()))
                .flatMap(Optional::stream)
                .anyMatch(row -> row.overUntil() >= issued);
    }

    /// Keeps where the alert is, and what is over by it: what it takes the place of; by a lifting the alert itself; and by
    /// what came when it was over whatever its issuer had sent before it.
    ///
    /// @param incidentId its incident; empty where it has none
    /// @param over whether it was over when it came
    void remember(String incidentId, boolean over) {
        long issued = alert.getSignal().getIssuedAt().toEpochMilli();
        long own = OfficialAlerts.isLifting(alert.getSignal()) ? issued : over ? issued - 1 : NOT_OVER;
        own().forEach(name -> remember(name, incidentId, own));
        replaced.forEach(name -> remember(name, incidentId, issued));
    }

    private void remember(String name, String incidentId, long overUntil) {
        Row known = row(name, alert.getProven()).orElse(new Row("", NOT_OVER));
        turn.stores.index().put(key(name, alert.getProven()),
                new Row(incidentId.isEmpty() ? known.incidentId() : incidentId, Math.max(known.overUntil(), overUntil))
                        .kept());
    }

    /// The alert's own names; of one that its issuer gave no id, also what it is called and where it is in force.
    private Set<String> own() {
        Set<String> own = new LinkedHashSet<>(OfficialAlerts.names(alert));
        if (alert.getSignal().getReference() == null) {
            own.add(String.join("\u0000", alert.getSignal().getIssuer(), alert.getSignal().getTitle(),
                    OfficialAlerts.place(alert)));
        }
        return own;
    }

    private Optional<Row> row(String name, boolean proven) {
        return Optional.ofNullable(turn.stores.index().get(key(name, proven))).map(Row::of);
    }

    private String key(String name, boolean proven) {
        return key(turn.desk, report.getStatus(), alert.getAgencyId(), proven, name);
    }

    private static String key(String desk, Status status, String agencyId, boolean proven, String name) {
        return String.join("\u0000", proven ? "alert" : "unproven-alert", desk, status.name(), agencyId, name);
    }

    /// The official alerts of an incident with the one that a report of an event quotes, if its sender may speak for
    /// the issuer: whoever forges one is not to be quoted as its issuer. What the report states is its own, and ends with no alert.
    static List<OfficialAlert> quoted(DeskTurn turn, AcceptedReport accepted, IncidentFile file) {
        IncidentReport report = accepted.getReport();
        OfficialSignal signal = report.getOfficialSignal();
        if (signal == null || !Senders.speaksForIssuer(accepted)) {
            return file.getAlerts();
        }
        OfficialAlert alert = OfficialAlert.newBuilder(OfficialAlerts.of(report, signal, null,
                Senders.isProven(accepted.getProof()), true, accepted.getArrivedAt()))
                .setSpeaksForIssuer(accepted.getSpeaksForIssuer()).build();
        AlertLinks links = new AlertLinks(turn, report, alert);
        links.remember(file.getIncident().getIncidentId(), OfficialAlerts.isOver(signal, turn.now));
        return OfficialAlerts.with(file.getAlerts(), alert, links.replaced(), false, turn.now).alerts();
    }

    /// Keeps that these alerts belong to another incident from now on.
    static void moved(DeskTurn turn, List<OfficialAlert> alerts, Status status, String incidentId) {
        alerts.forEach(alert -> OfficialAlerts.names(alert).forEach(name -> {
            String key = key(turn.desk, status, alert.getAgencyId(), alert.getProven(), name);
            long over = Optional.ofNullable(turn.stores.index().get(key)).map(Row::of).map(Row::overUntil)
                    .orElse(NOT_OVER);
            turn.stores.index().put(key, new Row(incidentId, over).kept());
        }));
    }
}
