package tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RosterCommandTest {
    private record Ran(int code, String out) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        int code = new CommandLine(new RosterCommand()).setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    out.write(String.valueOf(failure.getMessage()));
                    return failure instanceof CommandFailure known ? known.exitCode() : Main.WRONG_USAGE;
                }).execute(arguments);
        return new Ran(code, out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on-duty --at 2026-03-01T12:00 --desk 370200 --roster duty          | 0 | 370200 duty: duty-brown (Alex Brown)
            on-duty --at 2026-03-01T04:00Z --desk 370200 --roster duty         | 0 | 370200 duty: duty-brown (Alex Brown)
            on-duty --at 2026-05-01T09:00 --desk 370200 --roster duty          | 0 | 370200 duty: duty-wang (王值班), leader-zhao (赵带班)
            on-duty --at 2025-03-01 --desk 370200 --roster duty                | 1 | 370200 duty: nobody
            on-duty --at soon                                                  | 2 | --at: "soon" is not a time
            on-duty --at 2026-03-01 --roster dutty                             | 2 | --roster: "dutty" has no rotation (did you mean duty?)
            holes --from 2026-03-01 --until 2026-06-01                         | 1 | AUDIENCE_OF_NOBODY audience neighbour
            holes --from 2026-03-01 --until 2026-03-01                         | 2 | --until: 2026-03-01 does not lie after --from
            import nothing.ics --roster duty --desk 370200                     | 2 | there is no file nothing.ics
            """)
    void theExitCodeSaysWhetherSomebodyIsMissing_orTheCommandIsWrong(String command, int code, String says) {
        // When
        Ran ran = run(command.split(" "));

        // Then
        assertEquals(code, ran.code(), ran::out);
        assertTrue(ran.out().startsWith(says), ran::out);
    }

    @Test
    void whatIsExportedIsImported(@TempDir Path folder) {
        // Given
        String file = folder.resolve("duty.ics").toString();
        String[] roster = {"--roster=duty", "--desk=370200"};

        // When
        Ran written = run("export", roster[0], roster[1], "--from=2026-03-01T08:00", "--until=2026-03-03T08:00",
                "--out=" + file);
        Ran read = run("import", file, roster[0], roster[1]);

        // Then
        assertEquals(0, written.code(), written::out);
        assertEquals("""
                # Put these entries under the overrides: that directory/rosters.yaml has already.
                overrides:
                  - {roster: duty, desk: "370200", from: "2026-03-01T08:00", until: "2026-03-02T08:00", people: [duty-brown], note: "duty 370200: Alex Brown"}
                  - {roster: duty, desk: "370200", from: "2026-03-02T08:00", until: "2026-03-03T08:00", people: [duty-wang], note: "duty 370200: 王值班"}
                """,
                read.out());
    }
}
