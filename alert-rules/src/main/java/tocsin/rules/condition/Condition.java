package tocsin.rules.condition;

import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.Program;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A condition that was checked against the records' types and can be asked. Safe for several threads.
///
/// Asking costs at most some 10,000 steps (see [ConditionLanguage]) and keeps the last answer that
/// was not known.
public final class Condition {
    private final String text;
    private final Program program;
    private final List<String> inputs;
    private final Map<String, Set<String>> only;
    private volatile @Nullable Missing missing;

    /// What was not known the last time, and the answer made of it.
    private record Missing(Set<CelAttribute> attributes, Answer.NotKnown answer) {}

    /// @param inputs the fields it reads, as paths, in the order of the text
    /// @param only values outside of which it cannot hold, by path
    Condition(String text, Program program, List<String> inputs, Map<String, Set<String>> only) {
        this.text = text;
        this.program = program;
        this.inputs = List.copyOf(inputs);
        this.only = Map.copyOf(only);
    }

    /// The condition as it was written.
    public String text() {
        return text;
    }

    /// The fields it reads, as paths such as `report.casualties.dead`.
    public List<String> inputs() {
        return inputs;
    }

    /// Values outside of which it cannot hold, by path: what `report.kind == 'FLASH' && …` says of `report.kind`. For an
    /// index; a path that is missing says nothing.
    public Map<String, Set<String>> only() {
        return only;
    }

    /// Whether it holds for this subject.
    public Answer ask(Subject subject) {
        try {
            return switch (program.eval(subject)) {
                case Boolean holds -> holds ? Answer.Known.YES : Answer.Known.NO;
                case CelUnknownSet unknown -> notKnown(unknown.attributes());
                default -> new Answer.Failed("it gave neither yes nor no");
            };
        } catch (CelEvaluationException | RuntimeException e) {
            // Whatever a condition does must not stop the reports behind it.
            return new Answer.Failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    /// The same fields are unknown of one report after the other, so that the last answer is often the next.
    private Answer.NotKnown notKnown(Set<CelAttribute> attributes) {
        Missing known = missing;
        if (known == null || !known.attributes().equals(attributes)) {
            known = new Missing(attributes, new Answer.NotKnown(attributes.stream()
                    .map(attribute -> attribute.toString()).collect(Collectors.toCollection(TreeSet::new))));
            missing = known;
        }
        return known.answer();
    }

    @Override
    public String toString() {
        return text;
    }
}
