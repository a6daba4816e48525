package tocsin.cli;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.rules.directory.RosterEntry;
import tocsin.yaml.Nearest;

/// The pack whose rosters are asked about, and times in its words.
final class RosterOptions {
    static final String TIME = "local time of the pack such as 2026-05-01T08:00, a day, or a time with an offset";

    @Option(names = "--pack", paramLabel = "DIR", description = "the pack (default: ${DEFAULT-VALUE})", defaultValue = "alert-rules/packs/qingdao")
    private Path folder = Path.of("");

    private @Nullable Pack pack;
    private @Nullable Directory directory;

    Pack pack() {
        Pack read = pack == null ? PackReader.read(PackFiles.read(Home.resolve(folder))) : pack;
        pack = read;
        return read;
    }

    Directory directory() {
        Directory read = directory == null ? DirectoryReader.read(PackFiles.read(Home.resolve(folder))) : directory;
        directory = read;
        return read;
    }

    /// The duties of this name and desk, one rotation for each; refused where there is none.
    List<RosterEntry> duties(@Nullable String roster, @Nullable String desk) {
        List<RosterEntry> all = directory().rosters().entries();
        refuseUnknown("--desk", desk,
                all.stream().map(RosterEntry::desk).collect(Collectors.toCollection(TreeSet::new)));
        List<RosterEntry> here = all.stream().filter(entry -> desk == null || entry.desk().equals(desk)).toList();
        refuseUnknown("--roster", roster,
                here.stream().map(RosterEntry::name).collect(Collectors.toCollection(TreeSet::new)));
        Map<List<String>, RosterEntry> duties = new LinkedHashMap<>();
        here.stream().filter(entry -> roster == null || entry.name().equals(roster))
                .forEach(entry -> duties.putIfAbsent(List.of(entry.desk(), entry.name()), entry));
        return List.copyOf(duties.values());
    }

    private static void refuseUnknown(String option, @Nullable String given, Set<String> known) {
        if (given != null && !known.contains(given)) {
            throw new CommandFailure(Main.WRONG_USAGE, option + ": \"" + given + "\" has no rotation"
                    + Nearest.hint(given, known) + "; there are " + known);
        }
    }

    /// A time as a person writes it.
    Instant time(String option, String text) {
        String written = text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) +", "$1T");
        try {
            if (written.length() == "2026-05-01".length()) {
                return LocalDate.parse(written).atStartOfDay(pack().zone()).toInstant();
            }
            return written.matches(".*T.*(Z|[+-][0-9:]+)")
                    ? OffsetDateTime.parse(written).toInstant()
                    : LocalDateTime.parse(written).atZone(pack().zone()).toInstant();
        } catch (DateTimeException e) {
            throw new CommandFailure(Main.WRONG_USAGE, option + ": \"" + written + "\" is not a time; give a " + TIME);
        }
    }

    /// A time that lies after another.
    Instant end(String option, String written, Instant from) {
        Instant end = time(option, written);
        if (!end.isAfter(from)) {
            throw new CommandFailure(Main.WRONG_USAGE, option + ": " + written + " does not lie after --from");
        }
        return end;
    }
}
