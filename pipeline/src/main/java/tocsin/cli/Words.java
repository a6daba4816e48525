package tocsin.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Words of a command line that have to be something.
final class Words {
    private Words() {}

    /// The word, which must not be blank.
    static String given(String name, String word) {
        if (word.isBlank()) {
            throw new CommandFailure(Main.WRONG_USAGE, name + " is empty; give it a value, or leave it out");
        }
        return word;
    }

    /// The word as a part of an address, which must not be blank.
    static String escaped(String name, String word) {
        return URLEncoder.encode(given(name, word), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// A port, or 0 for a free one.
    static int port(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new CommandFailure(Main.WRONG_USAGE,
                    name + " " + port + " is no port; give one from 1 to 65535, or 0 for a free one");
        }
        return port;
    }

    /// Values by name. Throws a failure where one has no name, or a name stands twice.
    static Map<String, String> named(String option, List<String> words) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new CommandFailure(Main.WRONG_USAGE,
                        option + " \"" + word + "\" must be NAME=VALUE, such as " + option + " dead=1");
            }
            String name = word.substring(0, equals);
            if (named.putIfAbsent(name, word.substring(equals + 1)) != null) {
                throw new CommandFailure(Main.WRONG_USAGE, option + " " + name + " stands twice; give it once");
            }
        }
        return named;
    }
}
