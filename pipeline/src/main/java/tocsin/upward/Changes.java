package tocsin.upward;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tocsin.model.Grades;
import tocsin.model.Tolls;
import tocsin.rules.Words;
import tocsin.v1.Casualties;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.SpecialReport;

/// What of an incident is no longer as a special report has it.
final class Changes {
    private Changes() {}

    /// Each difference as a phrase; empty where there is none.
    static List<Words> since(SpecialReport before, Incident now) {
        List<Words> changes = new ArrayList<>();
        if (before.getGrade() != now.getGrade()) {
            Words was = Grades.words(before.getGrade());
            Words is = Grades.words(now.getGrade());
            changes.add(new Words("等级由" + orUngraded(was.zh()) + "变为" + orUngraded(is.zh()),
                    was.en() + " became " + is.en()));
        }
        for (Tolls.Figure figure : Tolls.FIGURES) {
            Integer was = read(figure, before.getCasualties());
            Integer is = read(figure, now.getCasualties());
            if (!Objects.equals(was, is)) {
                Words name = figure.words();
                changes.add(new Words(name.zh() + "由" + count(was, "待核实", "人") + "变为" + count(is, "待核实", "人"),
                        name.en() + ": " + count(was, "not known", "") + " became " + count(is, "not known", "")));
            }
        }
        if (!Objects.equals(before.getType(), now.getType())) {
            changes.add(new Words("类型更正", "another type of event"));
        }
        if (!samePlace(before.getLocation(), now.getLocation())) {
            changes.add(new Words("地点更正", "another place"));
        }
        if (before.getConfidence() != now.getConfidence()) {
            Words is = Figures.confidence(now.getConfidence());
            changes.add(new Words("核实情况变为：" + is.zh(), "now " + is.en()));
        }
        return changes;
    }

    private static boolean samePlace(@Nullable Location one, @Nullable Location other) {
        return Objects.equals(one, other);
    }

    private static @Nullable Integer read(Tolls.Figure figure, @Nullable Casualties toll) {
        return toll == null ? null : figure.read().apply(toll);
    }

    private static String orUngraded(String grade) {
        return grade.isEmpty() ? "未定级" : grade;
    }

    private static String count(@Nullable Integer count, String unknown, String unit) {
        return count == null ? unknown : count + unit;
    }
}
