package tocsin.rules.directory;

import java.time.Duration;
import java.util.Optional;
import tocsin.v1.WarningLevel;

/// The limit of a level at one sensor: a river's gauge has its own flood level.
///
/// @param level the level
/// @param limit the value that reaches it, in the rule's unit
/// @param window the time that counts; empty for that of the rule
public record OwnLevel(WarningLevel level, double limit, Optional<Duration> window) {}
