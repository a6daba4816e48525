package tocsin.rules;

/// What is answered to somebody's answer; each a template of its own.
public enum AnswerWords {
    /// The incident is taken as acknowledged.
    ACKNOWLEDGED,
    /// Several incidents wait: which is meant?
    WHICH,
    /// Nothing waits for this person.
    NOTHING_OPEN,
    /// What can be answered, and what is open.
    HELP,
    /// The words are kept and shown at the desk.
    NOTED
}
