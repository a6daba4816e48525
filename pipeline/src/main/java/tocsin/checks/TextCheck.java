package tocsin.checks;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.model.FieldNames;
import tocsin.model.FindingDraft;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.said.Said;
import tocsin.said.SaidFigure;
import tocsin.said.SaidNumbers;
import tocsin.v1.Casualties;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;

/// Rule A10: what a report's words say against what its fields say.
///
/// A field contradicts the words when none of the numbers said of it agrees: a title may still have an older figure
/// beside the newer one. A number that is only said, and not in its field, is told as well: nobody grades by words.
final class TextCheck {
    private TextCheck() {}

    static List<FindingDraft> check(IncidentReport report, Provenance rule) {
        Map<SaidFigure, List<Said>> said = new EnumMap<>(SaidFigure.class);
        for (String text : List.of(report.getTitle(), report.getSummary())) {
            SaidNumbers.in(text).forEach(number -> said.computeIfAbsent(number.figure(), figure -> new ArrayList<>())
                    .add(number));
        }
        List<FindingDraft> findings = new ArrayList<>();
        said.forEach((figure, numbers) -> {
            BigDecimal stated = stated(figure, report);
            if (numbers.stream().noneMatch(number -> agrees(number, stated))) {
                findings.add(finding(rule, field(figure), numbers.getLast(), stated));
            }
        });
        return List.copyOf(findings);
    }

    /// A nought that is said where the field is silent is no news.
    private static boolean agrees(Said number, @Nullable BigDecimal stated) {
        return stated == null ? number.agreesWith(BigDecimal.ZERO) : number.agreesWith(stated);
    }

    private static FindingDraft finding(Provenance rule, String field, Said number, @Nullable BigDecimal stated) {
        Words name = FieldNames.of(field);
        return new FindingDraft(rule, Outcome.CONTRADICTION, List.of(field, "summary"), stated == null
                ? new Words("文中说“" + number.quote() + "”，而" + name.zh() + "未填，请补填。",
                        "The words say “" + number.quote() + "” and " + name.en()
                                + " is empty; fill it in, for nobody grades by words.")
                : new Words("文中说“" + number.quote() + "”，而" + name.zh() + "填为" + stated.toPlainString() + "，请更正其中之一。",
                        "The words say “" + number.quote() + "” and " + name.en() + " says "
                                + stated.toPlainString() + "; correct one of them."));
    }

    private static String field(SaidFigure figure) {
        return switch (figure) {
            case DEAD -> "casualties.dead";
            case MISSING -> "casualties.missing";
            case SERIOUSLY_INJURED, INJURED -> "casualties.seriouslyInjured";
            case LIGHTLY_INJURED -> "casualties.lightlyInjured";
            case TRAPPED -> "casualties.trapped";
            case EVACUATED -> "casualties.evacuated";
            case AT_RISK -> "casualties.atRisk";
            case LOSS_CNY -> "lossCny";
        };
    }

    private static @Nullable BigDecimal stated(SaidFigure figure, IncidentReport report) {
        Casualties toll = report.getCasualties();
        if (figure == SaidFigure.LOSS_CNY) {
            return report.getLossCny();
        }
        if (toll == null) {
            return null;
        }
        Integer count = switch (figure) {
            case DEAD -> toll.getDead();
            case MISSING -> toll.getMissing();
            case SERIOUSLY_INJURED -> toll.getSeriouslyInjured();
            case LIGHTLY_INJURED -> toll.getLightlyInjured();
            case TRAPPED -> toll.getTrapped();
            case EVACUATED -> toll.getEvacuated();
            case AT_RISK -> toll.getAtRisk();
            case INJURED -> injured(toll);
            case LOSS_CNY -> null;
        };
        return Optional.ofNullable(count).map(BigDecimal::valueOf).orElse(null);
    }

    /// Injured without a degree are the seriously and the lightly injured together.
    private static @Nullable Integer injured(Casualties toll) {
        Integer serious = toll.getSeriouslyInjured();
        Integer light = toll.getLightlyInjured();
        if (serious == null || light == null) {
            return serious == null ? light : serious;
        }
        return serious + light;
    }
}
