package tocsin.dispatch;

import java.util.Optional;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.v1.Delivery;
import tocsin.v1.LedgerEntry;

/// One step of a notification in the ledger.
///
/// @param entry the entry after it
/// @param delivery what is told of it
/// @param outcome what its desk must hear, if it changes a decision
public record Transition(LedgerEntry entry, Delivery delivery, Optional<DeliveryOutcome> outcome) {}
