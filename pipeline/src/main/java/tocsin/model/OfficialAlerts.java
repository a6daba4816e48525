package tocsin.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.AlertEnd;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.OfficialAlert;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.OfficialSignal;
import tocsin.v1.ReportKind;
import tocsin.v1.SignalMessage;

/// The official alerts (预警信号) of one incident: which stand, and what one more does to them. Pure; time is passed in.
///
/// An alert stands from its arrival until it expires, until its issuer lifts it, or until another one that names it takes
/// its place. Two alerts of which neither names the other have nothing to do with each other.
public final class OfficialAlerts {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /// CAP writes a reference as sender, identifier and time, with commas between them.
    private static final int TRIPLE = 3;

    private OfficialAlerts() {}

    /// What an alert did to those that were known.
    ///
    /// @param alerts all of them with it, oldest first; at most [Kept#ALERTS]
    /// @param end why the alert itself does not stand; empty where it does
    /// @param dropped alerts in force that there was no room for, with the bound reached
    public record Received(List<OfficialAlert> alerts, Optional<AlertEnd> end, List<OfficialAlert> dropped) {}

    /// Whether a report does nothing but relay an official alert. One that states harm tells of an event and quotes an alert.
    public static boolean isAlert(IncidentReport report) {
        return report.getOfficialSignal() != null && report.getKind() != ReportKind.DAILY
                && !Tolls.hasHarm(report.getCasualties())
                && (report.getLossCny() == null || report.getLossCny().signum() == 0);
    }

    /// The alert that a report relays.
    ///
    /// @param signal the report's signal
    /// @param grade the grade that is stated with the alert; null for none
    public static OfficialAlert of(IncidentReport report, OfficialSignal signal, @Nullable Grade grade, boolean proven,
            boolean believed, Instant arrivedAt) {
        return OfficialAlert.newBuilder().setAgencyId(report.getAgencyId()).setReportId(report.getReportId())
                .setProven(proven).setBelieved(believed)
                .setSignal(OfficialSignal.newBuilder(signal).setReferences(List.of()).build()).setGrade(grade)
                .setLocation(report.getLocation()).setArrivedAt(arrivedAt).build();
    }

    /// Whether a signal is not in force any more at an instant, or lifts what was. Until its expiry it is in force.
    public static boolean isOver(OfficialSignal signal, Instant at) {
        return isLifting(signal) || signal.getExpiresAt() != null && !signal.getExpiresAt().isAfter(at);
    }

    /// Whether a signal lifts others.
    public static boolean isLifting(OfficialSignal signal) {
        return signal.getMessageType() == SignalMessage.CANCEL;
    }

    /// The ids of the alerts that this report's alert takes the place of, or lifts.
    public static Set<String> replaced(IncidentReport report) {
        Set<String> replaced = new LinkedHashSet<>();
        if (report.getOfficialSignal() != null) {
            report.getOfficialSignal().getReferences().forEach(reference -> replaced.addAll(ids(reference)));
            // An issuer that keeps one id for all its updates may name it among those it replaces.
            replaced.remove(report.getOfficialSignal().getReference());
        }
        if (report.getSupersedes() != null) {
            replaced.add(report.getSupersedes());
        }
        replaced.remove(report.getReportId());
        return replaced;
    }

    /// The ids in a reference: itself, or of each of CAP's triples the identifier.
    private static List<String> ids(String reference) {
        List<String[]> triples = Arrays.stream(BLANKS.split(reference.strip())).map(part -> part.split(",", -1))
                .toList();
        return triples.stream().allMatch(triple -> triple.length == TRIPLE && !triple[1].isEmpty())
                ? triples.stream().map(triple -> triple[1]).toList()
                : List.of(reference.strip());
    }

    /// The ids an alert can be named by: its issuer's own, and that of the report that relayed it.
    public static Set<String> names(OfficialAlert alert) {
        Set<String> names = new LinkedHashSet<>();
        if (alert.getSignal().getReference() != null) {
            names.add(alert.getSignal().getReference());
        }
        names.add(alert.getReportId());
        return names;
    }

