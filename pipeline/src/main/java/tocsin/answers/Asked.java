package tocsin.answers;

import java.time.Instant;

/// An incident somebody was told of.
///
/// @param incidentId its name
/// @param waits whether an answer is still awaited
/// @param openedAt when it was opened
public record Asked(String incidentId, boolean waits, Instant openedAt) {}
