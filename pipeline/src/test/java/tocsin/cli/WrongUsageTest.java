package tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// What was mistyped is never taken for what it resembles, in any command.
class WrongUsageTest {
    /// Every command, by the words that name it.
    static Stream<List<String>> commands() {
        List<List<String>> found = new ArrayList<>();
        collect(Main.commands(new PrintWriter(PrintWriter.nullWriter()), new PrintWriter(PrintWriter.nullWriter()))
                .getCommandSpec(), List.of(), found);
        assertTrue(found.size() > 45, found::toString);
        return found.stream();
    }

    private static void collect(CommandSpec spec, List<String> words, List<List<String>> found) {
        found.add(words);
        spec.subcommands().forEach((name, below) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            collect(below.getCommandSpec(), List.copyOf(longer), found);
        });
    }

    private static CommandSpec spec(List<String> words) {
        CommandLine line = Main.commands(new PrintWriter(PrintWriter.nullWriter()),
                new PrintWriter(PrintWriter.nullWriter()));
        for (String word : words) {
            line = line.getSubcommands().get(word);
        }
        return line.getCommandSpec();
    }

    private static Commands.Ran run(List<String> words, String... more) {
        return Commands.run(Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExampleOfItself(List<String> words) {
        // When
        Commands.Ran ran = run(words, "--help");

        // Then
        String example = "Example: ./tocsin" + words.stream().map(word -> " " + word).reduce("", String::concat);
        assertEquals(0, ran.code());
        assertEquals("", ran.err());
        assertTrue(ran.out().contains(example), ran::out);
        assertTrue(ran.out().contains("Usage: "), ran::out);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anOptionThatIsMistypedIsRefusedWithTheNearest(List<String> words) {
        // When
        Commands.Ran ran = run(words, "--hlep");

        // Then
        assertEquals(2, ran.code(), ran::all);
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("there is no option --hlep; did you mean --help?"), ran::err);
        assertFalse(Commands.CLASS_NAMES.matcher(ran.err()).find(), ran::err);
        assertEquals(2, ran.err().lines().count(), ran::err);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionRefusesToStandTwiceOrWithoutItsValue(List<String> words) {
        List<org.junit.jupiter.api.function.Executable> checks = new ArrayList<>();
        for (CommandLine.Model.OptionSpec option : spec(words).options()) {
            if (option.usageHelp() || option.versionHelp()) {
                continue;
            }
            String name = option.longestName();
            boolean valued = option.arity().min() > 0;
            String value = option.type().isEnum() ? "I" : "1";
            // Then
            if (!option.isMultiValue()) {
                checks.add(() -> refused(valued ? run(words, name, value, name, value) : run(words, name, name),
                        option.group() == null ? name + " stands twice; give it once" : "./tocsin"));
            }
            if (valued) {
                checks.add(() -> refused(run(words, name), name));
                checks.add(() -> refused(run(words, name, "--hlep"), "--hlep"));
            }
        }
        assertAll(checks);
    }

    private static void refused(Commands.Ran ran, String says) {
        assertEquals(2, ran.code(), ran::all);
        assertTrue(ran.err().contains(says), ran::err);
        assertFalse(Commands.CLASS_NAMES.matcher(ran.err()).find(), ran::err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drill                                   | there is no command "drill"
            drill run exercise.yaml                 | there is no command "drill"
            demoo                                   | there is no command "demoo"; did you mean demo?
            chek --config tocsin.yaml               | there is no command "chek"; did you mean check?
            DEMO                                    | there is no command "DEMO"
            dem                                     | there is no command "dem"; did you mean demo?
            rules tset                              | there is no command "tset"; did you mean test?
            rules                                   | name one of its commands: lint, test, explain
            topics                                  | create
            schemas                                 | register
            audit verfy                             | there is no command "verfy"; did you mean verify?
            ack                                     | INCIDENT
            ack 370200-20260301-0001 on my way      | "on" is one word more than it takes
            ack 1 --argument dead                   | --argument "dead" must be NAME=VALUE
            correct 1 --argument dead=1 --argument dead=2 | --argument dead stands twice
            ack 1 --note --jsno                     | --jsno
            incidents --report                      | --report
            incidents 1 --report R-1                | leave it out
            incidents --agency A                    | goes with --report
            demo --speed fast                       | 'fast' is not a whole number
            demo --speed 0                          | --speed must be at least 1
            demo --http-port 99999                  | --http-port
            demo --http-port -1                     | -1
            broker --kafka-port 70000               | --kafka-port
            replay x.csv --mapping m.yaml --speed -1 | --speed
            rules publish                           | --pack
            rules publish --approve two             | 'two' is not a whole number
            rules publish --pack p --sms-price dear | 'dear' is not a number
            rules history 1 2                       | "2" is one word more
            bulletin --month March                  | March
            bulletin --month 2026-13                | 2026-13
            bulletin --month 2026-03 --profile anhiu | anhui
            rules backtest --candidate alert-rules/packs/qingdao --since yesterday | yesterday
            rules explain docs/examples/fire.json --arrived noon | "noon" is no time
            routes explain --grade V                | I
            routes explain --at soon                | "soon" is no time
            forward 1 --draft --sign 2              | --draft
            use A                                   | REPORT
            decide F-1                              | confirmed|dismissed|excused
            appeal F-1                              | --note
            audit export                            | --out
            run                                     | --config
            check --config                          | --config
            --jsn                                   | there is no option --jsn
            """)
    void whatIsWrongIsSaidAndNothingIsDone(String command, String says) {
        // When
        Commands.Ran ran = Commands.run(command.split(" +"));

        // Then
        refused(ran, says);
        assertEquals("", ran.out());
    }

    @Test
    void aWordThatBeginsWithAnAtSignIsAWordAndNoFileOfWords() throws java.io.IOException {
        // Given
        java.nio.file.Path file = java.nio.file.Files.createTempFile("words", ".txt");
        java.nio.file.Files.writeString(file, "--help");

        // When
        Commands.Ran ran = Commands.run("@" + file);

        // Then
        refused(ran, "there is no command \"@");
    }
}
