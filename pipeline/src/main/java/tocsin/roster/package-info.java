/// Roster: who has which duty at an instant, what is missing in a time to come, and duty as a calendar.
///
/// In: rotations, what is arranged otherwise, a desk, an instant or a time. Out: people, shifts, holes, iCalendar.
/// Nothing is kept; where nobody is on duty, that is the answer, and a time with too many handovers is refused.
@NullMarked
package tocsin.roster;

import org.jspecify.annotations.NullMarked;
