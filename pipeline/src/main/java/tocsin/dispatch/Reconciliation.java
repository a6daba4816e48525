package tocsin.dispatch;

/// What a provider knows of an earlier attempt.
public sealed interface Reconciliation {
    /// It was handed over.
    record Found(String providerId) implements Reconciliation {}

    /// It was not.
    record NotFound() implements Reconciliation {}

    /// The provider could tell, and cannot be asked now.
    record NotNow() implements Reconciliation {}

    /// The provider cannot tell.
    record CannotTell() implements Reconciliation {}
}
