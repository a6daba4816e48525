package tocsin.dispatch;

/// What a provider knows of an earlier attempt.
public sealed interface Reconciliation {
    /// It was handed over.
    record Found(String providerId) implements Reconciliation {}

    /// It was not: the provider showed everything that could be it.
    record NotFound() implements Reconciliation {}

    /// The provider could tell, and cannot be asked now.
    record NotNow() implements Reconciliation {}

    /// The provider was asked, and its answer leaves it open. Asked again in a moment it may tell.
    ///
    /// @param detail why, in words for the record; no numbers of people, no texts
    record NotKnown(String detail) implements Reconciliation {}

    /// The provider cannot tell.
    record CannotTell() implements Reconciliation {}
}
