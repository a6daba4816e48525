package tocsin.assessment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.MeasuredValue;
import tocsin.internal.v1.OfficialAlert;
import tocsin.model.Grades;
import tocsin.model.OfficialAlerts;
import tocsin.model.Tolls;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.v1.Casualties;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.WarningLevel;

/// The title of an incident: what is known of it now, in one line of the pack's language.
///
/// It names place, type, known harm, grade and, of an earthquake, the greatest magnitude. A figure that was withdrawn is in
/// no later title.
public final class IncidentTitle {
    private static final int LONGEST_PLACE = 60;

    /// Values from the least grave on: by the level they reach, magnitudes of one level by their size. Levels are declared
    /// from the gravest.
    public static final Comparator<MeasuredValue> BY_GRAVITY = Comparator
            .comparing(MeasuredValue::getLevel, Comparator.nullsFirst(Comparator.<WarningLevel>reverseOrder()))
            .thenComparingDouble(value -> value.getMagnitude() ? value.getValue() : 0)
            .thenComparing(MeasuredValue::getSource);

    private IncidentTitle() {}

    /// The title as it is now.
    public static String of(IncidentFile file, Pack pack, Directory directory) {
        Incident incident = file.getIncident();
        boolean zh = pack.language().startsWith("zh");
        Optional<MeasuredValue> gravest = gravest(file.getMeasured());
        if (file.getStatements().isEmpty() && gravest.isPresent()) {
            return zh ? gravest.get().getZh() : gravest.get().getEn();
        }
        String place = place(incident.getLocation(), directory, pack.language());
        if (OfficialAlerts.isAlone(file)) {
            return alert(file, place, zh);
        }
        String type = incident.getType() == null || !pack.types().containsKey(incident.getType())
                ? zh ? "突发事件" : "emergency"
                : pack.typeName(incident.getType(), pack.language());
        List<String> facts = new ArrayList<>(harm(incident.getCasualties(), zh));
        gravest.filter(MeasuredValue::getMagnitude)
                .ifPresent(value -> facts.addFirst(String.format(Locale.ROOT, "M%.1f", value.getValue())));
        boolean onlyPosts = incident.getEvidence().stream().allMatch(one -> one.getKind() == EvidenceKind.MEDIA);
        String grade = Grades.gravity(incident.getGrade()) > 0 ? Grades.words(incident.getGrade()).in(pack.language())
                : onlyPosts ? zh ? "网帖，未经核实" : "public posts, not verified" : "";
        return zh
                ? place + type + (facts.isEmpty() ? "" : "，" + String.join("、", facts))
                        + (grade.isEmpty() ? "" : "（" + grade + "）")
                : capital(type) + (place.isEmpty() ? "" : ", " + place)
                        + (facts.isEmpty() ? "" : ": " + String.join(", ", facts))
                        + (grade.isEmpty() ? "" : " (" + grade + ")");
    }

    /// An alert is called what its issuer calls it, with its issuer and its place: nothing has happened yet.
    private static String alert(IncidentFile file, String place, boolean zh) {
        OfficialAlert alert = file.getAlerts().stream()
                .max(Comparator.comparing(OfficialAlerts::isStanding)
                        .thenComparingInt(one -> Grades.gravity(one.getGrade()))
                        .thenComparing(one -> one.getSignal().getIssuedAt()))
                .orElseThrow();
        String title = shortened(alert.getSignal().getTitle());
        String issuer = OfficialAlerts.isClaim(alert)
                ? alert.getAgencyId() + (zh ? "自称：" : " claims")
                : shortened(alert.getSignal().getIssuer());
        return zh
                ? issuer + (issuer.matches(".*\\p{ASCII}") ? " " : "") + title
                        + (place.isEmpty() ? "" : "（" + place + "）")
                : title + (place.isEmpty() ? "" : ", " + place) + " (" + issuer + ")";
    }

    /// The gravest of what is measured.
    static Optional<MeasuredValue> gravest(List<MeasuredValue> measured) {
        return measured.stream().max(BY_GRAVITY);
    }

    private static List<String> harm(@Nullable Casualties toll, boolean zh) {
        List<String> harm = new ArrayList<>();
        for (Tolls.Figure figure : Tolls.FIGURES) {
            Integer count = toll == null ? null : figure.read().apply(toll);
            if (count != null && count > 0) {
                harm.add(zh ? figure.of(count).zh() : figure.of(count).en());
            }
        }
        return harm;
    }

    private static String place(@Nullable Location location, Directory directory, String language) {
        String named = location == null || location.getPlace() == null ? "" : location.getPlace();
        String plain = shortened(named);
        if (!plain.isEmpty()) {
            return plain;
        }
        return location == null
                ? ""
                : directory.area(location.getAreaCode()).map(area -> area.name().in(language)).orElse("");
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return plain.length() <= LONGEST_PLACE ? plain : plain.substring(0, LONGEST_PLACE - 1) + "…";
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
