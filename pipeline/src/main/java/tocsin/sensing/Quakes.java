package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.Quake;
import tocsin.model.Places;
import tocsin.rules.Pack;
import tocsin.rules.QuakeRule;
import tocsin.rules.directory.Directory;
import tocsin.v1.Location;
import tocsin.v1.SensorReading;
import tocsin.v1.WarningLevel;

/// What a pack's rules say of one reading that tells of an earthquake.
///
/// A source revises what it tells for days, under the same id: only a level that changes is told, and what is older than
/// what is known counts for nothing. An earthquake within the window of a greater one in space and time belongs to its
/// sequence: the windows are those of Gardner and Knopoff (1974).
public final class Quakes {
    private static final double KM = 1_000;
    /// From here on Gardner and Knopoff's windows of time grow more slowly.
    private static final double LARGE = 6.5;
    /// No greater one has been measured (Valdivia, 1960).
    private static final double GREATEST = 9.5;
    /// Sources revise for days; what was never told need not be known for longer than a month.
    private static final Duration REVISED = Duration.ofDays(30);

    private static final Comparator<Quake> BY_CONTENT = Comparator.comparingDouble(Quake::getMagnitude)
            .thenComparing(Quake::getAt).thenComparingDouble(Quake::getLatitude)
            .thenComparingDouble(Quake::getLongitude)
            .thenComparing(quake -> quake.getKind() == null ? "" : quake.getKind());

    private Quakes() {}

    /// The earthquakes that are kept of one source.
    public interface Memory {
        /// What is known of this one, or null.
        @Nullable
        Quake get(String event);

        /// Keeps what is known of one.
        void put(Quake quake);

        /// Those that were told, with their sequences.
        List<Quake> told();
    }

    /// Whether readings of this metric tell of earthquakes.
    public static boolean isAbout(String metric, Pack pack) {
        return pack.quakes().stream().anyMatch(rule -> rule.metric().equals(metric));
    }

    /// The changes of level a reading makes, one a rule at most; none where it has no id or no place.
    public static List<LevelChange> read(SensorReading reading, Instant arrivedAt, Pack pack, Directory directory,
            Memory memory) {
        String event = reading.getReadingId();
        Location place = reading.getLocation();
        if (event == null || place == null || !Places.hasCoordinates(place)) {
            return List.of();
        }
        Quake known = memory.get(event);
        Instant revisedAt = reading.getRevisedAt() == null ? arrivedAt : reading.getRevisedAt();
        if (known != null && isOlder(reading, place, revisedAt, known)) {
            return List.of();
        }
        Map<String, WarningLevel> levels = new HashMap<>();
        Map<String, Double> figures = new HashMap<>(reading.getFigures());
        List<QuakeRule> rules = pack.quakes().stream().filter(rule -> rule.metric().equals(reading.getMetric()))
                .toList();
        for (QuakeRule rule : rules) {
            double intensity = intensity(reading, place, rule, directory);
            if (intensity > 0) {
                figures.merge("intensity", Math.round(intensity * 10) / 10.0, Math::max);
            }
            if (rule.kinds().contains(kind(reading))) {
                rule.level(reading.getValue(), intensity)
                        .ifPresent(level -> levels.put(rule.provenance().id(), level));
            }
        }
        Quake quake = new Quake(event, reading.getValue(), place.getLatitude(), place.getLongitude(),
                reading.getObservedAt(), revisedAt, levels, known == null ? null : known.getSequence(), kind(reading));
        Quake told = quake.getSequence() == null && !levels.isEmpty()
                ? Quake.newBuilder(quake).setSequence(sequence(quake, memory)).build()
                : quake;
        memory.put(told);
        return rules.stream().flatMap(rule -> change(rule, reading, arrivedAt, told, known, figures).stream()).toList();
    }

