package tocsin.rules.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The names of areas, found in a text: Chinese without spaces, other languages as whole words.
///
/// Where names overlap, the one of the smaller area stands, and of equal areas the longer: 青岛市北区 names 市北区, and
/// not 青岛市 and 北区. Of several areas a text is about the smallest; of several of that size, the one it names most
/// often, and then first.
public final class Gazetteer {
    /// Characters of a text that are looked at.
    private static final int LONGEST = 2_000;

    private record Name(String name, String code, int depth, boolean isHan) {}

    private record Found(Name name, int at) {
        int end() {
            return at + name.name().length();
        }
    }

    private final Map<Character, List<Name>> byFirst = new HashMap<>();

    /// The names of these areas, their aliases among them.
    public Gazetteer(Collection<Area> areas) {
        for (Area area : areas) {
            add(area.name().zh(), area.code());
            add(area.name().en(), area.code());
            area.aliases().forEach(alias -> add(alias, area.code()));
        }
        byFirst.values().forEach(names -> names.sort(Comparator.comparingInt(Name::depth)
                .thenComparingInt(name -> name.name().length()).reversed()));
    }

    private void add(String name, String code) {
        String lower = name.toLowerCase(Locale.ROOT).strip();
        if (lower.length() >= 2) {
            boolean isHan = Character.UnicodeScript.of(lower.codePointAt(0)) == Character.UnicodeScript.HAN;
            byFirst.computeIfAbsent(lower.charAt(0), first -> new ArrayList<>())
                    .add(new Name(lower, code, depth(code), isHan));
        }
    }

    /// How small an area is, by the digits of its code that say something.
    private static int depth(String code) {
        return code.matches("[0-9]{6}") ? code.replaceFirst("(00){1,2}$", "").length() : code.length();
    }

    /// The code of the area a text is about, or empty where it names none.
    public Optional<String> area(String text) {
        List<Found> found = found(text.substring(0, Math.min(LONGEST, text.length())).toLowerCase(Locale.ROOT));
        int deepest = found.stream().mapToInt(one -> one.name().depth()).max().orElse(0);
        Map<String, Integer> times = new HashMap<>();
        Map<String, Integer> first = new HashMap<>();
        for (Found one : found) {
            if (one.name().depth() == deepest) {
                times.merge(one.name().code(), 1, Integer::sum);
                first.merge(one.name().code(), one.at(), Math::min);
            }
        }
        return times.keySet().stream().min(Comparator.comparingInt((String code) -> -times.getOrDefault(code, 0))
                .thenComparingInt(code -> first.getOrDefault(code, 0)).thenComparing(code -> code));
    }

    private List<Found> found(String text) {
        List<Found> all = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            for (Name name : byFirst.getOrDefault(text.charAt(at), List.of())) {
                if (text.startsWith(name.name(), at) && (name.isHan() || isWord(text, at, name.name().length()))) {
                    all.add(new Found(name, at));
                }
            }
        }
        all.sort(Comparator.comparingInt((Found one) -> -one.name().depth())
                .thenComparingInt(one -> -one.name().name().length()).thenComparingInt(Found::at));
        List<Found> standing = new ArrayList<>();
        for (Found one : all) {
            if (standing.stream().noneMatch(other -> one.at() < other.end() && other.at() < one.end())) {
                standing.add(one);
            }
        }
        return standing;
    }

    private static boolean isWord(String text, int at, int length) {
        return (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                && (at + length == text.length() || !Character.isLetterOrDigit(text.charAt(at + length)));
    }
}
