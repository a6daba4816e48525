package tocsin.doubles.sign;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads MULTI as a board does: tags it knows, characters it has, the room there is.
///
/// @param rows lines a page has
/// @param columns characters a line has
public record MultiReader(int rows, int columns) {
    /// @param error the standard's number; 2 is none
    /// @param position where in the text
    public record Finding(int error, int position) {}

    public static final Finding NOTHING = new Finding(2, 0);
    private static final Pattern TAG = Pattern.compile("\\[(/?[a-z]+)([0-9,o]*)]");

    public Finding read(String multi) {
        int line = 1;
        int column = 0;
        int page = 1;
        int at = 0;
        while (at < multi.length()) {
            char next = multi.charAt(at);
            boolean doubled = (next == '[' || next == ']') && multi.startsWith(String.valueOf(next).repeat(2), at);
            Matcher tag = TAG.matcher(multi).region(at, multi.length());
            if (!doubled && next == '[' && tag.lookingAt()) {
                switch (tag.group(1)) {
                    case "nl" -> {
                        line++;
                        column = 0;
                    }
                    case "np" -> {
                        page++;
                        line = 1;
                        column = 0;
                    }
                    case "jl", "jp", "fo" -> {
                        // Neither takes room.
                    }
                    case "pt" -> {
                        if (!tag.group(2).matches("([01]?\\d?\\d|2[0-4]\\d|25[0-5])o\\d{1,3}")) {
                            return new Finding(4, at);
                        }
                    }
                    default -> {
                        return new Finding(3, at);
                    }
                }
                at = tag.end();
            } else if (!doubled && (next == '[' || next == ']')) {
                return new Finding(1, at);
            } else if (next < ' ' || next > '~') {
                return new Finding(7, at);
            } else {
                column++;
                at += doubled ? 2 : 1;
            }
            if (line > rows || column > columns) {
                return new Finding(5, at);
            }
            if (page > 2) {
                return new Finding(12, at);
            }
        }
        return NOTHING;
    }
}
