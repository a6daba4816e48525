package tocsin.cli;

import java.io.PrintWriter;
import java.io.Writer;
import tocsin.text.PlainText;

/// Where every command prints: whatever strangers wrote, a terminal shows it and obeys none of it.
///
/// Marks are written as JSON writes them, so that JSON stays JSON. Ends of lines stay: what has to be one line goes through
/// [PlainText#line] before.
final class PlainWriter extends PrintWriter {
    PlainWriter(Writer out) {
        super(out, true);
    }

    @Override
    public void write(String text, int offset, int length) {
        String plain = PlainText.lines(text.substring(offset, offset + length));
        super.write(plain, 0, plain.length());
    }

    @Override
    public void write(char[] text, int offset, int length) {
        write(new String(text, offset, length), 0, length);
    }

    @Override
    public void write(int character) {
        write(String.valueOf((char) character), 0, 1);
    }
}
