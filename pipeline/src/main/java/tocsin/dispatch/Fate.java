package tocsin.dispatch;

import tocsin.v1.DeliveryReason;

/// What a provider says became of a message it took over.
public sealed interface Fate {
    /// It is on its way.
    record OnItsWay() implements Fate {}

    /// It waits for a reason that is not its fault: a display board shows something graver.
    record Waits() implements Fate {}

    /// Something newer has taken its place: it is not worth waiting for any more.
    record Superseded() implements Fate {}

    /// It has arrived.
    ///
    /// @param read whether it is also known to have been read
    record Arrived(boolean read) implements Fate {}

    /// It has not arrived this time, and may another time: a handset was off.
    record Missed(DeliveryReason reason, String detail) implements Fate {}

    /// It will never arrive.
    record Failed(DeliveryReason reason, String detail) implements Fate {}

    /// The provider cannot be asked now.
    record NotKnown() implements Fate {}
}
