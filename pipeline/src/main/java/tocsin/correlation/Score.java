package tocsin.correlation;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Mark;
import tocsin.internal.v1.Statement;
import tocsin.model.Places;
import tocsin.rules.Correlation;
import tocsin.rules.Correlation.Reach;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Incident;
import tocsin.v1.Location;

/// How well evidence fits an incident: four likenesses from 0 to 1, and the mean of those that are known by the weights
/// of the pack.
///
/// A likeness of place or time is 1 for the same, one half at the end of the reach, and none beyond it: beyond its reach
/// nothing joins, however alike it is.
///
/// @param place likeness of place
/// @param time likeness of time
/// @param kind likeness of kind
/// @param words likeness of words; empty where one side has none
/// @param total the weighted mean, from 0 to 1
/// @param apart how far apart in place, as words
/// @param minutes how far apart in time
public record Score(double place, double time, double kind, OptionalDouble words, double total, String apart,
        long minutes) {
    /// What is known of a place that both lie in and no more: a county has some 1,000 km².
    private static final double SAME_COUNTY = 0.5;
    private static final double SAME_STREET = 0.75;
    /// The least likeness of words by which an agency's evidence without coordinates may join by its county.
    private static final double LIKE_WORDS = 0.5;
    /// How alike a kind is to one that is not known.
    private static final double UNKNOWN_KIND = 0.75;

    /// The score; empty where the evidence is beyond the reach of the incident, or of another kind.
    static Optional<Score> of(Clue clue, IncidentFile candidate, Correlation rules) {
        return of(clue, candidate, rules, false);
    }

    /// The score of evidence that a person should look at beside this incident: where one of them has no coordinates, one
    /// county is near enough, and so is an area that holds the other or is not known.
    static Optional<Score> resembling(Clue clue, IncidentFile candidate, Correlation rules) {
        return of(clue, candidate, rules, true);
    }

    private static Optional<Score> of(Clue clue, IncidentFile candidate, Correlation rules, boolean vaguely) {
        OptionalDouble kind = kind(clue, candidate.getIncident(), rules);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble words = words(clue, candidate);
        Reach reach = wider(rules.reachOf(clue.type()), rules.reachOf(candidate.getIncident().getType()));
        Optional<Score> best = Optional.empty();
        for (Mark mark : Marks.of(candidate)) {
            Optional<Score> score = of(clue, candidate, mark, reach, kind.getAsDouble(), words, rules.weights(),
                    vaguely);
            if (score.isPresent() && (best.isEmpty() || score.get().total() > best.get().total())) {
                best = score;
            }
        }
        return best;
    }

    private static Optional<Score> of(Clue clue, IncidentFile candidate, Mark mark, Reach reach, double kind,
            OptionalDouble words, Correlation.Weights weights, boolean vaguely) {
        Duration between = Duration.between(mark.getAt(), clue.around()).abs();
        if (between.compareTo(reach.time()) > 0) {
            return Optional.empty();
        }
        double time = 1 - 0.5 * between.toMillis() / reach.time().toMillis();
        Near near = near(clue, candidate, mark, reach, words, vaguely);
        if (near == null) {
            return Optional.empty();
        }
        double sum = weights.place() * near.likeness() + weights.time() * time + weights.kind() * kind
                + (words.isPresent() ? weights.words() * words.getAsDouble() : 0);
        double all = weights.place() + weights.time() + weights.kind() + (words.isPresent() ? weights.words() : 0);
        return Optional.of(new Score(near.likeness(), time, kind, words, all == 0 ? 0 : sum / all, near.words(),
                between.toMinutes()));
    }

    private record Near(double likeness, String words) {}

    private static @Nullable Near near(Clue clue, IncidentFile candidate, Mark mark, Reach reach,
            OptionalDouble words, boolean vaguely) {
        OptionalDouble metres = Places.metresBetween(clue.location(), Marks.location(mark));
        if (metres.isPresent()) {
            double beyond = Math.max(0, metres.getAsDouble() - Marks.uncertainty(clue.location())
                    - mark.getUncertaintyM());
            return beyond > reach.metres()
                    ? null
                    : new Near(1 - 0.5 * beyond / reach.metres(), Math.round(metres.getAsDouble()) + " m");
        }
        String county = clue.county();
        if (vaguely && holds(county, Clue.county(mark.getAreaCode()))) {
            return new Near(SAME_COUNTY, "one of them has no coordinates");
        }
        if (county == null || !county.equals(Clue.county(mark.getAreaCode()))) {
            return null;
        }
        Location location = clue.location();
        String here = location == null || location.getAreaCode() == null ? "" : location.getAreaCode();
        String there = mark.getAreaCode() == null ? "" : mark.getAreaCode();
        boolean street = here.length() >= 9 && there.length() >= 9 && here.substring(0, 9).equals(
                there.substring(0, 9));
        boolean coarse = clue.agencyId() == null || openedByMedia(candidate.getIncident()) || reach.spreads();
        boolean told = words.isPresent() && words.getAsDouble() >= LIKE_WORDS;
        return coarse || told
                ? new Near(street ? SAME_STREET : SAME_COUNTY, street ? "same street" : "same county")
                : null;
    }

    /// Whether two counties are one, or one of them is only known as the city that holds the other, or not at all.
    private static boolean holds(@Nullable String one, @Nullable String other) {
        return one == null || other == null || one.equals(other)
                || one.startsWith(Clue.stem(other)) || other.startsWith(Clue.stem(one));
    }

    /// Media speak of areas, not of points: their incidents, and they themselves, join by county.
    private static boolean openedByMedia(Incident incident) {
        return !incident.getEvidence().isEmpty()
                && incident.getEvidence().getFirst().getKind() == EvidenceKind.MEDIA;
    }

    private static OptionalDouble kind(Clue clue, Incident incident, Correlation rules) {
        if (clue.type() != null && incident.getType() != null) {
            double likeness = rules.likeness(clue.type(), incident.getType());
            return likeness > 0 ? OptionalDouble.of(likeness) : OptionalDouble.empty();
        }
        return clue.category() == incident.getCategory() ? OptionalDouble.of(UNKNOWN_KIND) : OptionalDouble.empty();
    }

    private static Reach wider(Reach one, Reach other) {
        return new Reach(Math.max(one.metres(), other.metres()),
                one.time().compareTo(other.time()) >= 0 ? one.time() : other.time(),
                one.spreads() || other.spreads());
    }

    private static OptionalDouble words(Clue clue, IncidentFile candidate) {
        if (clue.words().isEmpty() || candidate.getStatements().isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble best = OptionalDouble.empty();
        for (Statement statement : candidate.getStatements()) {
            if (statement.getAccount() != null) {
                OptionalDouble alike = WordLikeness.of(clue.words(), words(statement));
                if (best.isEmpty() || alike.orElse(0) > best.getAsDouble()) {
                    best = alike;
                }
            }
        }
        return best;
    }

    private static String words(Statement statement) {
        String title = statement.getAccount() == null ? "" : statement.getAccount().getTitle();
        return words(title, statement.getLocation());
    }

    /// The words by which a report is told from another: its title and the place it names.
    public static String words(String title, @Nullable Location location) {
        return location == null || location.getPlace() == null ? title : title + " " + location.getPlace();
    }

    /// Everything it rests on, as a sentence.
    String reason(Correlation rules) {
        Correlation.Weights weights = rules.weights();
        return String.format(Locale.ROOT,
                "%s and %d min apart; score %.2f of at least %.2f (place %.2f × %.0f, time %.2f × %.0f, kind %.2f × "
                        + "%.0f%s)",
                apart, minutes, total, rules.threshold(), place, weights.place(), time, weights.time(), kind,
                weights.kind(), words.isPresent()
                        ? String.format(Locale.ROOT, ", words %.2f × %.0f", words.getAsDouble(), weights.words())
                        : "");
    }
}
