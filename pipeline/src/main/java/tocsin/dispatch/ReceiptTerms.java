package tocsin.dispatch;

import java.time.Duration;

/// When a means that gives receipts is asked for one, and when its silence counts.
///
/// @param askEvery how long after handing over, and then again, the provider is asked if it has said nothing itself
/// @param within how long a recipient is thought reached without a receipt; then another means is tried
public record ReceiptTerms(Duration askEvery, Duration within) {}
