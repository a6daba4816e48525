package tocsin.backtest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.backtest.Comparison.Pair;
import tocsin.backtest.Outcomes.Ending;
import tocsin.backtest.Outcomes.Judgement;
import tocsin.backtest.Outcomes.Paged;
import tocsin.backtest.Outcomes.Volume;

/// A comparison as lines for a person: the sums, and the first of what changes.
public final class ComparisonText {
    private final Comparison comparison;
    private final int shown;
    private final List<String> lines = new ArrayList<>();

    private ComparisonText(Comparison comparison, int shown) {
        this.comparison = comparison;
        this.shown = shown;
    }

    /// The sums alone, for the second person.
    public static List<String> summary(Comparison comparison) {
        return new ComparisonText(comparison, 0).write();
    }

    /// The sums, and of everything that changes the first ones.
    ///
    /// @param shown how many of a kind
    public static List<String> of(Comparison comparison, int shown) {
        return new ComparisonText(comparison, shown).write();
    }

    private List<String> write() {
        Trial.Result running = comparison.running();
        Trial.Result candidate = comparison.candidate();
        lines.add("Backtest on " + comparison.past().source() + ", " + comparison.past().moments().size()
                + " records: running " + brief(running) + ", candidate " + brief(candidate));
        if (comparison.isSame()) {
            lines.add("No difference: " + comparison.verdicts() + " verdicts, " + comparison.incidents()
                    + " incidents, " + comparison.paged() + " pages.");
            return lines;
        }
        lines.add("Verdicts that change: " + comparison.changedVerdicts().size() + " of " + comparison.verdicts()
                + (comparison.movedDeadlines().isEmpty()
                        ? ""
                        : "; deadlines alone move in " + comparison.movedDeadlines().size()));
        comparison.findings().stream().filter(pair -> !java.util.Objects.equals(pair.running(), pair.candidate()))
                .forEach(pair -> lines.add("  " + pair.key() + ": " + pair.running() + " -> " + pair.candidate()));
        first(comparison.changedVerdicts(), pair -> pair.key() + ": " + findings(pair.running()) + " -> "
                + findings(pair.candidate()));
        counts("Findings beside verdicts that change", comparison.changedFindings());
        counts("Found in the shadow", comparison.shadowed());
        lines.add("Incidents that end otherwise: " + comparison.changedIncidents().size() + " of "
                + comparison.incidents());
        first(comparison.changedIncidents(), pair -> comparison.title(pair.key()) + ": " + ending(pair.running())
                + " -> " + ending(pair.candidate()));
        lines.add("Paged who was not: " + comparison.newlyPaged().size() + "; not paged any more: "
                + comparison.noLongerPaged().size() + " (of " + comparison.paged() + " incidents and recipients)");
        first(comparison.newlyPaged(), page -> "+ " + page(page));
        first(comparison.noLongerPaged(), page -> "- " + page(page));
        volumes();
        leftOut(running, "running");
        leftOut(candidate, "candidate");
        return lines;
    }

    private void volumes() {
        Volume was = known(comparison.volume().running());
        Volume is = known(comparison.volume().candidate());
        lines.add("Messages: " + was.messages() + " -> " + is.messages() + "; SMS: " + was.sms() + " -> " + is.sms()
                + "; parts of SMS: " + was.smsParts() + " -> " + is.smsParts()
                + comparison.cost(comparison.running()).map(cost -> "; cost: " + cost + " -> "
                        + comparison.cost(comparison.candidate()).orElse(cost)).orElse(""));
        first(comparison.volumes().stream()
                .filter(pair -> !known(pair.running()).equals(known(pair.candidate()))).toList(),
                pair -> pair.key() + ": " + known(pair.running()).messages() + " -> "
                        + known(pair.candidate()).messages());
    }

    private void leftOut(Trial.Result side, String name) {
        side.leftOut().forEach((reason, count) -> lines.add("Left out, " + name + ": " + count + " " + switch (reason) {
            case INCIDENT_NOT_OPENED -> "orders or references about incidents not opened in this time";
            case MESSAGE_NOT_SENT -> "outcomes of messages not sent here";
        }));
    }

    private void counts(String title, List<Pair<Integer>> pairs) {
        if (!pairs.isEmpty()) {
            lines.add(title + ": " + pairs.size());
            first(pairs, pair -> pair.key() + ": " + pair.running() + " -> " + pair.candidate());
        }
    }

    private <T> void first(List<T> all, java.util.function.Function<T, String> words) {
        all.stream().limit(shown).forEach(one -> lines.add("  " + words.apply(one)));
        if (shown > 0 && all.size() > shown) {
            lines.add("  … and " + (all.size() - shown) + " more (--json has all)");
        }
    }

    private String page(Paged page) {
        return page.recipient() + ": " + comparison.title(page.incident());
    }

    private static String findings(@Nullable Judgement judgement) {
        return judgement == null
                ? "no verdict"
                : judgement.findings().isEmpty() ? "nothing found" : String.join(", ", judgement.findings());
    }

    private static String ending(@Nullable Ending ending) {
        return ending == null ? "not opened" : ending.grade() + " " + ending.state();
    }

    private static Volume known(@Nullable Volume volume) {
        return volume == null ? new Volume(0, 0, 0) : volume;
    }

    private static String brief(Trial.Result side) {
        return side.pack() + " " + side.hash().substring(0, Math.min(12, side.hash().length()));
    }
}
