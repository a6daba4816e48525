package tocsin.dispatch;

/// What a provider knows of an earlier attempt.
public sealed interface Reconciliation {
    /// It was handed over.
    record Found(String providerId) implements Reconciliation {}

    /// It was not.
    record NotFound() implements Reconciliation {}

    /// The provider cannot tell.
    record CannotTell() implements Reconciliation {}
}
