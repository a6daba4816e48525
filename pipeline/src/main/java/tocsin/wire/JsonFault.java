package tocsin.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import tocsin.text.PlainText;

/// What is wrong with a text that is no JSON, in words for a person.
public final class JsonFault {
    private static final int LONGEST = 200;

    private JsonFault() {}

    /// The fault with its line and column, without what the library says to programmers.
    public static String of(JacksonException fault) {
        String said = String.valueOf(fault.getOriginalMessage());
        String plain = said.startsWith("Trailing token")
                ? "goes on behind its end; a file of objects, one in each line, is ndjson"
                : said.replaceFirst("(?s)(: enable `| \\(for `| \\(`?com\\.|\\n).*", "");
        JsonLocation at = fault.getLocation();
        return PlainText.shortened(PlainText.line(plain), LONGEST) + (at == null || at.getLineNr() < 1
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
    }
}
