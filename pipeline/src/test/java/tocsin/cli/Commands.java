package tocsin.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Runs commands as they are run from outside, in this process.
final class Commands {
    /// What a person who is no programmer should never have to read.
    static final Pattern CLASS_NAMES = Pattern.compile("\\b[A-Z]\\w+(?:Exception|Error)\\b"
            + "|\\b(?:com|org|java|javax|io|jdk|sun|picocli|tocsin|kafka)\\.(?:[a-z]\\w*\\.)*[A-Z]\\w+"
            + "|\\bat [\\w.$]+\\([\\w.]*\\)|@[0-9a-f]{6,}");

    private Commands() {}

    /// What a command left behind.
    record Ran(int code, String out, String err) {
        String all() {
            return out + err;
        }
    }

    static Ran run(String... words) {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Screen kept = new Screen(screen);
        int code = Main.run(words, new PlainWriter(new OutputStreamWriter(kept, StandardCharsets.UTF_8)),
                new PrintWriter(err, true), kept);
        return new Ran(code, screen.toString(StandardCharsets.UTF_8), err.toString());
    }
}
