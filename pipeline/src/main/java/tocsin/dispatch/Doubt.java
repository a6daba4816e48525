package tocsin.dispatch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import tocsin.v1.LedgerEntry;

/// An attempt whose end is not known, as its provider is asked about it.
///
/// @param decidedAt when the notification was decided: no attempt of it began earlier
/// @param at when the attempt ended without an answer, or when it was claimed where its caller died
/// @param earlierCopy the provider's id of an earlier copy whose end is known, which is not the one looked for
public record Doubt(Instant decidedAt, Instant at, Optional<String> earlierCopy) {
    /// The doubt of an entry that has not ended.
    static Doubt of(LedgerEntry entry) {
        return new Doubt(Objects.requireNonNull(entry.getNotification(), "a finished entry is in no doubt")
                .getDecidedAt(), entry.getAt(), Optional.ofNullable(entry.getProviderId()));
    }
}
