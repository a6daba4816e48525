package tocsin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.roster.CalendarImport;
import tocsin.roster.CalendarText;
import tocsin.roster.Hole;
import tocsin.roster.Holes;
import tocsin.roster.RosterCalendar;
import tocsin.roster.Rosters;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.rules.directory.RosterBook;
import tocsin.rules.directory.RosterEntry;
import tocsin.rules.directory.RosterOverride;

/// `./tocsin roster`
@Command(name = "roster", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin roster on-duty --at 2026-03-01T12:00", subcommands = {
        RosterCommand.OnDuty.class,
        RosterCommand.FindHoles.class, RosterCommand.Export.class,
        RosterCommand.Import.class}, description = "Ask who is on duty, find holes in rosters, exchange them with calendars.")
final class RosterCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw WrongUsage.incomplete(spec);
    }

    /// `./tocsin roster on-duty --at TIME`
    @Command(name = "on-duty", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin roster on-duty --at 2026-03-01T12:00 --desk 370200", description = "Tell who is on duty at a time.")
    static final class OnDuty implements Callable<Integer> {
        @Mixin
        private RosterOptions options = new RosterOptions();

        @Option(names = "--at", required = true, paramLabel = "TIME", description = RosterOptions.TIME)
        private String at = "";

        @Option(names = "--desk", paramLabel = "DESK", description = "this desk only")
        private @Nullable String desk;

        @Option(names = "--roster", paramLabel = "ROSTER", description = "this roster only")
        private @Nullable String roster;

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = Output.of(spec);
            Instant when = options.time("--at", at);
            boolean everyone = true;
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (RosterEntry duty : options.duties(roster, desk)) {
                List<Official> people = Rosters.onDuty(options.directory(), duty.name(), duty.desk(),
                        options.pack().zone(), when);
                everyone &= !people.isEmpty();
                ObjectNode entry = list.addObject().put("desk", duty.desk()).put("roster", duty.name());
                ArrayNode ids = entry.putArray("people");
                people.forEach(official -> ids.addObject().put("id", official.id()).put("name", official.name()));
                if (!json) {
                    out.println(duty.desk() + " " + duty.name() + ": " + (people.isEmpty()
                            ? "nobody"
                            : people.stream().map(official -> official.id() + " (" + official.name() + ")")
                                    .collect(Collectors.joining(", "))));
                }
            }
            if (json) {
                out.println(list);
            }
            return everyone ? 0 : Main.NOT_SO;
        }
    }

    /// `./tocsin roster holes --from TIME --until TIME`
    @Command(name = "holes", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin roster holes --from 2026-03-01 --until 2026-06-01", description = "Find what is missing in the rosters of a time to come; exit code 1 if anything is.")
    static final class FindHoles implements Callable<Integer> {
        @Mixin
        private RosterOptions options = new RosterOptions();

        @Option(names = "--from", required = true, paramLabel = "TIME", description = RosterOptions.TIME)
        private String from = "";

        @Option(names = "--until", required = true, paramLabel = "TIME", description = "the end, a time like --from")
        private String until = "";

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = Output.of(spec);
            List<Hole> holes = Holes.find(options.pack(), options.directory(), options.time("--from", from),
                    options.end("--until", until, options.time("--from", from)));
            if (json) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                holes.forEach(hole -> list.add(json(hole)));
                out.println(list);
            } else {
                holes.forEach(hole -> out.println(hole.reason() + " " + hole.en() + "\n  " + hole.zh()));
                out.println(holes.isEmpty() ? "no holes" : holes.size() + (holes.size() == 1 ? " hole" : " holes"));
            }
            return holes.isEmpty() ? 0 : Main.NOT_SO;
        }

        private static ObjectNode json(Hole hole) {
            return JsonNodeFactory.instance.objectNode().put("reason", hole.reason().name()).put("desk", hole.desk())
                    .put("subject", hole.subject()).put("from", hole.from() == null ? null : hole.from().toString())
                    .put("until", hole.until() == null ? null : hole.until().toString()).put("zh", hole.zh())
                    .put("en", hole.en());
        }
    }

    /// `./tocsin roster export --roster ROSTER --desk DESK --from TIME --until TIME`
    @Command(name = "export", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin roster export --roster duty --desk 370200 --from 2026-03-01 --until 2026-04-01 --out duty.ics", description = "Write a roster as a calendar (iCalendar, .ics).")
    static final class Export implements Callable<Integer> {
        @Mixin
        private RosterOptions options = new RosterOptions();

        @Option(names = "--roster", required = true, paramLabel = "ROSTER", description = "such as duty")
        private String roster = "";

        @Option(names = "--desk", required = true, paramLabel = "DESK", description = "such as 370200")
        private String desk = "";

        @Option(names = "--from", required = true, paramLabel = "TIME", description = RosterOptions.TIME)
        private String from = "";

        @Option(names = "--until", required = true, paramLabel = "TIME", description = "the end, a time like --from")
        private String until = "";

        @Option(names = "--out", paramLabel = "FILE", description = "write to this file and not to standard output")
        private @Nullable Path file;

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = Output.of(spec);
            options.duties(roster, desk);
            Instant begin = options.time("--from", from);
            String calendar = RosterCalendar.write(options.directory(), roster, desk, options.pack().zone(), begin,
                    options.end("--until", until, begin), Instant.now());
            if (file == null) {
                out.print(calendar);
                out.flush();
            } else {
                Files.writeString(file, calendar, StandardCharsets.UTF_8);
                out.println(file + " written");
            }
            return 0;
        }
    }

    /// `./tocsin roster import FILE.ics --roster ROSTER --desk DESK`
    @Command(name = "import", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin roster import duty.ics --roster duty --desk 370200", description = "Read a calendar (iCalendar, .ics) and print it as overrides for directory/rosters.yaml.")
    static final class Import implements Callable<Integer> {
        /// Special days that are printed one by one; the others are counted.
        private static final int SHOWN = 20;

        @Mixin
        private RosterOptions options = new RosterOptions();

        @Parameters(paramLabel = "FILE", description = "a calendar whose events name officials")
        private Path file = Path.of("");

        @Option(names = "--roster", required = true, paramLabel = "ROSTER", description = "such as duty")
        private String roster = "";

        @Option(names = "--desk", required = true, paramLabel = "DESK", description = "such as 370200")
        private String desk = "";

        @Option(names = "--from", paramLabel = "TIME", description = "leave out what ends before; "
                + RosterOptions.TIME)
        private @Nullable String from;

        @Option(names = "--until", paramLabel = "TIME", description = "leave out what begins later (default: events that recur are followed for a year)")
        private @Nullable String until;

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = Output.of(spec);
            options.duties(roster, desk);
            if (!Files.isRegularFile(file)) {
                throw new CommandFailure(Main.WRONG_USAGE,
                        "there is no file " + file + "; name a calendar, such as duty.ics");
            }
            Instant begin = from == null ? null : options.time("--from", from);
            Instant end = until == null ? null : options.end("--until", until, begin == null ? Instant.MIN : begin);
            if (Files.size(file) > CalendarImport.MOST_BYTES) {
                throw new CommandFailure(Main.NOT_SO, file + " is larger than 4 MiB; export a shorter time");
            }
            CalendarImport.Meaning meaning = CalendarImport.read(file.toString(),
                    CalendarText.of(file.toString(), Files.readAllBytes(file)), options.directory(), roster, desk,
                    options.pack().zone(), begin, end);
            List<RosterOverride> overrides = meaning.overrides();
            List<Hole> leftOut = leftOut(overrides);
            meaning.told().forEach(left -> out.println("# " + left));
            out.println(hasOverrides()
                    ? "# Put these entries under the overrides: that directory/rosters.yaml has already."
                    : "# Put this into directory/rosters.yaml.");
            out.print(CalendarImport.yaml(overrides));
            out.flush();
            TreeSet<String> arranged = options.directory().rosters().overrides().stream()
                    .filter(old -> old.roster().equals(roster) && old.desk().equals(desk))
                    .filter(old -> overrides.stream().anyMatch(
                            read -> read.from().isBefore(old.until()) && old.from().isBefore(read.until())))
                    .map(old -> old.from() + " to " + old.until()).collect(Collectors.toCollection(TreeSet::new));
            if (!arranged.isEmpty()) {
                out.println("# overrides of the pack at the same time, to be taken out: " + arranged);
            }
            leftOut.stream().limit(SHOWN).forEach(hole -> out.println("# " + hole.en() + "\n# " + hole.zh()));
            if (leftOut.size() > SHOWN) {
                out.println("# and " + (leftOut.size() - SHOWN) + " more special days; roster holes tells of them");
            }
            return 0;
        }

        private boolean hasOverrides() {
            return !options.directory().rosters().overrides().isEmpty();
        }

        /// Special days on which the calendar puts fewer people on duty than the pack does.
        private List<Hole> leftOut(List<RosterOverride> read) {
            if (read.isEmpty()) {
                return List.of();
            }
            Directory known = options.directory();
            ZoneId zone = options.pack().zone();
            return Holes.leftOut(options.pack(), known.with(new RosterBook(known.rosters().entries(), read, List.of())),
                    roster, desk, read.getFirst().from().atZone(zone).toInstant(),
                    read.getLast().until().atZone(zone).toInstant());
        }
    }
}
