package tocsin.dispatch;

import java.time.Duration;
import java.util.Optional;
import tocsin.v1.DeliveryReason;

/// How one call ended.
public sealed interface Attempt {
    /// The provider has taken it over.
    ///
    /// @param providerId the provider's own id
    record HandedOver(String providerId) implements Attempt {}

    /// It is proven to have arrived: a board was read back.
    ///
    /// @param providerId the provider's own id
    record Delivered(String providerId) implements Attempt {}

    /// The provider has not taken it, and may take it later.
    ///
    /// @param after what the provider asked to wait, if it asked
    record Retry(DeliveryReason reason, String detail, Optional<Duration> after) implements Attempt {}

    /// The provider will never take it.
    record Refused(DeliveryReason reason, String detail) implements Attempt {}

    /// It is not known whether the provider has taken it.
    record InDoubt(DeliveryReason reason, String detail) implements Attempt {}
}
