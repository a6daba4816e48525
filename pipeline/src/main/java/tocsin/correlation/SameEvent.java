package tocsin.correlation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Statement;
import tocsin.model.Places;
import tocsin.model.Tolls;
import tocsin.v1.Category;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.ReportKind;

/// Whether a first report without a link tells of an incident that is known, or of a second event beside it.
///
/// The same agency tells of an event once: its next first report is another event, unless place and words both say that it
/// is the same. Another agency may name the place otherwise; but where it also tells of graver harm, it is not announced
/// under a place that it did not name. In doubt it is another event, and a person merges the two.
final class SameEvent {
    /// Where neither names the place, points this near are one place: a large building with its yard, in metres.
    private static final double ONE_PLACE = 300;
    /// Farther than this no report of an event is from what is known of it, in metres.
    private static final double FAR = 10_000;
    /// The least likeness of titles that tell of one event.
    private static final double LIKE_TITLES = 0.5;
    /// The least likeness of what two names of a place differ in.
    private static final double LIKE_NAMES = 0.6;

    private SameEvent() {}

    /// Whether this clue opens an incident of its own although it fits the candidate by place, time and kind.
    static boolean isAnother(Clue clue, IncidentFile candidate) {
        IncidentReport report = clue.report();
        if (report == null || !isFirst(report) || candidate.getStatements().isEmpty()) {
            return false;
        }
        boolean told = candidate.getStatements().stream()
                .anyMatch(statement -> statement.getAgencyId().equals(clue.agencyId()));
        boolean otherPlace = places(clue, candidate) == Likeness.DIFFERENT;
        return told
                ? places(clue, candidate) != Likeness.ALIKE || titles(report, candidate) == Likeness.DIFFERENT
                : otherPlace && Tolls.rises(candidate.getIncident().getCasualties(), report.getCasualties());
    }

    /// Whether this clue is a first report from a place so far from the incident that its reference names, and called
    /// otherwise, that the reference must be wrong; or from another place and of another kind, where the incident is over.
    /// Natural disasters and diseases are told of from everywhere.
    static boolean isElsewhere(Clue clue, IncidentFile referenced) {
        Category category = clue.category() != null ? clue.category() : referenced.getIncident().getCategory();
        boolean spreads = category == Category.NATURAL_DISASTER || category == Category.PUBLIC_HEALTH;
        if (clue.report() == null || !isFirst(clue.report()) || spreads || places(clue, referenced) == Likeness.ALIKE) {
            return false;
        }
        OptionalDouble metres = metres(clue, referenced);
        Incident incident = referenced.getIncident();
        boolean otherKind = clue.type() != null && incident.getType() != null
                && !clue.type().equals(incident.getType());
        return metres.isPresent() && metres.getAsDouble() > FAR
                || incident.getState() == IncidentState.CLOSED && otherKind
                        && places(clue, referenced) == Likeness.DIFFERENT;
    }

    private static boolean isFirst(IncidentReport report) {
        return report.getKind() == ReportKind.FLASH || report.getKind() == ReportKind.FIRST;
    }

    /// Between the place of a clue and the nearest mark of an incident, where both have coordinates.
    private static OptionalDouble metres(Clue clue, IncidentFile candidate) {
        return Marks.of(candidate).stream().map(mark -> Places.metresBetween(clue.location(), Marks.location(mark)))
                .filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble).min();
    }

    private enum Likeness {
        ALIKE, DIFFERENT, NOT_KNOWN
    }

    /// Titles are not known where one side has no words at all.
    private static Likeness titles(IncidentReport report, IncidentFile candidate) {
        OptionalDouble best = candidate.getStatements().stream().map(Statement::getAccount).filter(Objects::nonNull)
                .map(account -> WordLikeness.of(report.getTitle(), account.getTitle()))
                .filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble).max();
        return best.isEmpty() ? Likeness.NOT_KNOWN
                : best.getAsDouble() >= LIKE_TITLES ? Likeness.ALIKE : Likeness.DIFFERENT;
    }

    /// By the names of the places, where both sides name one; else by their points; else by the words of the titles alone.
    private static Likeness places(Clue clue, IncidentFile candidate) {
        String here = name(clue.location());
        List<String> there = Stream.concat(Stream.ofNullable(candidate.getIncident().getLocation()),
                candidate.getStatements().stream().map(Statement::getLocation).filter(Objects::nonNull))
                .map(SameEvent::name).filter(name -> !name.isEmpty()).distinct().toList();
        if (!here.isEmpty() && !there.isEmpty()) {
            return there.stream().anyMatch(name -> isOneName(here, name)) ? Likeness.ALIKE : Likeness.DIFFERENT;
        }
        OptionalDouble metres = metres(clue, candidate);
        boolean wordless = clue.words().isEmpty();
        return wordless ? Likeness.ALIKE
                : metres.isPresent() && metres.getAsDouble() <= ONE_PLACE
                        ? Likeness.ALIKE
                        : Likeness.NOT_KNOWN;
    }

    private static String name(@Nullable Location location) {
        String place = location == null || location.getPlace() == null ? "" : location.getPlace();
        return Normalizer.normalize(place, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
    }

    /// Whether two names are of one place: what is left of both without their common beginning and end is alike. So two
    /// villages of one district, or two numbers of one street, are two places.
    static boolean isOneName(String one, String other) {
        List<String> here = parts(one);
        List<String> there = parts(other);
        int head = 0;
        while (head < here.size() && head < there.size() && here.get(head).equals(there.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < here.size() - head && tail < there.size() - head
                && here.get(here.size() - 1 - tail).equals(there.get(there.size() - 1 - tail))) {
            tail++;
        }
        String left = String.join("", here.subList(head, here.size() - tail));
        String right = String.join("", there.subList(head, there.size() - tail));
        // One of the names only says more.
        return left.isEmpty() || right.isEmpty()
                || WordLikeness.of(left, right).orElse(left.equals(right) ? 1 : 0) >= LIKE_NAMES;
    }

    /// Words of letters and digits, and of Chinese each character.
    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int character : name.codePoints().toArray()) {
            boolean han = Character.UnicodeScript.of(character) == Character.UnicodeScript.HAN;
            if (!han && Character.isLetterOrDigit(character)) {
                word.appendCodePoint(character);
                continue;
            }
            if (!word.isEmpty()) {
                parts.add(word.toString());
                word.setLength(0);
            }
            if (han) {
                parts.add(Character.toString(character));
            }
        }
        if (!word.isEmpty()) {
            parts.add(word.toString());
        }
        return parts;
    }
}
