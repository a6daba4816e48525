package tocsin.assessment;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.OfficialSignal;

/// How grave an incident is.
///
/// @param casualties for each figure the highest that stands
/// @param grade the grade, or null where nothing is known to grade by
/// @param reason why, as a sentence
/// @param believed whether anything of it is believed
/// @param officialSignals the warning signals in force, oldest first
public record Assessment(@Nullable Casualties casualties, @Nullable Grade grade, String reason, boolean believed,
        List<OfficialSignal> officialSignals) {

    /// The picture of an incident with what this says of it.
    public Incident.Builder of(Incident was) {
        return Incident.newBuilder(was).setCasualties(casualties).setGrade(grade).setGradeReason(reason)
                .setOfficialSignals(officialSignals);
    }
}
