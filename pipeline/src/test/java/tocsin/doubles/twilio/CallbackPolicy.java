package tocsin.doubles.twilio;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What becomes of the callbacks of one message: they are best effort.
@FunctionalInterface
public interface CallbackPolicy {
    /// The statuses to call back with, in order.
    ///
    /// @param statuses what a faithful provider would call back with
    List<String> plan(Create create, List<String> statuses);

    static CallbackPolicy inOrder() {
        return (create, statuses) -> statuses;
    }

    static CallbackPolicy lost() {
        return (create, statuses) -> List.of();
    }

    /// Every callback this many times.
    static CallbackPolicy repeated(int times) {
        return (create, statuses) -> statuses.stream().flatMap(each -> Collections.nCopies(times, each).stream())
                .toList();
    }

    /// The last first: delivered before sent.
    static CallbackPolicy reversed() {
        return (create, statuses) -> statuses.reversed();
    }

    /// Some lost, some told two or three times, some messages' last first: each with these odds, 0 to 1. The same for
    /// the same seed.
    static CallbackPolicy seeded(long seed, double lost, double repeated, double reordered) {
        return (create, statuses) -> {
            List<String> plan = new ArrayList<>();
            int nth = 1;
            for (String status : statuses) {
                if (create.draw(seed, nth++) >= lost) {
                    double draw = create.draw(seed, nth++);
                    plan.addAll(Collections.nCopies(draw >= repeated ? 1 : draw < repeated / 2 ? 2 : 3, status));
                }
            }
            return create.draw(seed, nth) < reordered ? plan.reversed() : plan;
        };
    }
}
