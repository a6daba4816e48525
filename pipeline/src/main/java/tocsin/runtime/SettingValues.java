package tocsin.runtime;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tocsin.yaml.YamlNode;

/// Values of a configuration: the environment's where it has one, else the file's with `${NAME}` filled in.
final class SettingValues {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Map<String, String> environment;

    SettingValues(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The value of a key: the environment's, else the file's, else this.
    String text(YamlNode node, String otherwise) {
        String name = "TOCSIN_" + node.path().replaceAll("[.\\-\\[\\]]", "_").toUpperCase(Locale.ROOT);
        String fromEnvironment = environment.get(name);
        if (fromEnvironment != null) {
            return fromEnvironment;
        }
        return node.isPresent() ? filled(node, node.text()) : otherwise;
    }

    /// The value of a key, or null where it is absent or blank.
    @Nullable
    String textOrNull(YamlNode node) {
        String text = text(node, "");
        return text.isBlank() ? null : text;
    }

    /// This text with `${NAME}` filled in from the environment.
    String filled(YamlNode node, String text) {
        Matcher references = REFERENCE.matcher(text);
        return references.replaceAll(reference -> {
            String value = environment.get(reference.group(1));
            if (value == null) {
                node.problem("the environment has no " + reference.group(1) + "; set it, or write the value here");
            }
            return Matcher.quoteReplacement(value == null ? "" : value);
        });
    }

    /// The value of a key that must have one, in the environment or in the file.
    String required(YamlNode parent, String key) {
        String text = text(parent.optional(key), "");
        if (text.isBlank()) {
            parent.required(key);
            if (parent.optional(key).isPresent()) {
                parent.optional(key).problem("is blank; give a value");
            }
        }
        return text;
    }

    int number(YamlNode node, int otherwise, int least, int most) {
        int number = number(node, otherwise);
        if (number < least || number > most) {
            node.problem(number + " is not between " + least + " and " + most);
            return otherwise;
        }
        return number;
    }

    int number(YamlNode node, int otherwise) {
        String text = text(node, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            node.problem("\"" + text + "\" is not a whole number");
            return otherwise;
        }
    }

    Duration duration(YamlNode node, Duration otherwise) {
        String text = text(node, otherwise.toString());
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive()) {
                return duration;
            }
            node.problem("\"" + text + "\" is no time: give one longer than nothing");
            return otherwise;
        } catch (DateTimeException e) {
            node.problem("\"" + text + "\" is not a duration such as PT0.1S");
            return otherwise;
        }
    }

    /// An address of scheme, host and port only, or null where the key is absent or blank.
    @Nullable
    URI origin(YamlNode node) {
        String text = textOrNull(node);
        if (text == null) {
            return null;
        }
        try {
            URI url = URI.create(text);
            boolean plain = url.getHost() != null && java.util.List.of("http", "https").contains(url.getScheme())
                    && (url.getPath().isEmpty() || url.getPath().equals("/")) && url.getQuery() == null;
            if (plain) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below like every other address that is none.
        }
        node.problem("\"" + text + "\" is no address such as https://alerts.example.gov, without a path");
        return null;
    }

    Map<String, String> environment() {
        return environment;
    }
}
