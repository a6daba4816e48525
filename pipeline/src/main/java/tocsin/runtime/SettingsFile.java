package tocsin.runtime;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import tocsin.text.FileTrouble;
import tocsin.yaml.YamlNode;

/// Files that a configuration points to for what should not stand in it: a password, or the properties of a client.
final class SettingsFile {
    /// The key that names a file of properties.
    static final String KEY = "file";
    private static final int LONGEST = 64 * 1024;

    private SettingsFile() {}

    /// The properties of the file that this key names, less those without a value; empty where it names none, or one that
    /// cannot be read, which is told.
    static Map<String, String> of(SettingValues values, YamlNode node) {
        String name = values.textOrNull(node);
        Map<String, String> settings = new HashMap<>();
        if (name != null) {
            try {
                properties(Path.of(name)).forEach((key, value) -> settings.put(String.valueOf(key),
                        String.valueOf(value)));
            } catch (IOException | IllegalArgumentException e) {
                values.problem(node,
                        trouble(e) + "; name a file of properties, such as the client.properties of Kafka's"
                                + " tools");
            }
        }
        return settings;
    }

    /// What `${file:PATH}` or `${file:PATH:KEY}` stands for: a file's text without white space around it, or the value of
    /// a key of a file of properties. Empty where it is not there, which is told without the text.
    static String value(YamlNode node, String reference) {
        int colon = reference.lastIndexOf(':');
        try {
            if (Files.isRegularFile(Path.of(reference)) || colon <= 0) {
                return text(Path.of(reference)).strip();
            }
            String key = reference.substring(colon + 1);
            String value = properties(Path.of(reference.substring(0, colon))).getProperty(key);
            if (value != null) {
                return value;
            }
            node.problem("the file " + reference.substring(0, colon) + " has no " + key + "; give it a line " + key
                    + "=...");
        } catch (IOException | IllegalArgumentException e) {
            node.problem("${file:" + reference + "}: " + trouble(e));
        }
        return "";
    }

    /// Whether a property is of a client of the schema registry.
    static boolean isOfRegistry(String name) {
        return name.startsWith("schema.registry.") || name.startsWith("basic.auth.");
    }

    private static String trouble(Exception failure) {
        return switch (failure) {
            case IOException io -> "cannot be read: " + FileTrouble.of(io);
            case InvalidPathException _ -> "holds a character that no path may hold";
            default -> "is no file of properties";
        };
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text(file)));
        return properties;
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("it has more than " + LONGEST + " bytes");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
