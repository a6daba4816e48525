package tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a command is given to read, or to print to, it ends with words for a person.
class BadFilesTest {
    private static final List<String> FILES = List.of("missing", "folder", "binary", "cut.json", "empty", "deep.json",
            "broken.yaml", "\u0000");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"report FILE --data-dir DIR", "sensor FILE --data-dir DIR", "media FILE --data-dir DIR",
            "report FILE --mapping FILE --data-dir DIR", "replay FILE --mapping FILE",
            "replay FILE --mapping docs/examples/usgs-csv.mapping.yaml", "rules explain FILE", "rules lint --pack FILE",
            "rules test --pack FILE", "rules backtest --candidate FILE", "rules publish --pack FILE",
            "routes explain --pack FILE", "roster on-duty --pack FILE --at 2026-03-01",
            "roster import FILE --roster duty --desk 370200", "receipt verify FILE --key FILE",
            "audit verify --file FILE", "audit verify --file FILE --key FILE", "check --config FILE",
            "feed --config FILE --once", "topics list --config FILE", "schemas check --config FILE",
            "bulletin --month 2026-03 --file FILE --mapping FILE", "demo --scenario FILE --data-dir DIR",
            "incidents --data-dir FILE", "topics list --data-dir FILE", "schemas check --data-dir FILE"})
    void isToldWithoutTheNameOfAClass(String command) throws IOException {
        // Given
        Files.createDirectory(folder.resolve("folder"));
        Files.write(folder.resolve("binary"), new byte[]{(byte) 0xff, 0, (byte) 0xfe, 1, 2});
        Files.writeString(folder.resolve("cut.json"), "[{\"reportId\": \"a");
        Files.createFile(folder.resolve("empty"));
        Files.writeString(folder.resolve("deep.json"), "[".repeat(5_000));
        Files.writeString(folder.resolve("broken.yaml"), "a: [b\nc: }");
        for (String file : FILES) {
            String path = file.equals("\u0000") ? file : folder.resolve(file).toString();

            // When
            Commands.Ran ran = Commands.run(Stream.of(command.split(" ")).map(word -> word.equals("FILE") ? path
                    : word.equals("DIR") ? folder.resolve("nothing").toString() : word).toArray(String[]::new));

            // Then: an empty configuration is one, and finds everything in order.
            boolean good = command.startsWith("check") && file.equals("empty") && ran.code() == 0;
            assertTrue(good || ran.code() == 1 || ran.code() == 2, () -> file + " " + ran);
            assertFalse(ran.all().isBlank(), () -> file + " " + ran);
            assertFalse(ran.all().contains("Tocsin itself failed"), () -> file + " " + ran);
            assertFalse(Commands.CLASS_NAMES.matcher(ran.all()).find(), () -> file + " " + ran);
        }
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, 2, what was to be printed could not be written: No space left on device",
            "Bad file descriptor, 2, could not be written", "Broken pipe, 0, ''"})
    void whatCannotBePrintedIsNoSuccess_unlessNobodyWantsIt(String reason, int code, String says) {
        // Given
        Screen full = new Screen(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(reason);
            }
        });
        StringWriter err = new StringWriter();

        // When
        int ended = Main.run(new String[]{"--help"}, new PlainWriter(new OutputStreamWriter(full,
                StandardCharsets.UTF_8)), new PrintWriter(err, true), full);

        // Then
        assertEquals(code, ended);
        assertTrue(err.toString().contains(says), err::toString);
        assertEquals(says.isEmpty(), err.toString().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1:8080        | k     | TOCSIN_URL: "127.0.0.1:8080" is no address
            ftp://a:1             | k     | TOCSIN_URL: "ftp://a:1" is no address
            http://u:secret@a:1   | k     | TOCSIN_URL: "http://…@a:1" is no address
            http://a:1            | ''    | TOCSIN_API_KEY is empty
            http://a:1            | a b c | TOCSIN_API_KEY is no key
            """)
    void anAddressOrKeyThatIsNoneIsToldAndNothingSecretIsShown(String url, String key, String says) {
        // When
        CommandFailure refused = assertThrows(CommandFailure.class,
                () -> TocsinClient.find(Map.of("TOCSIN_URL", url, "TOCSIN_API_KEY", key), null));

        // Then
        assertTrue(String.valueOf(refused.getMessage()).startsWith(says), refused::getMessage);
    }

    @Test
    void theKeyOfAFolderGoesToNobodyElse() throws IOException {
        // Given
        Files.writeString(folder.resolve("endpoint.json"), "{\"url\":\"http://127.0.0.1:1\",\"apiKey\":\"secret\"}");
        Map<String, String> elsewhere = Map.of("TOCSIN_URL", "http://127.0.0.1:2", "TOCSIN_DATA_DIR",
                folder.toString());

        // When
        CommandFailure refused = assertThrows(CommandFailure.class, () -> TocsinClient.find(elsewhere, null));

        // Then
        assertTrue(String.valueOf(refused.getMessage()).contains("set both, or neither"), refused::getMessage);
        try (TocsinClient named = TocsinClient.find(elsewhere, folder)) {
            assertEquals("http://127.0.0.1:1", named.url(), "what stands on the command line comes first");
        }
    }
}
