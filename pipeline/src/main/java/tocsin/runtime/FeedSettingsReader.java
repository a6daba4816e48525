package tocsin.runtime;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tocsin.connectors.FeedSettings;
import tocsin.mapping.MappingReader;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.YamlNode;

/// Reads the feeds of `tocsin.yaml`.
final class FeedSettingsReader {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int MQTT = 1883;
    private static final int MQTTS = 8883;

    private final SettingValues values;
    private final Path folder;

    /// @param folder where the configuration lies: paths of mappings begin there, or where Tocsin is installed
    FeedSettingsReader(SettingValues values, Path folder) {
        this.values = values;
        this.folder = folder;
    }

    List<FeedSettings> read(YamlNode list) {
        List<FeedSettings> feeds = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlNode node : list.items()) {
            node.onlyKeys("id", "url", "every", "authorization", "topic", "user", "password", "mapping",
                    "stalled-after", "issuers");
            String id = values.required(node, "id");
            if (!id.matches("[A-Za-z0-9_.-]{1,60}")) {
                values.problem(node.optional("id"), "must be letters, digits, dots and dashes, 60 at most");
            }
            if (!ids.add(id)) {
                values.problem(node.optional("id"), "\"" + id + "\" is the id of another feed; give each its own");
            }
            feed(node, id).ifPresent(feeds::add);
        }
        return List.copyOf(feeds);
    }

    private Optional<FeedSettings> feed(YamlNode node, String id) {
        Optional<FeedSettings.Source> source = source(node);
        String mapping = values.required(node, "mapping");
        Optional<Duration> stalled = values.text(node.optional("stalled-after"), "").isBlank()
                ? Optional.empty()
                : Optional.of(values.duration(node.optional("stalled-after"), LEAST));
        if (mapping.isBlank() || source.isEmpty()) {
            return Optional.empty();
        }
        Path named = values.path(node.optional("mapping"), "mapping.yaml");
        Path beside = folder.resolve(named);
        Path file = Files.exists(beside) ? beside : Path.of(System.getProperty("tocsin.home", ".")).resolve(named);
        try {
            return Optional.of(new FeedSettings(id, MappingReader.read(file), source.get(), stalled,
                    ApiKeysReader.issuers(values, node)));
        } catch (InvalidFileException e) {
            values.problem(node.optional("mapping"), "\"" + mapping + "\" cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<FeedSettings.Source> source(YamlNode node) {
        String text = values.required(node, "url");
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            values.problem(node.optional("url"), "is no address");
            return Optional.empty();
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !List.of("http", "https", "mqtt", "mqtts").contains(scheme)) {
            if (!text.isBlank()) {
                values.problem(node.optional("url"),
                        "must begin with http://, https://, mqtt:// or mqtts:// and name a host");
            }
            return Optional.empty();
        }
        if (url.getUserInfo() != null) {
            values.problem(node.optional("url"), "holds a password; give it under user and password, or authorization");
        }
        if (scheme.startsWith("mqtt")) {
            boolean tls = scheme.equals("mqtts");
            return Optional.of(new FeedSettings.Heard(url.getHost(),
                    url.getPort() > 0 ? url.getPort() : tls ? MQTTS : MQTT, tls, values.required(node, "topic"),
                    values.textOrNull(node.optional("user")), values.textOrNull(node.optional("password"))));
        }
        Duration every = values.duration(node.optional("every"), Duration.ofMinutes(1));
        if (every.compareTo(LEAST) < 0) {
            values.problem(node.optional("every"), "must be at least " + LEAST);
        }
        return Optional.of(new FeedSettings.Polled(url, every.compareTo(LEAST) < 0 ? LEAST : every,
                values.textOrNull(node.optional("authorization"))));
    }
}
