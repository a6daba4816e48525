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

    /// The known figures; empty where none is known.
    static String known(@Nullable Casualties toll, String language) {
        boolean zh = language.startsWith("zh");
        List<String> known = new ArrayList<>();
        for (Tolls.Figure figure : Tolls.FIGURES) {
            Integer count = toll == null ? null : figure.read().apply(toll);
            if (count != null) {
                known.add(figure.of(count).in(language));
            }
        }
        return String.join(zh ? "、" : ", ", known);
    }

    /// The figures nobody has stated; empty where all are known.
    static String unknown(@Nullable Casualties toll, String language) {
        return String.join(language.startsWith("zh") ? "、" : ", ", Tolls.FIGURES.stream()
                .filter(figure -> toll == null || figure.read().apply(toll) == null)
                .map(figure -> figure.words().in(language)).toList());
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
