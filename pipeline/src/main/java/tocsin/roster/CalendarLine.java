package tocsin.roster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One property of a calendar as it stands there, unfolded.
///
/// @param number the line it begins on, from 1
/// @param name its name in capitals
/// @param parameters its parameters by name in capitals, as they stand, without quotation marks
/// @param value what stands behind the colon
record CalendarLine(int number, String name, Map<String, String> parameters, String value) {
    /// A line without its folds.
    ///
    /// @param number the line it begins on, from 1
    record Unfolded(int number, String text) {}

    /// The lines of this text with their folds undone (RFC 5545, 3.1); empty ones are left out.
    static List<Unfolded> unfold(String text) {
        List<Unfolded> all = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int number = 0;
        int begun = 1;
        for (String part : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (part.startsWith(" ") || part.startsWith("\t")) {
                line.append(part, 1, part.length());
                continue;
            }
            add(all, begun, line);
            line.append(part);
            begun = number;
        }
        add(all, begun, line);
        return all;
    }

    private static void add(List<Unfolded> all, int number, StringBuilder line) {
        if (!line.toString().isBlank()) {
            all.add(new Unfolded(number, line.toString()));
        }
        line.setLength(0);
    }

    /// The property on this line; empty where it is none.
    static Optional<CalendarLine> of(Unfolded line) {
        String text = line.text();
        List<Integer> cuts = new ArrayList<>();
        boolean quoted = false;
        int colon = -1;
        for (int i = 0; i < text.length() && colon < 0; i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == ':' && !quoted) {
                colon = i;
            } else if (c == ';' && !quoted) {
                cuts.add(i);
            }
        }
        if (colon < 0) {
            return Optional.empty();
        }
        cuts.add(colon);
        String name = text.substring(0, cuts.getFirst()).strip().toUpperCase(Locale.ROOT);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < cuts.size(); i++) {
            String[] parameter = text.substring(cuts.get(i - 1) + 1, cuts.get(i)).split("=", 2);
            parameters.put(parameter[0].strip().toUpperCase(Locale.ROOT),
                    parameter.length < 2 ? "" : parameter[1].replace("\"", "").strip());
        }
        return name.matches("[A-Z0-9-]+")
                ? Optional.of(new CalendarLine(line.number(), name, Map.copyOf(parameters),
                        text.substring(colon + 1).strip()))
                : Optional.empty();
    }

    /// A parameter in capitals; this where it is not given.
    String parameter(String parameter, String otherwise) {
        return parameters.getOrDefault(parameter, otherwise).toUpperCase(Locale.ROOT);
    }

    /// Whether it holds days and no times.
    boolean isDay() {
        return parameter("VALUE", "DATE-TIME").equals("DATE");
    }
}
