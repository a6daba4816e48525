package tocsin.yaml;

import tocsin.text.PlainText;

/// One thing wrong in a file a person wrote, or in a variable of the environment.
///
/// @param file the file, as the person knows it; or the variable's name
/// @param line line from 1; 0 where it is no place in a file
/// @param column column from 1; 0 likewise
/// @param message what is wrong and what to do
public record Problem(String file, int line, int column, String message) {
    /// What is wrong with a variable of the environment.
    public static Problem ofVariable(String name, String message) {
        return new Problem(name, 0, 0, message);
    }

    @Override
    public String toString() {
        return PlainText.line(file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + message);
    }
}
