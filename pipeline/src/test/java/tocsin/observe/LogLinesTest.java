package tocsin.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What strangers wrote cannot write lines of the log, nor turn or paint the terminal that shows it: in messages and in
/// those of exceptions, whoever logs them.
class LogLinesTest {
    private static final String FORGED = "\n2026-01-01T00:00:00.000Z ERROR t.desk forged";

    /// Logs like the program, in a process of its own: an appender keeps the stream it began with.
    public static final class Writer {
        public static void main(String[] args) {
            var log = LoggerFactory.getLogger("tocsin.desk.Desk");
            log.warn("refused {}", "a\u001b[31m\u202Eb\u2028c\u0085" + FORGED);
            log.error("failed", new IllegalStateException("outer\u001b[2J" + FORGED,
                    new IllegalArgumentException("inner\u009b" + FORGED)));
            log.warn("李沧 é 👍");
        }
    }

    @Test
    void everyLineOfTheLogIsTocsinsOwn() throws IOException, InterruptedException {
        // When
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstderr.encoding=UTF-8", "-Duser.timezone=UTC", "-cp", System.getProperty("java.class.path"),
                Writer.class.getName()).redirectErrorStream(true).start();
        String text = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, writer.waitFor(), text);
        List<String> lines = text.lines().toList();

        // Then
        assertTrue(lines.getFirst().endsWith("refused a?[31m?b?c??2026-01-01T00:00:00.000Z ERROR t.desk forged"), text);
        assertTrue(text.contains("IllegalStateException: outer?[2J | 2026-01-01T00:00:00.000Z ERROR t.desk forged\n"),
                text);
        assertTrue(text.contains("Caused by: java.lang.IllegalArgumentException: inner? | 2026-01-01"), text);
        assertEquals(3, lines.stream().filter(line -> line.matches("[0-9T:.-]+Z (WARN|ERROR).*")).count(), text);
        assertTrue(lines.getLast().endsWith("李沧 é 👍"), text);
        assertFalse(text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t'), text);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("\tat tocsin.observe.LogLinesTest")), text);
    }
}
