package tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tocsin.wire.RecordJson;

/// Whatever a command prints, a terminal shows it and obeys none of it.
class PlainWriterTest {
    private final StringWriter shown = new StringWriter();
    private final PrintWriter out = new PlainWriter(shown);

    @Test
    void controlCharactersAreShownHoweverTheyAreWritten() {
        out.print("a\u001b[31m\u202E");
        out.print('\u009b');
        out.print(new char[]{'b', '\u0007'});
        out.printf("%s%n", "c\u2066");
        out.println("一\n二");
        out.flush();
        assertEquals("a\\u001b[31m\\u202e\\u009bb\\u0007c\\u2066\n一\n二\n", shown.toString());
    }

    @Test
    void jsonStaysTheSameJson() throws IOException {
        // Given
        String strange = "a\u202Eb\u0085\u2028\u001b\u007f";

        // When
        out.println(JsonNodeFactory.instance.objectNode().put("title", strange));
        out.flush();

        // Then
        assertEquals(strange, RecordJson.MAPPER.readTree(shown.toString()).path("title").asText());
    }
}
