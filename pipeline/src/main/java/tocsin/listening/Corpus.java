package tocsin.listening;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Sentences made by this project: some tell of an event that happens, the others do not.
///
/// @param words what fills the places of a sentence, by name
/// @param event sentences that tell of an event
/// @param other sentences that do not
record Corpus(Map<String, List<String>> words, List<String> event, List<String> other) {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    /// The sentences of a language the project has some in: en, zh.
    static Corpus read(String language) {
        try (InputStream in = Corpus.class.getResourceAsStream("relevance." + language + ".txt")) {
            if (in == null) {
                throw new IllegalArgumentException("there are no sentences in " + language);
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Corpus read(List<String> lines) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        List<String> event = new ArrayList<>();
        List<String> other = new ArrayList<>();
        String section = "";
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line;
            } else if (section.equals("[words]")) {
                int colon = line.indexOf(':');
                words.put(line.substring(0, colon),
                        List.of(line.substring(colon + 1).split("\\|", -1)).stream().map(String::strip).toList());
            } else {
                (section.equals("[event]") ? event : other).add(line);
            }
        }
        return new Corpus(Map.copyOf(words), List.copyOf(event), List.copyOf(other));
    }

    /// A sentence of one sort, its places filled by chance.
    String sentence(boolean ofEvent, RandomGenerator random) {
        List<String> sentences = ofEvent ? event : other;
        Matcher places = PLACE.matcher(sentences.get(random.nextInt(sentences.size())));
        return places.replaceAll(place -> {
            List<String> known = words.getOrDefault(place.group(1), List.of(""));
            return Matcher.quoteReplacement(known.get(random.nextInt(known.size())));
        });
    }

    /// The words for what can happen.
    List<String> hazards() {
        return Stream.of("hazard", "elsewhere").flatMap(list -> words.getOrDefault(list, List.of()).stream()).toList();
    }
}
