package tocsin.model;

import java.util.Optional;
import tocsin.v1.Outcome;

/// What a confirmed finding is charged as: the faults that appraisals know (catalogue 2.4).
public enum Fault {
    /// Reported late (迟报).
    LATE("迟报"),
    /// Not reported (漏报).
    MISSED("漏报"),
    /// Reported falsely (谎报). Never a machine's word: people say so.
    FALSE("谎报"),
    /// Concealed (瞒报). Never a machine's word: people say so.
    CONCEALED("瞒报"),
    /// Graded too low (轻报).
    UNDER_GRADED("轻报");

    private final String zh;

    Fault(String zh) {
        this.zh = zh;
    }

    /// Its word in Chinese.
    public String zh() {
        return zh;
    }

    /// The fault an outcome is of itself, or empty where people must say which it is.
    public static Optional<Fault> of(Outcome outcome) {
        return switch (outcome) {
            case LATE -> Optional.of(LATE);
            case MISSING, POSSIBLY_MISSED -> Optional.of(MISSED);
            case UNDER_GRADED -> Optional.of(UNDER_GRADED);
            default -> Optional.empty();
        };
    }
}
