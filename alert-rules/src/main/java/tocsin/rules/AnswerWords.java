package tocsin.rules;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is answered to somebody's answer; each a template of its own.
public enum AnswerWords {
    /// The incident is taken as acknowledged.
    ACKNOWLEDGED(null),
    /// Several incidents wait: which is meant?
    WHICH(null),
    /// Nothing waits for this person.
    NOTHING_OPEN(null),
    /// What can be answered, and what is open.
    HELP(null),
    /// The text is kept and shown at the desk.
    NOTED(null),
    /// The text is kept with the incident it concerns, which still waits for an acknowledgement.
    NOT_ACKNOWLEDGED(WHICH),
    /// The text is kept at the desk, and with no incident: which is meant?
    UNFILED(WHICH),
    /// The text asks for what no SMS can do.
    NOT_BY_SMS(NOTED),
    /// What waits, as a part of the others: the place `{waiting}`, which is left empty where nothing waits.
    WAITING(null);

    private final @Nullable AnswerWords instead;

    AnswerWords(@Nullable AnswerWords instead) {
        this.instead = instead;
    }

    /// What is said where a pack has no such words, because it was written before there were any; empty where nothing is.
    public Optional<AnswerWords> instead() {
        return Optional.ofNullable(instead);
    }

    /// Whether every pack must have these words.
    public boolean isRequired() {
        return switch (this) {
            case ACKNOWLEDGED, WHICH, NOTHING_OPEN, HELP, NOTED -> true;
            case NOT_ACKNOWLEDGED, UNFILED, NOT_BY_SMS, WAITING -> false;
        };
    }
}
