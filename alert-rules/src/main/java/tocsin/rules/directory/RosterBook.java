package tocsin.rules.directory;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/// The rosters of a directory: rotations, what is arranged otherwise, and who is away.
///
/// @param entries rotations, in the order of the file
/// @param overrides what is arranged otherwise
/// @param absences who is away
public record RosterBook(List<RosterEntry> entries, List<RosterOverride> overrides, List<Absence> absences) {
    public RosterBook {
        entries = List.copyOf(entries);
        overrides = List.copyOf(overrides);
        absences = List.copyOf(absences);
    }

    /// Who has the duties of this official then: himself, or whoever stands in for him at the end of the chain; empty
    /// where nobody does.
    public Optional<String> standIn(String official, LocalDateTime local) {
        Optional<String> standIn = Optional.of(official);
        // A chain without a circle, which reading rules out, is not longer than the list.
        for (int i = 0; i <= absences.size() && standIn.isPresent(); i++) {
            String id = standIn.get();
            Optional<Absence> away = absences.stream()
                    .filter(absence -> absence.official().equals(id) && absence.holds(local)).findFirst();
            if (away.isEmpty()) {
                return standIn;
            }
            standIn = away.map(Absence::substitute);
        }
        return Optional.empty();
    }
}
