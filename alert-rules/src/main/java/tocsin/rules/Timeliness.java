package tocsin.rules;

import java.time.Duration;
import java.util.List;

/// The timeliness rules of a pack (信息快).
///
/// @param rules the limits
/// @param staleAfter evidence that arrives longer than this after it occurred pages nobody
/// @param claimTolerance how far a sender's claimed time of reporting may be from arrival
public record Timeliness(List<TimelinessRule> rules, Duration staleAfter, Duration claimTolerance) {}
