package tocsin.rules.directory;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

/// A rotation: these people take this duty at this desk in turn.
///
/// @param name the duty, such as `duty` or `leader`
/// @param desk the desk
/// @param start when the first shift of the first person began, local time of the pack
/// @param shift how long a shift lasts
/// @param people the people in turn, by id
public record RosterEntry(String name, String desk, LocalDateTime start, Duration shift, List<String> people) {}