    /// Whether they are one alert: of one sender and issuer, by the issuer's own id, or where either has none by what it is
    /// called and where it is in force.
    public static boolean isSame(OfficialAlert one, OfficialAlert other) {
        OfficialSignal signal = one.getSignal();
        OfficialSignal second = other.getSignal();
        return one.getAgencyId().equals(other.getAgencyId()) && signal.getIssuer().equals(second.getIssuer())
                && (signal.getReference() == null || second.getReference() == null
                        ? signal.getTitle().equals(second.getTitle()) && place(one).equals(place(other))
                        : signal.getReference().equals(second.getReference()));
    }

    /// Where an alert is in force, as its sender put it.
    public static String place(OfficialAlert alert) {
        Location location = alert.getLocation();
        return location == null ? "" : location.getAreaCode() + " " + location.getPlace();
    }

    /// The alerts with one more. In whatever order the messages of one alert come, the same stands in the end.
    ///
    /// @param replaced the ids it takes the place of, or lifts
    /// @param outdated whether a message that came before it has taken its place, or lifted it
    public static Received with(List<OfficialAlert> before, OfficialAlert arriving, Set<String> replaced,
            boolean outdated, Instant now) {
        List<OfficialAlert> passed = passed(before, now);
        boolean newerKnown = passed.stream().anyMatch(known -> mayChange(arriving, known) && isSame(known, arriving)
                && known.getSignal().getIssuedAt().isAfter(arriving.getSignal().getIssuedAt()));
        boolean lifts = isLifting(arriving.getSignal());
        List<OfficialAlert> all = new ArrayList<>(ended(passed, arriving, replaced, now));
        boolean updates = !newerKnown
                && all.removeIf(known -> mayChange(arriving, known) && isSame(known, arriving));
        Optional<AlertEnd> end = newerKnown || outdated
                ? Optional.of(AlertEnd.REPLACED)
                : lifts || updates && isOver(arriving.getSignal(), now)
                        ? Optional.of(AlertEnd.LIFTED)
                        : isOver(arriving.getSignal(), now) ? Optional.of(AlertEnd.EXPIRED) : Optional.empty();
        if (!newerKnown) {
            all.add(end.map(why -> ended(arriving, why, now)).orElse(arriving));
        }
        List<OfficialAlert> kept = kept(all);
        return new Received(kept, end, all.stream().filter(OfficialAlerts::isStanding)
                .filter(alert -> !kept.contains(alert)).toList());
    }

    /// The alerts after one that may be about another incident: those it takes the place of, or lifts, are over.
    ///
    /// @param replaced their ids
    public static List<OfficialAlert> ended(List<OfficialAlert> alerts, OfficialAlert arriving, Set<String> replaced,
            Instant now) {
        AlertEnd end = isLifting(arriving.getSignal()) ? AlertEnd.LIFTED : AlertEnd.REPLACED;
        return alerts.stream().map(known -> isStanding(known) && mayChange(arriving, known)
                && names(known).stream().anyMatch(replaced::contains) ? ended(known, end, now) : known).toList();
    }

    /// Only who relayed an alert changes it, and nobody without proof changes what was proven, nor by a claim what was none.
    private static boolean mayChange(OfficialAlert arriving, OfficialAlert known) {
        return arriving.getAgencyId().equals(known.getAgencyId()) && (arriving.getProven() || !known.getProven())
                && (speaks(arriving) || !speaks(known));
    }

    private static OfficialAlert ended(OfficialAlert alert, AlertEnd end, Instant at) {
        return OfficialAlert.newBuilder(alert).setEnd(end).setEndedAt(at).build();
    }

    /// Those there is room for, oldest first: what is over goes first, and of what stands what ends soonest.
    private static List<OfficialAlert> kept(List<OfficialAlert> alerts) {
        Instant never = Instant.MAX;
        List<OfficialAlert> byWorth = alerts.stream().sorted(Comparator
                .comparing((OfficialAlert alert) -> !isStanding(alert))
                .thenComparing(alert -> isStanding(alert)
                        ? Objects.requireNonNullElse(alert.getSignal().getExpiresAt(), never)
                        : Objects.requireNonNullElse(alert.getEndedAt(), never), Comparator.reverseOrder()))
                .limit(Kept.ALERTS).toList();
        return byWorth.stream().sorted(Comparator.comparing((OfficialAlert alert) -> alert.getSignal().getIssuedAt())
                .thenComparing(OfficialAlert::getArrivedAt)).toList();
    }

