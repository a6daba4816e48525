package tocsin.rules.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Casualties;
import tocsin.yaml.YamlNode;

/// Conditions about a toll, in the rows of a scale.
///
/// They speak of `toll` (the fields of Casualties, `deadOrMissing` and `lossCny`) and of `facts` (registered figures).
public final class TollConditions {
    private static final List<String> COUNTS = List.of("dead", "missing", "deadOrMissing", "seriouslyInjured",
            "lightlyInjured", "trapped", "atRisk", "evacuated");

    private final Places toll;
    private final Places facts;
    private final ConditionLanguage language;

    /// @param facts the registered figures
    public TollConditions(Set<String> facts) {
        Map<String, CelType> types = new LinkedHashMap<>();
        COUNTS.forEach(count -> types.put(count, SimpleType.INT));
        types.put("lossCny", SimpleType.DOUBLE);
        this.toll = Places.of(Fields.of("tocsin.Toll", types, Map.of()), "toll");
        this.facts = Places.of(ReportConditions.facts(facts), "facts");
        this.language = new ConditionLanguage(Map.of(), Map.of("toll", toll.fields(), "facts", this.facts.fields()));
    }

    /// The condition at this place, or empty after noting every problem there.
    public Optional<Condition> compile(YamlNode node) {
        return language.compile(node);
    }

    /// What is known of a toll.
    public Subject subject(@Nullable Casualties casualties, @Nullable Integer deadOrMissing,
            @Nullable BigDecimal lossCny, Map<String, BigDecimal> figures) {
        Map<String, Object> known = new HashMap<>();
        if (casualties != null) {
            COUNTS.stream().filter(count -> casualties.getSchema().getField(count) != null).forEach(count -> {
                Object value = casualties.get(count);
                if (value != null) {
                    known.put(count, value);
                }
            });
        }
        if (deadOrMissing != null) {
            known.put("deadOrMissing", deadOrMissing);
        }
        if (lossCny != null) {
            known.put("lossCny", lossCny);
        }
        return new Subject(Map.of("toll", Known.of(toll, known), "facts", Known.of(facts, figures)));
    }
}
