package tocsin.rules.condition;

import dev.cel.runtime.CelVariableResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a condition is asked about: its variables and what is known of each. Immutable; safe for several threads.
public final class Subject implements CelVariableResolver {
    private final Map<String, Object> variables;

    Subject(Map<String, Object> variables) {
        this.variables = variables;
    }

    @Override
    public Optional<Object> find(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /// The value at a path such as `report.casualties.dead`, or empty where it is not known.
    public Optional<Object> at(String path) {
        List<String> steps = List.of(path.split("\\.", -1));
        Optional<Object> value = find(steps.getFirst());
        for (int i = 1; i < steps.size() && value.isPresent(); i++) {
            String step = steps.get(i);
            value = value.get() instanceof Known known ? known.find(step) : Optional.empty();
        }
        return value.filter(found -> !(found instanceof dev.cel.runtime.AccumulatedUnknowns));
    }
}
