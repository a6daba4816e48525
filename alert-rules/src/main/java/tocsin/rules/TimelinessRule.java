package tocsin.rules;

import java.time.Duration;
import java.util.Set;
import tocsin.v1.Clock;
import tocsin.v1.ReportKind;

/// A limit on the time between a clock's start and a report's arrival.
///
/// @param provenance where it comes from
/// @param clock the clock it runs on
/// @param kinds the kinds of report it judges
/// @param limit the longest time that is still on time
public record TimelinessRule(Provenance provenance, Clock clock, Set<ReportKind> kinds, Duration limit) {}
