package tocsin.publishing;

/// A change of rules that may not be made, with what to do instead.
public final class PublicationRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// Why.
    public enum Reason {
        /// There is no such publication.
        NOT_KNOWN,
        /// It has been decided before.
        DECIDED,
        /// Who proposed it may not approve it.
        SAME_PERSON,
        /// Who proposed it, or would approve it, is no person of the directory.
        NO_PERSON,
        /// What it was tried against is in force no longer.
        OVERTAKEN,
        /// What it asks for is in force already.
        IN_FORCE,
        /// There is nothing to go back to.
        NOTHING_BEFORE
    }

    PublicationRefused(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }
}
