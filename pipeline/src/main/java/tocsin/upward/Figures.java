package tocsin.upward;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.model.Tolls;
import tocsin.rules.Words;
import tocsin.v1.Casualties;
import tocsin.v1.Confidence;

/// The figures and judgements of a special report, as words.
final class Figures {
    private Figures() {}

    /// A figure of a toll by its field name.
    static Words name(String field) {
        return switch (field) {
            case "dead" -> new Words("死亡", "dead");
            case "missing" -> new Words("失踪", "missing");
            case "seriouslyInjured" -> new Words("重伤", "seriously injured");
            case "lightlyInjured" -> new Words("轻伤", "lightly injured");
            case "trapped" -> new Words("被困", "trapped");
            case "atRisk" -> new Words("危及生命", "in danger of life");
            case "evacuated" -> new Words("转移疏散", "evacuated");
            default -> new Words(field, field);
        };
    }

    /// The known figures; empty where none is known.
    static String known(@Nullable Casualties toll, String language) {
        boolean zh = language.startsWith("zh");
        List<String> known = new ArrayList<>();
        for (Tolls.Figure figure : Tolls.FIGURES) {
            Integer count = toll == null ? null : figure.read().apply(toll);
            if (count != null) {
                String name = name(figure.field()).in(language);
                known.add(zh ? name + count + "人" : count + " " + name);
            }
        }
        return String.join(zh ? "、" : ", ", known);
    }

    /// The figures nobody has stated; empty where all are known.
    static String unknown(@Nullable Casualties toll, String language) {
        return String.join(language.startsWith("zh") ? "、" : ", ", Tolls.FIGURES.stream()
                .filter(figure -> toll == null || figure.read().apply(toll) == null)
                .map(figure -> name(figure.field()).in(language)).toList());
    }

    /// How sure it is.
    static Words confidence(Confidence confidence) {
        return switch (confidence) {
            case CONFIRMED -> new Words("已核实", "confirmed");
            case PROBABLE -> new Words("基本可信，尚待进一步核实", "probable, to be verified further");
            case POSSIBLE -> new Words("待核实", "not verified yet");
            case REFUTED -> new Words("经核实不属实", "refuted");
            case UNKNOWN -> new Words("待核实", "not known whether it is so");
        };
    }
}
