package tocsin.audit;

import tocsin.text.PlainText;

/// One place where the record is not what was written.
///
/// @param kind what is wrong
/// @param desk the desk; empty where it cannot be told
/// @param sequence the number in the desk's chain; 0 where it cannot be told
/// @param place where it lies: topic, partition and offset, or file and line
/// @param sentence what is wrong, in words
public record Breach(Kind kind, String desk, long sequence, String place, String sentence) {
    /// What can be wrong.
    public enum Kind {
        /// Bytes that are no event.
        UNREADABLE,
        /// An event that is not what its hash says.
        ALTERED,
        /// An event that does not continue the one before it.
        BROKEN_LINK,
        /// Events that are not there.
        MISSING,
        /// An event that comes after one that followed it.
        REORDERED,
        /// A second event of one number.
        DUPLICATED,
        /// Events at the end that a checkpoint has seen and that are not there.
        TRUNCATED,
        /// An event that a checkpoint has seen otherwise.
        REWRITTEN,
        /// A checkpoint that this deployment did not sign.
        FORGED_CHECKPOINT,
        /// A file that is not what the manifest says.
        FILE_CHANGED
    }

    @Override
    public String toString() {
        return PlainText.line(
                kind + (desk.isEmpty() ? "" : " desk " + desk + (sequence == 0 ? "" : " event " + sequence)) + " at "
                        + place + ": " + sentence);
    }
}
