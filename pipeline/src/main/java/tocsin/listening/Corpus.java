package tocsin.listening;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sentences made by this project in one language, by what they are.
///
/// @param words what fills the places of a sentence, by name
/// @param sentences the sentences of each kind
record Corpus(Map<String, List<String>> words, Map<Kind, List<String>> sentences) {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    /// What a sentence is.
    enum Kind {
        /// Tells of an event that happens: what is seen, hurt, broken, warned of, done or needed.
        EVENT,
        /// Only feels, judges or jokes about one.
        TALK,
        /// Is about something else, whatever words it uses.
        OTHER
    }

    /// The sentences of a language the project has some in: en, es, fil, fr, it, pt, zh.
    static Corpus read(String language) {
        return read(lines("relevance." + language + ".txt"));
    }

    /// The lines of a file beside this class.
    ///
    /// @throws IllegalArgumentException if there is no such file
    static List<String> lines(String file) {
        try (InputStream in = Corpus.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Corpus read(List<String> lines) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        Map<Kind, List<String>> sentences = new EnumMap<>(Kind.class);
        String section = "";
        for (String line : lines) {
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
            } else if (section.equals("words")) {
                int colon = line.indexOf(':');
                words.put(line.substring(0, colon),
                        List.of(line.substring(colon + 1).split("\\|", -1)).stream().map(String::strip).toList());
            } else {
                sentences.computeIfAbsent(Kind.valueOf(section.toUpperCase(Locale.ROOT)), kind -> new ArrayList<>())
                        .add(line);
            }
        }
        sentences.replaceAll((kind, list) -> List.copyOf(list));
        return new Corpus(Map.copyOf(words), Map.copyOf(sentences));
    }

    /// A sentence of one kind, its places filled by chance.
    String sentence(Kind kind, RandomGenerator random) {
        List<String> known = sentences.getOrDefault(kind, List.of());
        Matcher places = PLACE.matcher(known.get(random.nextInt(known.size())));
        return places.replaceAll(place -> {
            List<String> fills = words.getOrDefault(place.group(1), List.of(""));
            return Matcher.quoteReplacement(fills.get(random.nextInt(fills.size())));
        });
    }

    /// The words for what can happen.
    List<String> hazards() {
        return words.getOrDefault("hazard", List.of());
    }
}