    /// The alerts after time has passed: what has expired is over.
    public static List<OfficialAlert> passed(List<OfficialAlert> alerts, Instant now) {
        return alerts.stream().map(alert -> isStanding(alert) && isOver(alert.getSignal(), now)
                ? ended(alert, AlertEnd.EXPIRED, Objects.requireNonNullElse(alert.getSignal().getExpiresAt(), now))
                : alert).toList();
    }

    /// Whether an alert is in force.
    public static boolean isStanding(OfficialAlert alert) {
        return alert.getEnd() == null;
    }

    /// The alerts in force, oldest first.
    public static List<OfficialAlert> standing(IncidentFile file) {
        return file.getAlerts().stream().filter(OfficialAlerts::isStanding).toList();
    }

    /// Whether who relayed an alert may speak for its issuer.
    private static boolean speaks(OfficialAlert alert) {
        return alert.getSpeaksForIssuer() == null ? alert.getProven() : alert.getSpeaksForIssuer();
    }

    /// Whether an alert is only claimed: intake has found that who relayed it may not speak for its issuer.
    public static boolean isClaim(OfficialAlert alert) {
        return Boolean.FALSE.equals(alert.getSpeaksForIssuer());
    }

    /// The signals in force as others see them, oldest first: only those of senders who may speak for the issuer are quoted.
    public static List<OfficialSignal> quoted(IncidentFile file) {
        return standing(file).stream().filter(OfficialAlerts::speaks).map(OfficialAlert::getSignal).distinct()
                .toList();
    }

    /// When the next alert of an incident expires; empty where none does.
    public static Optional<Instant> soonest(IncidentFile file) {
        return standing(file).stream().map(alert -> alert.getSignal().getExpiresAt()).filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }

    /// Whether an incident rests on official alerts and on nothing else: nobody says yet that anything has happened.
    public static boolean isAlone(IncidentFile file) {
        return !file.getAlerts().isEmpty() && file.getStatements().isEmpty()
                && file.getIncident().getEvidence().stream()
                        .noneMatch(evidence -> evidence.getKind() == EvidenceKind.SENSOR
                                || evidence.getKind() == EvidenceKind.MEDIA);
    }

    /// Until when an incident that rests on alerts alone can be in force; empty for any other, and where one of them states
    /// no end.
    public static Optional<Instant> until(IncidentFile file) {
        List<OfficialAlert> standing = standing(file);
        return !isAlone(file) || standing.stream().anyMatch(alert -> alert.getSignal().getExpiresAt() == null)
                ? Optional.empty()
                : standing.stream().map(alert -> alert.getSignal().getExpiresAt()).filter(Objects::nonNull)
                        .max(Comparator.naturalOrder());
    }

    /// The sooner of an instant and the end of an incident that rests on alerts alone.
    public static Instant noLater(Instant at, IncidentFile file) {
        return until(file).filter(end -> end.isBefore(at)).orElse(at);
    }

    /// The alerts of two incidents that are one.
    public static List<OfficialAlert> merged(List<OfficialAlert> into, List<OfficialAlert> from) {
        List<OfficialAlert> all = new ArrayList<>(into);
        for (OfficialAlert alert : from) {
            boolean newerKnown = all.stream().anyMatch(known -> isSame(known, alert)
                    && !known.getSignal().getIssuedAt().isBefore(alert.getSignal().getIssuedAt()));
            if (!newerKnown) {
                all.removeIf(known -> isSame(known, alert));
                all.add(alert);
            }
        }
        return kept(all);
    }

    /// The alerts that these pieces of evidence relayed, or all the others.
    ///
    /// @param evidence ids of evidence, as agencyId/reportId
    public static List<OfficialAlert> relayed(List<OfficialAlert> alerts, Set<String> evidence, boolean by) {
        return alerts.stream()
                .filter(alert -> evidence.contains(alert.getAgencyId() + "/" + alert.getReportId()) == by).toList();
    }
}
