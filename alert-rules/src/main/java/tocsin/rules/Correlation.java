package tocsin.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Grade;

/// When evidence is of one incident: how near, how close in time, of which kinds, and what each of these weighs.
///
/// @param provenance where it comes from
/// @param reach how far apart evidence of one incident may be
/// @param reaches the same for types that differ from it, by code
/// @param weights what each likeness weighs
/// @param threshold the least score by which evidence joins, above 0 and at most 1
/// @param likeness how alike two different types are, from 0 to 1, by code and code; what is not named is not alike
/// @param chains which events bring forth which (次生、衍生)
/// @param border how near another desk's area an incident must be for that desk to be told; empty where none is told
public record Correlation(Provenance provenance, Reach reach, Map<String, Reach> reaches, Weights weights,
        double threshold, Map<String, Map<String, Double>> likeness, List<Chain> chains, Optional<Border> border) {

    /// What holds where a pack says nothing.
    public static final Correlation PLAIN = new Correlation(
            new Provenance("C-PLAIN", "工作要点第七条：信息整合", "信息综合研判"),
            new Reach(2_000, Duration.ofMinutes(60), false), Map.of(), new Weights(40, 25, 20, 15), 0.6, Map.of(),
            List.of(), Optional.empty());

    public Correlation {
        reaches = Map.copyOf(reaches);
        likeness = Map.copyOf(likeness);
        chains = List.copyOf(chains);
    }

    /// How far apart evidence of one incident may be.
    ///
    /// @param metres between places, over and above what each of them is uncertain by
    /// @param time between occurrences
    /// @param spreads whether the event spreads: then evidence need only be near some of what is known of it
    public record Reach(double metres, Duration time, boolean spreads) {}

    /// What each likeness weighs against the others; a likeness that is not known weighs nothing.
    ///
    /// @param place how near the places are
    /// @param time how close the times are
    /// @param kind how alike the kinds are
    /// @param words how alike the words are
    public record Weights(double place, double time, double kind, double words) {}

    /// One event that brings forth another.
    ///
    /// @param cause the type that comes first
    /// @param effect the type that follows from it
    /// @param metres how far off
    /// @param within how long after
    public record Chain(String cause, String effect, double metres, Duration within) {}

    /// When a neighbour's desk is told.
    ///
    /// @param metres how near its area
    /// @param from the least grade; empty for any
    public record Border(double metres, Optional<Grade> from) {}

    /// How far apart evidence of an incident of this type may be; null is a type nobody knows.
    public Reach reachOf(@Nullable String type) {
        return type == null ? reach : reaches.getOrDefault(type, reach);
    }

    /// How alike two types are: 1 for the same.
    public double likeness(String one, String other) {
        return one.equals(other) ? 1 : likeness.getOrDefault(one, Map.of()).getOrDefault(other, 0.0);
    }

    /// The other types an event of this type may be told as.
    public java.util.Collection<String> alike(String type) {
        return likeness.getOrDefault(type, Map.of()).keySet();
    }
}