    /// Whether what is known counts, and not this reading. Of two revisions of one time the one counts that is greater
    /// in magnitude, then in what else it says: the same readings give the same in whatever order they come.
    private static boolean isOlder(SensorReading reading, Location place, Instant revisedAt, Quake known) {
        int byTime = revisedAt.compareTo(known.getRevisedAt());
        if (byTime != 0 || known.getKind() == null) {
            return byTime < 0;
        }
        Quake told = new Quake(known.getEvent(), reading.getValue(), place.getLatitude(), place.getLongitude(),
                reading.getObservedAt(), revisedAt, Map.of(), null, kind(reading));
        return BY_CONTENT.compare(told, known) < 0;
    }

    private static String kind(SensorReading reading) {
        return reading.getEvent() == null ? "earthquake" : reading.getEvent();
    }

    /// Whether nothing depends on an earthquake any more: no sequence can reach back to one that was told, and no revision
    /// is expected of one that was not.
    public static boolean isPast(Quake quake, Instant now) {
        return quake.getAt().plus(quake.getSequence() == null ? REVISED : window(GREATEST)).isBefore(now);
    }

    private static Optional<LevelChange> change(QuakeRule rule, SensorReading reading, Instant arrivedAt, Quake quake,
            @Nullable Quake known, Map<String, Double> figures) {
        WarningLevel now = quake.getLevels().get(rule.provenance().id());
        WarningLevel before = known == null ? null : known.getLevels().get(rule.provenance().id());
        // A magnitude that is revised within its level alarms nobody, but what tells of it must tell the new one.
        boolean revised = now != null && known != null && known.getMagnitude() != quake.getMagnitude();
        return now == before && !revised
                ? Optional.empty()
                : Optional.of(new LevelChange(reading.getSensorId(), reading.getMetric(), rule.provenance().id(), now,
                        before, reading.getValue(), reading.getUnit(), reading.getObservedAt(), arrivedAt,
                        reading.getLocation(), reading.getStatus(), quake.getEvent(), quake.getSequence(), figures));
    }

    /// How strongly it is felt where it is felt most in the pack's areas; 0 where the rule does not ask.
    private static double intensity(SensorReading reading, Location place, QuakeRule rule, Directory directory) {
        double depth = Math.max(0, reading.getFigures().getOrDefault("depth_km", 0.0));
        return rule.attenuation().map(attenuation -> directory.areas().keySet().stream()
                .mapToDouble(code -> directory.shapes().metresOutside(code, place.getLatitude(), place.getLongitude()))
                .min().stream().map(metres -> attenuation.intensity(reading.getValue(), metres / KM, depth)).findFirst()
                .orElse(0)).orElse(0.0);
    }

    /// The sequence this earthquake belongs to: that of the nearest one told whose window it lies in, or in whose own
    /// window that one lies; else its own.
    private static String sequence(Quake quake, Memory memory) {
        return memory.told().stream().filter(other -> !other.getEvent().equals(quake.getEvent()))
                .filter(other -> isNear(quake, other))
                .min(Comparator.comparingDouble((Quake other) -> metres(quake, other))
                        .thenComparing(Quake::getEvent))
                .map(Quake::getSequence).orElse(quake.getEvent());
    }

    private static boolean isNear(Quake one, Quake other) {
        double greater = Math.max(one.getMagnitude(), other.getMagnitude());
        return metres(one, other) <= windowKm(greater) * KM
                && Duration.between(one.getAt(), other.getAt()).abs().compareTo(window(greater)) <= 0;
    }

    private static double metres(Quake one, Quake other) {
        return Places.metresBetween(new Location(null, null, one.getLatitude(), one.getLongitude(), null),
                new Location(null, null, other.getLatitude(), other.getLongitude(), null)).orElse(Double.MAX_VALUE);
    }

    /// Gardner and Knopoff's window in space, km.
    static double windowKm(double magnitude) {
        return Math.pow(10, 0.1238 * magnitude + 0.983);
    }

    /// Gardner and Knopoff's window in time.
    static Duration window(double magnitude) {
        double days = magnitude >= LARGE ? Math.pow(10, 0.032 * magnitude + 2.7389)
                : Math.pow(10, 0.5409 * magnitude - 0.547);
        return Duration.ofSeconds(Math.round(days * Duration.ofDays(1).toSeconds()));
    }
}
