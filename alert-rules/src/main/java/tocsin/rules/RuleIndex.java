package tocsin.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Category;
import tocsin.v1.ReportKind;

/// Rules found by the kind, category and type of a report, so that a rule that cannot apply costs nothing.
///
/// Safe for several threads. Holds at most a list for each kind, category and type the rules speak of: with 2,000 rules
/// of as many types some 70,000 lists, if as many different reports really came.
///
/// @param <R> the rules
public final class RuleIndex<R> {
    private final List<R> rules;
    private final Function<R, Applies> applies;
    private final Set<String> types = new HashSet<>();
    private final Map<Key, List<R>> found = new ConcurrentHashMap<>();

    private record Key(@Nullable ReportKind kind, @Nullable Category category, @Nullable String type) {}

    /// @param applies which reports a rule applies to
    public RuleIndex(List<R> rules, Function<R, Applies> applies) {
        this.rules = List.copyOf(rules);
        this.applies = applies;
        rules.forEach(rule -> applies.apply(rule).values(Applies.Axis.TYPE).ifPresent(types::addAll));
    }

    /// All rules, in the order of the pack.
    public List<R> all() {
        return rules;
    }

    /// The rules that can apply to a report of this kind, category and type, in the order of the pack.
    public List<R> to(@Nullable ReportKind kind, @Nullable Category category, @Nullable String type) {
        // A type no rule names is like every other such type.
        Key key = new Key(kind, category, type != null && types.contains(type) ? type : null);
        return found.computeIfAbsent(key, this::find);
    }

    private List<R> find(Key key) {
        return rules.stream().filter(rule -> applies.apply(rule).to(key.kind(), key.category(), key.type())).toList();
    }
}
