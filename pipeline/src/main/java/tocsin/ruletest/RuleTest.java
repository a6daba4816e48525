package tocsin.ruletest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One test of a pack: what happens, and what must come of it.
///
/// @param name what it promises
/// @param place file and line
/// @param at when it begins
/// @param steps what happens, in order
public record RuleTest(String name, String place, Instant at, List<Step> steps) {
    /// What comes in.
    public enum Way {
        /// A report, as JSON.
        REPORT,
        /// An order about an incident.
        COMMAND,
        /// A sensor's change of level.
        LEVEL,
        /// A burst of public posts.
        BURST,
        /// Nothing: time passes.
        NOTHING
    }

    /// One step.
    ///
    /// @param place file and line
    /// @param after the time since the step before
    /// @param way what comes in
    /// @param body it, with times such as `now-PT10M`
    /// @param expected what must come of it, by what is looked at; what is not named is not looked at
    public record Step(String place, Duration after, Way way, JsonNode body, Map<Aspect, List<String>> expected) {}

    /// What a step's outcome is looked at by. Each is a list of words, compared without order.
    public enum Aspect {
        /// What the verdict found, such as `T1 LATE`.
        VERDICT("verdict"),
        /// Deadlines of the verdict, such as `T1 on time` or `T1 late PT1S`.
        DEADLINES("deadlines"),
        /// What was found after the verdict, or without a report, such as `T2 DUE_SOON licang-fire`.
        FINDINGS("findings"),
        /// The incident's grade, `not graded` where it has none.
        GRADE("grade"),
        /// The report's accuracy, 0 to 100.
        ACCURACY("accuracy"),
        /// Who was told, such as `duty-wang SMS OPENED`; an empty list is silence.
        TOLD("told"),
        /// Why the record was refused, such as `ID_REUSED`.
        REJECTED("rejected");

        private final String key;

        Aspect(String key) {
            this.key = key;
        }

        /// Its key in a test.
        public String key() {
            return key;
        }

        static Optional<Aspect> of(String key) {
            return java.util.Arrays.stream(values()).filter(aspect -> aspect.key.equals(key)).findFirst();
        }
    }

    /// What became of a test.
    ///
    /// @param test the test
    /// @param differences what was expected and did not come (`-`), and what came unexpected (`+`); empty where it holds
    public record Result(RuleTest test, List<String> differences) {
        /// Whether the test holds.
        public boolean holds() {
            return differences.isEmpty();
        }
    }
}
