package tocsin.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tocsin.api.ApiKey;
import tocsin.wire.Topics;

/// A test's own place on the pair it shares with others: nobody else has its topics, subjects, application ids and groups,
/// for all of them begin with its name.
///
/// @param bootstrap the broker's address
/// @param registry the registry's
/// @param name what everything begins with
/// @param pair the folder of the pair's data
public record Place(String bootstrap, String registry, String name, Path pair) {
    private static final int PARTITIONS = 3;

    /// The prefix of its topics.
    public String prefix() {
        return name + ".";
    }

    /// Its topics, three partitions each.
    public Topics topics() {
        return new Topics(prefix(), PARTITIONS);
    }

    /// Settings of a Tocsin at this place that writes what it would send to its outbox, and knows no secret but its own.
    ///
    /// @param dataDir a folder of this test
    public TocsinSettings settings(Path dataDir, List<ApiKey> keys, Duration commitInterval) {
        return settings(dataDir, keys, commitInterval, ChannelSettings.OUTBOX, null);
    }

    /// Settings of a Tocsin at this place.
    ///
    /// @param dataDir a folder of this test
    /// @param signingSecret the secret of all instances at this place, or null
    public TocsinSettings settings(Path dataDir, List<ApiKey> keys, Duration commitInterval, ChannelSettings channels,
            String signingSecret) {
        return new TocsinSettings(Map.of("bootstrap.servers", bootstrap), new TocsinSettings.Registry(registry, null),
                "",
                prefix(), PARTITIONS, 1, dataDir, new TocsinSettings.Http("127.0.0.1", 0), Path.of("unused"), channels,
                keys, signingSecret, Map.of(), commitInterval, new TocsinSettings.EmbeddedPorts(0, 0));
    }

    /// Every file of the pair that may hold something of this place: its own partitions, the broker's topics about
    /// everybody, the registry's data.
    public List<Path> files() throws IOException {
        Path broker = pair.resolve("broker");
        try (Stream<Path> files = Files.walk(pair)) {
            return files.filter(Files::isRegularFile).filter(file -> !file.startsWith(broker)
                    || isOfThisPlace(broker.relativize(file).getName(0).toString())).toList();
        }
    }

    private boolean isOfThisPlace(String partition) {
        return partition.startsWith(name) || partition.startsWith("__");
    }
}
