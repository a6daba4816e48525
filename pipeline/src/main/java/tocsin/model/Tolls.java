package tocsin.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Casualties;

/// Arithmetic of casualty counts in which not known is never zero.
public final class Tolls {
    /// One figure of a toll by its field name.
    ///
    /// @param field the field of Casualties
    /// @param read how it is read; null is not known
    public record Figure(String field, Function<Casualties, @Nullable Integer> read) {}

    /// Every figure of a toll, in the schema's order.
    public static final List<Figure> FIGURES = List.of(new Figure("dead", Casualties::getDead),
            new Figure("missing", Casualties::getMissing),
            new Figure("seriouslyInjured", Casualties::getSeriouslyInjured),
            new Figure("lightlyInjured", Casualties::getLightlyInjured), new Figure("trapped", Casualties::getTrapped),
            new Figure("atRisk", Casualties::getAtRisk), new Figure("evacuated", Casualties::getEvacuated));

    private Tolls() {}

    /// The newer statement, with the older one's figures where the newer is silent.
    public static @Nullable Casualties latest(@Nullable Casualties older, @Nullable Casualties newer) {
        return merge(older, newer, (a, b) -> b);
    }

    /// The newer statement, with the older one's figures where the newer is silent, and where one of these would fall.
    public static @Nullable Casualties latestButNotLower(@Nullable Casualties older, @Nullable Casualties newer,
            List<String> neverFall) {
        Casualties latest = latest(older, newer);
        if (older == null || newer == null || latest == null) {
            return latest;
        }
        Casualties.Builder kept = Casualties.newBuilder(latest);
        for (String name : neverFall) {
            var field = older.getSchema().getField(name);
            if (older.get(field.pos()) instanceof Integer was && newer.get(field.pos()) instanceof Integer is
                    && is < was) {
                Casualties higher = highest(older, newer);
                if (higher != null) {
                    Casualties one = kept.build();
                    one.put(field.pos(), higher.get(field.pos()));
                    kept = Casualties.newBuilder(one);
                }
            }
        }
        return kept.build();
    }

    /// For each figure the higher of two statements.
    public static @Nullable Casualties highest(@Nullable Casualties a, @Nullable Casualties b) {
        return merge(a, b, Math::max);
    }

    /// The toll as words, the figures not known left out.
    public static String words(@Nullable Casualties toll, String language) {
        List<String> parts = new ArrayList<>();
        if (toll != null) {
            boolean zh = language.startsWith("zh");
            add(parts, toll.getDead(), zh ? "%d人死亡" : "%d dead");
            add(parts, toll.getMissing(), zh ? "%d人失踪" : "%d missing");
            add(parts, toll.getSeriouslyInjured(), zh ? "%d人重伤" : "%d seriously injured");
            add(parts, toll.getLightlyInjured(), zh ? "%d人轻伤" : "%d lightly injured");
            add(parts, toll.getTrapped(), zh ? "%d人被困" : "%d trapped");
        }
        if (parts.isEmpty()) {
            return language.startsWith("zh") ? "伤亡不详" : "toll not known";
        }
        return String.join(language.startsWith("zh") ? "、" : ", ", parts);
    }

    private static void add(List<String> parts, @Nullable Integer count, String words) {
        if (count != null) {
            parts.add(String.format(java.util.Locale.ROOT, words, count));
        }
    }

    private static @Nullable Casualties merge(@Nullable Casualties a, @Nullable Casualties b,
            BinaryOperator<Integer> both) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return new Casualties(one(a.getDead(), b.getDead(), both), one(a.getMissing(), b.getMissing(), both),
                one(a.getSeriouslyInjured(), b.getSeriouslyInjured(), both),
                one(a.getLightlyInjured(), b.getLightlyInjured(), both),
                one(a.getTrapped(), b.getTrapped(), both), one(a.getAtRisk(), b.getAtRisk(), both),
                one(a.getEvacuated(), b.getEvacuated(), both));
    }

    private static @Nullable Integer one(@Nullable Integer a, @Nullable Integer b, BinaryOperator<Integer> both) {
        return a == null ? b : b == null ? a : both.apply(a, b);
    }
}
