package tocsin.intake;

import java.util.List;
import tocsin.internal.v1.InboxRecord;
import tocsin.v1.MediaSignal;
import tocsin.v1.Refusal;
import tocsin.v1.SensorReading;

/// What intake decided about one record.
public sealed interface Admission {
    /// It goes to a desk.
    record ToDesk(InboxRecord record) implements Admission {}

    /// It is reduced with others of its sensor and metric first.
    record ToSensing(SensorReading reading) implements Admission {}

    /// It is reduced with others about its area first.
    record ToListening(MediaSignal signal, String area) implements Admission {}

    /// It is refused.
    ///
    /// @param sender who sent it, as far as it says
    /// @param secret whether nothing of it may be kept
    /// @param reasons why, at least one
    record Refused(String sender, boolean secret, List<Refusal> reasons) implements Admission {}
}
