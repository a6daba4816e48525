package tocsin.rules;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tocsin.rules.condition.Condition;
import tocsin.v1.Clock;
import tocsin.v1.ReportKind;

/// A limit on the time between a clock's start and a report's arrival, and whether the report is awaited before it comes.
///
/// @param provenance where it comes from
/// @param clock the clock it runs on
/// @param applies the reports it judges; the kinds are also those that meet it
/// @param notAfter kinds after which, from the same agency, a report of another kind is not judged: a written report is not
///        late because it follows a flash report that was in time
/// @param when what else must hold at arrival, or empty
/// @param limit the longest time that is still on time; empty where only times of day count
/// @param dailyAt local times of day it is due at; empty where the limit counts
/// @param awaited how it is awaited; empty where it only judges what has come
public record TimelinessRule(Provenance provenance, Clock clock, Applies applies, Set<ReportKind> notAfter,
        Optional<Condition> when, Optional<Duration> limit, List<LocalTime> dailyAt, Optional<Awaited> awaited) {
    /// What starts a wait: never the arrival of what is awaited.
    public enum Trigger {
        /// The agency's own flash report.
        FLASH,
        /// The agency's own first report.
        FIRST,
        /// The agency's own follow-up.
        FOLLOW_UP,
        /// The agency's own correction.
        CORRECTION,
        /// The agency's report, or the desk's order, that handling has ended.
        HANDLING_ENDED,
        /// A sensor's evidence, for the agencies that are responsible there.
        SENSOR,
        /// Public posts, for the agencies that are responsible there.
        MEDIA,
        /// Another agency's report, for the agencies that are responsible there.
        AGENCY,
        /// The incident's grade, for the desk itself.
        GRADE,
        /// A special day of the calendar, for the agencies the rule names.
        SPECIAL_DAY
    }

    /// What the desk does that meets a duty of its own: what happened, and never what was proposed.
    public enum DeskAct {
        /// The superior was told: a special report was signed and sent, or somebody says that he told them otherwise.
        FORWARD,
        /// The public was informed: a message was approved, by a person or by the pack, and shown on a display board.
        PUBLISH,
        /// A press conference was held, as somebody says.
        PRESS_CONFERENCE
    }

    /// What is said when it does not come in time.
    public enum Overdue {
        /// It is late.
        LATE,
        /// It is missing (漏报).
        MISSING,
        /// It is perhaps missing (疑似漏报): posts or sensors told first, and nobody is charged before people have said so.
        POSSIBLY_MISSED,
        /// A reminder, and no reproach.
        REMINDER
    }

    /// How something is awaited.
    ///
    /// @param after what starts it
    /// @param metBy the acts of the desk that meet it, where no report does
    /// @param dueSoon shares of the time, in per cent, at which it is told that it is due soon
    /// @param overdue what is said when it did not come
    /// @param repeatEvery how long after that it is said again; zero for once
    /// @param repeats how often again at most
    /// @param agencies the agencies it is awaited from on special days; empty for all
    public record Awaited(Set<Trigger> after, Set<DeskAct> metBy, List<Integer> dueSoon, Overdue overdue,
            Duration repeatEvery, int repeats, Set<String> agencies) {}
}
