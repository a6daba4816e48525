package tocsin.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tocsin.rules.Correlation.Chain;
import tocsin.rules.Correlation.Reach;
import tocsin.rules.Correlation.Weights;
import tocsin.v1.Grade;
import tocsin.yaml.YamlNode;

/// Reads `correlation.yaml`: what makes evidence one incident.
final class CorrelationReader {
    /// No reach is wider: what is looked through for one piece of evidence grows with it.
    private static final double WIDEST_METRES = 100_000;
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Map<String, EventType> types;

    CorrelationReader(Map<String, EventType> types) {
        this.types = types;
    }

    Correlation read(YamlNode document) {
        document.onlyKeys("id", "basis", "system", "reach", "reaches", "weights", "threshold", "alike", "chains",
                "border");
        Reach reach = reach(document.required("reach").onlyKeys("metres", "time"), Correlation.PLAIN.reach());
        Map<String, Reach> reaches = new TreeMap<>();
        for (YamlNode item : document.optional("reaches").items()) {
            item.onlyKeys("types", "metres", "time", "spreads");
            Reach of = reach(item, reach);
            known(item.required("types")).forEach(type -> reaches.put(type, of));
        }
        Map<String, Map<String, Double>> likeness = new TreeMap<>();
        for (YamlNode item : document.optional("alike").items()) {
            item.onlyKeys("types", "likeness");
            alike(likeness, known(item.required("types")), share(item.required("likeness"), 0.5));
        }
        return new Correlation(RuleParts.provenance(document), reach, reaches, weights(document.required("weights")),
                share(document.required("threshold"), Correlation.PLAIN.threshold()), likeness,
                document.optional("chains").items().stream().map(this::chain).toList(),
                border(document.optional("border")));
    }

    private static void alike(Map<String, Map<String, Double>> likeness, List<String> types, double share) {
        for (String one : types) {
            for (String other : types) {
                if (!one.equals(other)) {
                    likeness.computeIfAbsent(one, code -> new TreeMap<>()).put(other, share);
                }
            }
        }
    }

    private static Optional<Correlation.Border> border(YamlNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        node.onlyKeys("metres", "from");
        return Optional.of(new Correlation.Border(metres(node.required("metres"), 1_000),
                node.optional("from").symbol(Grade.class)));
    }

    private Chain chain(YamlNode node) {
        node.onlyKeys("cause", "effect", "metres", "within");
        return new Chain(RuleParts.known(node.required("cause"), types.keySet()),
                RuleParts.known(node.required("effect"), types.keySet()), metres(node.required("metres"), 1_000),
                time(node.required("within"), Duration.ofHours(1)));
    }

    private static Weights weights(YamlNode node) {
        node.onlyKeys("place", "time", "kind", "words");
        return new Weights(weight(node.required("place")), weight(node.required("time")),
                weight(node.required("kind")), weight(node.required("words")));
    }

    private static double weight(YamlNode node) {
        double weight = node.decimal(BigDecimal.ONE).doubleValue();
        if (weight < 0 || weight > 1_000) {
            node.problem("must be from 0 to 1000; what counts is its share of all four");
        }
        return weight;
    }

    private List<String> known(YamlNode list) {
        return list.items().stream().map(type -> RuleParts.known(type, types.keySet())).toList();
    }

    private static Reach reach(YamlNode node, Reach otherwise) {
        return new Reach(node.optional("metres").isPresent()
                ? metres(node.optional("metres"), otherwise.metres())
                : otherwise.metres(),
                node.optional("time").isPresent() ? time(node.optional("time"), otherwise.time()) : otherwise.time(),
                node.optional("spreads").flag(false));
    }

    private static double metres(YamlNode node, double otherwise) {
        double metres = node.decimal(BigDecimal.valueOf(otherwise)).doubleValue();
        if (metres <= 0 || metres > WIDEST_METRES) {
            node.problem("must be above 0 and at most " + (int) WIDEST_METRES + " metres");
        }
        return metres;
    }

    private static Duration time(YamlNode node, Duration otherwise) {
        Duration time = node.duration(otherwise);
        if (time.compareTo(LONGEST) > 0 || time.isZero()) {
            node.problem("must be above zero and at most " + LONGEST);
        }
        return time;
    }

    private static double share(YamlNode node, double otherwise) {
        double share = node.decimal(BigDecimal.valueOf(otherwise)).doubleValue();
        if (share <= 0 || share > 1) {
            node.problem("must be above 0 and at most 1");
        }
        return share;
    }
}
