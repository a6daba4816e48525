package tocsin.yaml;

import tocsin.text.PlainText;

/// One thing wrong in a file a person wrote.
///
/// @param file the file, as the person knows it
/// @param line line from 1
/// @param column column from 1
/// @param message what is wrong and what to do
public record Problem(String file, int line, int column, String message) {
    @Override
    public String toString() {
        return PlainText.line(file + ":" + line + ":" + column + ": " + message);
    }
}
