package tocsin.model;

import tocsin.internal.v1.AcceptedReport;
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

    /// Whether the sender of a report may speak for the issuer of its official signal. Where intake has not asked, as before
    /// 0.3.0 and in rehearsals, whoever has proven himself may.
    public static boolean speaksForIssuer(AcceptedReport accepted) {
        Boolean speaks = accepted.getSpeaksForIssuer();
        return speaks == null ? isProven(accepted.getProof()) : speaks;
    }

    /// Whether a report only claims what its official signal says: intake has found that its sender may not speak for the
    /// issuer.
    public static boolean onlyClaims(AcceptedReport accepted) {
        return Boolean.FALSE.equals(accepted.getSpeaksForIssuer());
    }

    /// Whether the sender has proven to be the agency itself; the desk that writes a call down has not.
    public static boolean isAgencyItself(SenderProof proof) {
        return isProven(proof) && proof != SenderProof.DUTY_DESK;
    }
}
