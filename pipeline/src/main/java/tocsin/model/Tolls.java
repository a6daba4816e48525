package tocsin.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Statement;
import tocsin.rules.Words;
import tocsin.v1.Casualties;

/// Arithmetic of casualty counts in which not known is never zero.
public final class Tolls {
    /// One figure of a toll by its field name.
    ///
    /// @param field the field of Casualties
    /// @param words what it is called
    /// @param read how it is read; null is not known
    public record Figure(String field, Words words, Function<Casualties, @Nullable Integer> read) {
        /// So many people of this figure.
        public Words of(int count) {
            return new Words(words.zh() + count + "人", count + " " + words.en());
        }
    }

    /// Every figure of a toll, in the schema's order.
    public static final List<Figure> FIGURES = List.of(
            new Figure("dead", new Words("死亡", "dead"), Casualties::getDead),
            new Figure("missing", new Words("失踪", "missing"), Casualties::getMissing),
            new Figure("seriouslyInjured", new Words("重伤", "seriously injured"), Casualties::getSeriouslyInjured),
            new Figure("lightlyInjured", new Words("轻伤", "lightly injured"), Casualties::getLightlyInjured),
            new Figure("trapped", new Words("被困", "trapped"), Casualties::getTrapped),
            new Figure("atRisk", new Words("危及生命", "in danger of life"), Casualties::getAtRisk),
            new Figure("evacuated", new Words("转移疏散", "evacuated"), Casualties::getEvacuated));

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
                Casualties one = kept.build();
                one.put(field.pos(), was);
                kept = Casualties.newBuilder(one);
            }
        }
        return kept.build();
    }

    /// For each figure the higher of two statements, and so many missing that the dead and the missing together are as
    /// many as the statement with more of both says: nine missing who are found dead are nine people and not eighteen.
    /// Where a statement is silent about one of the two, the other's counts.
    public static @Nullable Casualties highest(@Nullable Casualties a, @Nullable Casualties b) {
        Casualties highest = merge(a, b, Math::max);
        if (a == null || b == null || highest == null || highest.getDead() == null || highest.getMissing() == null) {
            return highest;
        }
        int together = Math.max(
                orElse(a.getDead(), b.getDead()) + orElse(a.getMissing(), b.getMissing()),
                orElse(b.getDead(), a.getDead()) + orElse(b.getMissing(), a.getMissing()));
        return Casualties.newBuilder(highest).setMissing(together - highest.getDead()).build();
    }

    /// The toll by which a statement is graded.
    public static @Nullable Casualties gravest(Statement statement) {
        return highest(statement.getCasualties(), statement.getGravestCasualties());
    }

    private static int orElse(@Nullable Integer count, @Nullable Integer other) {
        return count != null ? count : other != null ? other : 0;
    }

    /// Whether any figure is known and above zero.
    public static boolean hasHarm(@Nullable Casualties toll) {
        return toll != null && FIGURES.stream().map(figure -> figure.read().apply(toll))
                .anyMatch(count -> count != null && count > 0);
    }

    /// The figures that are known of both tolls and differ, or known of one only, as words; empty where none is.
    public static Words change(@Nullable Casualties was, @Nullable Casualties is) {
        List<String> zh = new ArrayList<>();
        List<String> en = new ArrayList<>();
        for (Figure figure : FIGURES) {
            Integer before = was == null ? null : figure.read().apply(was);
            Integer after = is == null ? null : figure.read().apply(is);
            if (!java.util.Objects.equals(before, after)) {
                zh.add(figure.words().zh() + count(before, "不详") + "→" + (after == null ? "不详" : after + "人"));
                en.add(count(before, "not known") + " to " + count(after, "not known") + " " + figure.words().en());
            }
        }
        return new Words(String.join("、", zh), String.join(", ", en));
    }

    private static String count(@Nullable Integer count, String unknown) {
        return count == null ? unknown : count.toString();
    }

    /// Whether any figure of the second toll is above the first's; one not known before is taken as zero.
    public static boolean rises(@Nullable Casualties was, @Nullable Casualties is) {
        return FIGURES.stream().anyMatch(figure -> above(figure, was, is));
    }

    /// Whether more people are dead or missing than before.
    public static boolean moreDead(@Nullable Casualties was, @Nullable Casualties is) {
        return FIGURES.stream().filter(figure -> figure.field().equals("dead") || figure.field().equals("missing"))
                .anyMatch(figure -> above(figure, was, is));
    }

    private static boolean above(Figure figure, @Nullable Casualties was, @Nullable Casualties is) {
        Integer before = was == null ? null : figure.read().apply(was);
        Integer after = is == null ? null : figure.read().apply(is);
        return after != null && after > (before == null ? 0 : before);
    }

    /// The toll with no figure above the given one's; figures that one does not know stay as they are.
    public static @Nullable Casualties atMost(@Nullable Casualties toll, @Nullable Casualties limit) {
        if (toll == null || limit == null) {
            return toll;
        }
        return new Casualties(least(toll.getDead(), limit.getDead()), least(toll.getMissing(), limit.getMissing()),
                least(toll.getSeriouslyInjured(), limit.getSeriouslyInjured()),
                least(toll.getLightlyInjured(), limit.getLightlyInjured()),
                least(toll.getTrapped(), limit.getTrapped()), least(toll.getAtRisk(), limit.getAtRisk()),
                least(toll.getEvacuated(), limit.getEvacuated()));
    }

    private static @Nullable Integer least(@Nullable Integer count, @Nullable Integer limit) {
        return count == null || limit == null ? count : Integer.valueOf(Math.min(count, limit));
    }

    /// The toll without these figures, by field: they are not known any more.
    public static @Nullable Casualties withdrawn(@Nullable Casualties toll, List<String> fields) {
        if (toll == null) {
            return null;
        }
        Casualties left = Casualties.newBuilder(toll).build();
        FIGURES.stream().map(Figure::field).filter(fields::contains)
                .forEach(field -> left.put(left.getSchema().getField(field).pos(), null));
        return left;
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
