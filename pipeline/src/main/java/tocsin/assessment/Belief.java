package tocsin.assessment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.OfficialAlert;
import tocsin.internal.v1.Statement;
import tocsin.model.OfficialAlerts;
import tocsin.model.Tolls;
import tocsin.rules.Credence;
import tocsin.v1.Casualties;
import tocsin.v1.Confidence;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Source;

/// How sure it is that an incident happened: what independent sources leave of the doubt, unless a person has said.
///
/// A person's word stands: what was confirmed stays so, and what was refuted can only be borne out by what came after.
///
/// @param confidence how sure
/// @param reason why, as a sentence
/// @param sources who says so, and who says otherwise
public record Belief(Confidence confidence, String reason, List<Source> sources) {

    /// What the evidence of an incident comes to.
    ///
    /// @param trust how far each agency's reports were borne out, 0 to 100
    public static Belief of(IncidentFile file, Credence credence, ToIntFunction<String> trust) {
        List<Source> sources = sources(file, credence, trust);
        if (file.getRuled() == Confidence.CONFIRMED) {
            return new Belief(Confidence.CONFIRMED, "a person has confirmed it", sources);
        }
        double support = 1 - doubt(sources, true);
        double against = 1 - doubt(sources, false);
        double left = support * (1 - against);
        if (file.getRuled() == Confidence.REFUTED && support == 0) {
            return new Belief(Confidence.REFUTED, "a person has refuted it, and nothing has come since", sources);
        }
        // One source never ends what another states: only where nobody says so any more is it refuted.
        Confidence confidence = support == 0 && against >= credence.probable()
                ? Confidence.REFUTED
                : left >= credence.confirmed()
                        ? Confidence.CONFIRMED
                        : left >= credence.probable() ? Confidence.PROBABLE : Confidence.POSSIBLE;
        return new Belief(confidence, reason(sources, support, against, left), sources);
    }

    private static String reason(List<Source> sources, double support, double against, double left) {
        String by = names(sources, true);
        String no = names(sources, false);
        return (by.isEmpty() ? "nobody says so any more" : by + ": " + percent(support))
                + (no.isEmpty() ? ""
                        : "; against it " + no + ": " + percent(against) + ", which leaves " + percent(left));
    }

    private static String names(List<Source> sources, boolean supports) {
        return sources.stream().filter(source -> source.getSupports() == supports)
                .map(source -> source.getSource() + " " + percent(source.getWeight()))
                .collect(Collectors.joining(", "));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }

    private static double doubt(List<Source> sources, boolean supports) {
        return sources.stream().filter(source -> source.getSupports() == supports)
                .mapToDouble(source -> 1 - source.getWeight()).reduce(1, (one, other) -> one * other);
    }

    private static List<Source> sources(IncidentFile file, Credence credence, ToIntFunction<String> trust) {
        Instant since = file.getRuled() == Confidence.REFUTED ? file.getRuledAt() : null;
        List<Source> sources = new ArrayList<>();
        for (Statement statement : file.getStatements()) {
            if (isAfter(statement.getStatedAt(), since) && !onlyCorrectsOthers(statement)
                    && !isNamedBetter(statement, file.getStatements())) {
                sources.add(new Source(EvidenceKind.REPORT, statement.getAgencyId(),
                        !statement.getRetracted() && !statement.getDenies(),
                        statement.getBelieved()
                                ? credence.agency(trust.applyAsInt(statement.getAgencyId()))
                                : credence.unproven(),
                        says(statement)));
            }
        }
        if (file.getStatements().isEmpty()) {
            sources.addAll(alerts(file, since, credence, trust));
        }
        Map<String, Evidence> signals = new LinkedHashMap<>();
        for (Evidence evidence : file.getIncident().getEvidence()) {
            if (isAfter(evidence.getArrivedAt(), since)) {
                switch (evidence.getKind()) {
                    case SENSOR -> signals.put("sensors: " + measured(evidence), evidence);
                    case MEDIA -> signals.put("public posts", evidence);
                    case REPORT, UNKNOWN -> {
                    }
                }
            }
        }
        signals.forEach((name, evidence) -> sources.add(new Source(evidence.getKind(), name, true,
                evidence.getKind() == EvidenceKind.MEDIA ? credence.media() : credence.sensor(), evidence.getId())));
        sources.addAll(claims(file, since, credence, sources.isEmpty()));
        return List.copyOf(sources);
    }

    /// Whoever claims an alert that he may not relay is heard where nobody else says anything, and never makes another more
    /// certain.
    private static List<Source> claims(IncidentFile file, @Nullable Instant since, Credence credence, boolean alone) {
        return OfficialAlerts.standing(file).stream().filter(OfficialAlerts::isClaim)
                .filter(alert -> isAfter(alert.getArrivedAt(), since)).limit(1)
                .map(alert -> new Source(EvidenceKind.REPORT, alert.getAgencyId(), true,
                        alone ? credence.unproven() : 0, "claims: " + alert.getSignal().getTitle()))
                .toList();
    }

    /// Who relays the alerts in force. Beside what agencies report an alert is no witness: it says what may happen.
    private static List<Source> alerts(IncidentFile file, @Nullable Instant since, Credence credence,
            ToIntFunction<String> trust) {
        Map<String, Source> byAgency = new LinkedHashMap<>();
        for (OfficialAlert alert : OfficialAlerts.standing(file)) {
            if (isAfter(alert.getArrivedAt(), since) && !OfficialAlerts.isClaim(alert)) {
                byAgency.merge(alert.getAgencyId(), new Source(EvidenceKind.REPORT, alert.getAgencyId(), true,
                        alert.getBelieved()
                                ? credence.agency(trust.applyAsInt(alert.getAgencyId()))
                                : credence.unproven(),
                        "warns: " + alert.getSignal().getTitle()),
                        (one, other) -> other.getWeight() >= one.getWeight() ? other : one);
            }
        }
        return List.copyOf(byAgency.values());
    }

    /// An agency that has only corrected what others state says nothing of its own for or against the event.
    private static boolean onlyCorrectsOthers(Statement statement) {
        return !statement.getRetracted() && !statement.getDenies() && !statement.getReports().isEmpty()
                && statement.getReports().stream().allMatch(
                        print -> print.getStated() != null && print.getStated().getCorrects());
    }

    /// What came in an agency's name without proof is no source beside the agency itself.
    private static boolean isNamedBetter(Statement statement, List<Statement> all) {
        return !statement.getProven() && all.stream().anyMatch(
                other -> other.getProven() && other.getAgencyId().equals(statement.getAgencyId()));
    }

    private static boolean isAfter(Instant at, @Nullable Instant since) {
        return since == null || at.isAfter(since);
    }

    /// What a sensor measures, as its evidence is named: `sensor/ID/METRIC/TIME`.
    private static String measured(Evidence evidence) {
        String[] parts = evidence.getId().split("/", -1);
        return parts.length > 2 ? parts[2] : evidence.getSource();
    }

    private static String says(Statement statement) {
        if (statement.getRetracted() || statement.getDenies()) {
            return "it did not happen";
        }
        List<String> said = new ArrayList<>();
        Casualties toll = statement.getCasualties();
        if (toll != null) {
            for (Tolls.Figure figure : Tolls.FIGURES) {
                Integer count = figure.read().apply(toll);
                if (count != null) {
                    said.add(figure.field() + " " + count);
                }
            }
        }
        if (statement.getLossCny() != null) {
            said.add("lossCny " + statement.getLossCny().toPlainString());
        }
        return said.isEmpty() ? "it happened" : String.join(", ", said);
    }
}
