package tocsin.runtime;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Values of a configuration: the environment's where it has one, else the file's with `${NAME}` filled in.
///
/// What is wrong with a value is told at its place: the variable's name, or file and line.
final class SettingValues {
    static final String KAFKA_PREFIX = "TOCSIN_KAFKA_";
    private static final String PREFIX = "TOCSIN_";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:file:([^}]+)|([A-Za-z_][A-Za-z0-9_]*))}");
    /// Variables that are no key of a configuration.
    private static final List<String> OTHERS = List.of("TOCSIN_URL", "TOCSIN_API_KEY", "TOCSIN_CA_FILE",
            "TOCSIN_DATA_DIR", "TOCSIN_HEAP",
            "TOCSIN_TIER", "TOCSIN_JAVA_HOME", "TOCSIN_TRACE");
    /// A variable so few letters from one that is known was meant to be it; others may be somebody else's.
    private static final int MISSPELT = 2;
    private static final int LAST_PORT = 65_535;

    private final Map<String, String> environment;
    private final Problems problems;
    private final Set<String> known = new TreeSet<>(OTHERS);

    SettingValues(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /// The value of a key: the environment's, else the file's, else this.
    String text(YamlNode node, String otherwise) {
        String fromEnvironment = environment.get(variable(node));
        if (fromEnvironment != null) {
            return fromEnvironment;
        }
        return node.isPresent() ? filled(node, node.text()) : otherwise;
    }

    /// The variable of the environment that stands for a key.
    private String variable(YamlNode node) {
        String name = PREFIX + node.path().replaceAll("[.\\-\\[\\]]", "_").toUpperCase(Locale.ROOT);
        known.add(name);
        return name;
    }

    /// The environment's value of a key, where it has one.
    Optional<String> fromEnvironment(YamlNode node) {
        return Optional.ofNullable(environment.get(variable(node)));
    }

    /// Where the value of a key comes from: the variable's name, or file, line and column.
    String place(YamlNode node) {
        return environment.containsKey(variable(node)) ? variable(node) : node.place();
    }

    /// Notes what is wrong with a value, at the place it comes from.
    void problem(YamlNode node, String message) {
        if (environment.containsKey(variable(node))) {
            problems.add(Problem.ofVariable(variable(node), message));
        } else {
            node.problem(message);
        }
    }

    /// Notes what is wrong with a variable.
    void problem(String name, String message) {
        problems.add(Problem.ofVariable(name, message));
    }

    /// Notes a problem for each variable of the environment that is a misspelt key. Asked when everything was read.
    void misspeltVariables() {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(PREFIX) && !name.startsWith(KAFKA_PREFIX) && !known.contains(name)) {
                Nearest.within(MISSPELT, name, known).ifPresent(near -> problem(name,
                        "is no variable that Tocsin knows (did you mean " + near + "?); set that, or unset this"));
            }
        }
    }

    /// The value of a key, or null where it is absent or blank.
    @Nullable
    String textOrNull(YamlNode node) {
        String text = text(node, "");
        return text.isBlank() ? null : text;
    }

    /// This text with `${NAME}` filled in from the environment, and `${file:PATH}` and `${file:PATH:KEY}` from a file.
    String filled(YamlNode node, String text) {
        Matcher references = REFERENCE.matcher(text);
        return references.replaceAll(reference -> {
            if (reference.group(1) != null) {
                return Matcher.quoteReplacement(SettingsFile.value(node, reference.group(1)));
            }
            known.add(reference.group(2));
            String value = environment.get(reference.group(2));
            if (value == null) {
                node.problem("the environment has no " + reference.group(2) + "; set it, or write the value here");
            }
            return Matcher.quoteReplacement(value == null ? "" : value);
        });
    }

    /// The value of a key that must have one, in the environment or in the file.
    String required(YamlNode parent, String key) {
        String text = text(parent.optional(key), "");
        if (text.isBlank()) {
            parent.required(key);
            if (parent.optional(key).isPresent() || environment.containsKey(variable(parent.optional(key)))) {
                problem(parent.optional(key), "is blank; give a value");
            }
        }
        return text;
    }

    /// A port, or 0 where the key lets a free one be chosen.
    int port(YamlNode node, int otherwise) {
        return number(node, otherwise, 0, LAST_PORT);
    }

    int number(YamlNode node, int otherwise, int least, int most) {
        int number = number(node, otherwise);
        if (number < least || number > most) {
            problem(node, number + " is not between " + least + " and " + most);
            return otherwise;
        }
        return number;
    }

    private int number(YamlNode node, int otherwise) {
        String text = text(node, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            problem(node, "\"" + text + "\" is not a whole number"
                    + (text.matches("[+-]?[0-9]{10,}") ? " of this size" : ""));
            return otherwise;
        }
    }

    boolean yes(YamlNode node, boolean otherwise) {
        String text = text(node, Boolean.toString(otherwise)).strip();
        if (!text.equals("true") && !text.equals("false")) {
            problem(node, "\"" + text + "\" is neither true nor false");
            return otherwise;
        }
        return text.equals("true");
    }

    Duration duration(YamlNode node, Duration otherwise) {
        String text = text(node, otherwise.toString());
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive()) {
                return duration;
            }
            problem(node, "\"" + text + "\" is no time: give one longer than nothing");
            return otherwise;
        } catch (DateTimeException e) {
            problem(node, "\"" + text + "\" is not a duration such as PT0.1S");
            return otherwise;
        }
    }

    /// A path of a file or a folder.
    Path path(YamlNode node, String otherwise) {
        String text = text(node, otherwise);
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
            problem(node, "is blank; name a path, or leave it out for " + otherwise);
        } catch (InvalidPathException e) {
            problem(node, "holds a character that no path may hold");
        }
        return Path.of(otherwise);
    }

    /// An address of scheme, host and port only, or null where the key is absent or blank.
    @Nullable
    URI origin(YamlNode node) {
        String text = textOrNull(node);
        if (text == null) {
            return null;
        }
        URI url = address(text);
        if (url != null && (url.getPath().isEmpty() || url.getPath().equals("/"))) {
            return url;
        }
        problem(node, "\"" + text + "\" is no address such as https://alerts.example.gov, without a path");
        return null;
    }

    /// Addresses over HTTP, separated by commas, or one word that stands for something else. What is no address is told
    /// with what it was probably meant to be, and given back as that.
    String addresses(YamlNode node, String word) {
        String text = text(node, word);
        if (text.strip().equals(word)) {
            return word;
        }
        List<String> addresses = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            String given = one.strip();
            if (address(given) != null) {
                addresses.add(given);
            } else if (!given.contains("://") && address("http://" + given) != null && given.matches(".*[.:].*")) {
                problem(node, "\"" + given + "\" has no scheme; write http://" + given + ", or https://");
                addresses.add("http://" + given);
            } else {
                problem(node, "\"" + PlainAddress.withoutPassword(given) + "\" is no address"
                        + Nearest.hint(given, List.of(word))
                        + "; write one such as http://registry:8081, several with commas between, or " + word);
            }
        }
        return addresses.isEmpty() ? word : String.join(",", addresses);
    }

    private static @Nullable URI address(String text) {
        try {
            URI url = URI.create(text);
            boolean web = url.getScheme() != null
                    && List.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT));
            return web && url.getHost() != null && url.getPort() <= LAST_PORT && url.getPort() != 0
                    && url.getQuery() == null && url.getFragment() == null && url.getUserInfo() == null ? url : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    Map<String, String> environment() {
        return environment;
    }
}
