package tocsin.persons;

/// A change of a person that may not be made, with what to do instead.
public final class PersonRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// Why.
    public enum Reason {
        /// There is no such person here.
        NOT_KNOWN,
        /// There is one already.
        KNOWN,
        /// The directory does not hold them.
        NOT_IN_DIRECTORY,
        /// What is said of them cannot be.
        INVALID,
        /// It is about whoever asks for it.
        OWN,
        /// The link was used, has run out, or never was.
        LINK_GONE,
        /// The code is not the one the authenticator shows now.
        WRONG_CODE,
        /// There are too many already.
        TOO_MANY
    }

    PersonRefused(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }
}
