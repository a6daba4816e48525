package tocsin.model;

import tocsin.internal.v1.SenderProof;

/// How far a sender is known.
public final class Senders {
    private Senders() {}

    /// Whether somebody vouches for the sender: the agency by its key, or the desk that wrote a call down.
    public static boolean isProven(SenderProof proof) {
        return switch (proof) {
            case API_KEY, TOPIC_ACL, SIGNATURE, DUTY_DESK -> true;
            case UNKNOWN, UNVERIFIED -> false;
        };
    }

    /// Whether the sender has proven to be the agency itself; the desk that writes a call down has not.
    public static boolean isAgencyItself(SenderProof proof) {
        return isProven(proof) && proof != SenderProof.DUTY_DESK;
    }
}
