package tocsin.wire;

import tocsin.v1.Refusal;

/// Refusals as words.
public final class Refusals {
    private Refusals() {}

    /// The field, if it is about one, and what is wrong.
    public static String sentence(Refusal refusal) {
        return (refusal.getField() == null ? "" : refusal.getField() + ": ") + refusal.getDetail();
    }
}
