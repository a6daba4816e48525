package tocsin.backtest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tocsin.backtest.Outcomes.Ending;
import tocsin.backtest.Outcomes.Judgement;
import tocsin.backtest.Outcomes.Paged;
import tocsin.backtest.Outcomes.Volume;
import tocsin.rules.PackFiles;

/// What would be different if the candidate had been in force instead of the running pack.
///
/// @param past what came in
/// @param running what the running pack made of it
/// @param candidate what the candidate made of it
/// @param smsPrice what a part of an SMS costs, in any currency; empty where nobody said
public record Comparison(Past past, Trial.Result running, Trial.Result candidate, Optional<BigDecimal> smsPrice) {
    /// Runs the past through both packs.
    public static Comparison of(Past past, PackFiles running, PackFiles candidate, Optional<BigDecimal> smsPrice) {
        CompletableFuture<Trial.Result> other = CompletableFuture.supplyAsync(() -> Trial.run(candidate, past));
        Trial.Result here = Trial.run(running, past);
        try {
            return new Comparison(past, here, other.join(), smsPrice);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// The same thing in both trials; null on the side that does not have it.
    ///
    /// @param <V> what is compared
    public record Pair<V>(String key, @Nullable V running, @Nullable V candidate) {}

    /// Reports that both packs judged, or one of them.
    public int verdicts() {
        return union(running.outcomes().verdicts(), candidate.outcomes().verdicts()).size();
    }

    /// Verdicts whose findings differ.
    public List<Pair<Judgement>> changedVerdicts() {
        return differing(running.outcomes().verdicts(), candidate.outcomes().verdicts(),
                (one, other) -> one.findings().equals(other.findings()));
    }

    /// Verdicts that find the same and whose deadlines end at other times.
    public List<Pair<Judgement>> movedDeadlines() {
        return differing(running.outcomes().verdicts(), candidate.outcomes().verdicts(),
                (one, other) -> !one.findings().equals(other.findings()) || one.deadlines().equals(other.deadlines()));
    }

    /// How often each rule found what in verdicts.
    public List<Pair<Integer>> findings() {
        return counts(byFinding(running), byFinding(candidate));
    }

    /// Findings beside verdicts, and refusals, whose count differs.
    public List<Pair<Integer>> changedFindings() {
        return counts(running.outcomes().alone(), candidate.outcomes().alone()).stream()
                .filter(pair -> !java.util.Objects.equals(pair.running(), pair.candidate())).toList();
    }

    /// How often each rule in the shadow found what.
    public List<Pair<Integer>> shadowed() {
        return counts(running.outcomes().shadowed(), candidate.outcomes().shadowed());
    }

    /// Incidents that either trial opened.
    public int incidents() {
        return union(running.outcomes().incidents(), candidate.outcomes().incidents()).size();
    }

    /// Incidents that end with another grade or state, or that only one trial has, by the evidence that opened them.
    public List<Pair<Ending>> changedIncidents() {
        return differing(running.outcomes().incidents(), candidate.outcomes().incidents(),
                (one, other) -> one.grade().equals(other.grade()) && one.state().equals(other.state()));
    }

    /// Pages: an incident and a recipient, in either trial.
    public int paged() {
        SortedSet<Paged> all = new TreeSet<>(running.outcomes().paged().keySet());
        all.addAll(candidate.outcomes().paged().keySet());
        return all.size();
    }

    /// Who would have been told of an incident, and was not by the running pack.
    public List<Paged> newlyPaged() {
        return without(candidate.outcomes().paged().keySet(), running.outcomes().paged().keySet());
    }

    /// Who was told of an incident by the running pack, and would not have been.
    public List<Paged> noLongerPaged() {
        return without(running.outcomes().paged().keySet(), candidate.outcomes().paged().keySet());
    }

    /// What each recipient would have been sent.
    public List<Pair<Volume>> volumes() {
        return pairs(running.outcomes().volumes(), candidate.outcomes().volumes());
    }

    /// What all were sent together.
    public Pair<Volume> volume() {
        return new Pair<>("all", sum(running), sum(candidate));
    }

    /// What the SMS of one side cost; empty where no price is known.
    public Optional<BigDecimal> cost(Trial.Result side) {
        return smsPrice.map(price -> price.multiply(BigDecimal.valueOf(sum(side).smsParts())));
    }

    /// The title of an incident, as either trial has it.
    public String title(String evidence) {
        Ending ending = candidate.outcomes().incidents().getOrDefault(evidence,
                running.outcomes().incidents().get(evidence));
        return ending == null ? evidence : ending.id() + " " + ending.title();
    }

    /// Whether nothing differs.
    public boolean isSame() {
        return changedVerdicts().isEmpty() && movedDeadlines().isEmpty() && changedFindings().isEmpty()
                && changedIncidents().isEmpty()
                && running.outcomes().paged().equals(candidate.outcomes().paged())
                && running.outcomes().volumes().equals(candidate.outcomes().volumes())
                && running.outcomes().shadowed().equals(candidate.outcomes().shadowed());
    }

    private static Volume sum(Trial.Result side) {
        return side.outcomes().volumes().values().stream().reduce(new Volume(0, 0, 0), Volume::plus);
    }

    private static SortedMap<String, Integer> byFinding(Trial.Result side) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        side.outcomes().verdicts().values().stream().flatMap(judgement -> judgement.findings().stream())
                .forEach(finding -> counts.merge(finding, 1, Integer::sum));
        return counts;
    }

    private static List<Pair<Integer>> counts(SortedMap<String, Integer> running,
            SortedMap<String, Integer> candidate) {
        return union(running, candidate).stream()
                .map(key -> new Pair<>(key, running.getOrDefault(key, 0), candidate.getOrDefault(key, 0))).toList();
    }

    private static <V> List<Pair<V>> pairs(SortedMap<String, V> running, SortedMap<String, V> candidate) {
        List<Pair<V>> pairs = new ArrayList<>();
        union(running, candidate).forEach(key -> pairs.add(new Pair<>(key, running.get(key), candidate.get(key))));
        return pairs;
    }

    private static <V> List<Pair<V>> differing(SortedMap<String, V> running, SortedMap<String, V> candidate,
            java.util.function.BiPredicate<V, V> same) {
        return pairs(running, candidate).stream().filter(pair -> {
            V one = pair.running();
            V other = pair.candidate();
            return one == null || other == null || !same.test(one, other);
        }).toList();
    }

    private static SortedSet<String> union(SortedMap<String, ?> one, SortedMap<String, ?> other) {
        SortedSet<String> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        return all;
    }

    private static List<Paged> without(java.util.Set<Paged> all, java.util.Set<Paged> those) {
        return all.stream().filter(page -> !those.contains(page)).toList();
    }
}
