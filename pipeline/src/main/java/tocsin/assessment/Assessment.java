package tocsin.assessment;

import org.jspecify.annotations.Nullable;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;

/// How grave an incident is.
///
/// @param casualties for each figure the highest that stands
/// @param grade the grade, or null where nothing is known to grade by
/// @param reason why, as a sentence
/// @param believed whether anything of it is believed
public record Assessment(@Nullable Casualties casualties, @Nullable Grade grade, String reason, boolean believed) {}
