package tocsin.model;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.rules.Words;
import tocsin.v1.Grade;

/// The order and the names of event grades (事件等级).
public final class Grades {
    private Grades() {}

    /// How grave: 4 for I, 1 for IV, 0 for not graded.
    public static int gravity(@Nullable Grade grade) {
        return switch (grade) {
            case null -> 0;
            case UNKNOWN -> 0;
            case I -> 4;
            case II -> 3;
            case III -> 2;
            case IV -> 1;
        };
    }

    /// The gravest of these, or null where none is graded: two scales that disagree mean the higher (domain 3.4).
    public static @Nullable Grade gravest(Stream<Grade> grades) {
        Optional<Grade> gravest = grades.filter(grade -> gravity(grade) > 0)
                .max(Comparator.comparingInt(Grades::gravity));
        return gravest.orElse(null);
    }

    /// The graver of two, or null where neither is graded.
    public static @Nullable Grade graver(@Nullable Grade one, @Nullable Grade other) {
        return gravest(Stream.of(one, other).filter(Objects::nonNull));
    }

    /// Whether this is grade I or II: what reaches a person even when it is not believed.
    public static boolean isGrave(@Nullable Grade grade) {
        return gravity(grade) >= 3;
    }

    /// The grade as officials write it, empty where there is none.
    public static Words words(@Nullable Grade grade) {
        return switch (grade) {
            case null -> new Words("", "ungraded");
            case UNKNOWN -> new Words("", "ungraded");
            case I -> new Words("特别重大", "grade I");
            case II -> new Words("重大", "grade II");
            case III -> new Words("较大", "grade III");
            case IV -> new Words("一般", "grade IV");
        };
    }
}
