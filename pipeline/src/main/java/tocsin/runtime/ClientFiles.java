package tocsin.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import tocsin.embedded.EmbeddedPair;
import tocsin.embedded.PairAccess;
import tocsin.schemas.RegistrySettings;
import tocsin.text.FileTrouble;

/// The files by which programs of this machine come in to an embedded pair, readable by their owner only:
/// `client.properties` for other programs, and `tocsin.properties` for Tocsin's own commands and further instances.
///
/// They are written at each start, for the addresses may be others, and are not there while the pair asks nobody.
public final class ClientFiles {
    /// The file of other programs.
    public static final String CLIENT = "client.properties";
    /// The file of Tocsin's own commands and instances.
    public static final String OWN = "tocsin.properties";

    private final Path dataDir;

    public ClientFiles(Path dataDir) {
        this.dataDir = dataDir;
    }

    /// What Tocsin's own commands use.
    ///
    /// @param kafka settings of Kafka clients, the address among them where the broker is embedded
    /// @param registryAuth `name:password` at the registry, or null
    public record Own(Map<String, Object> kafka, @Nullable String registryAuth) {
        @Override
        public String toString() {
            return "Own[" + kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) + "]";
        }
    }

    /// The passwords of the pair of this folder, made once and kept. Throws [IllegalStateException] with what to do where
    /// somebody put one there that cannot be used.
    public PairAccess access() {
        InstanceFiles files = new InstanceFiles(dataDir);
        try {
            return new PairAccess(files.brokerPassword(), files.clientPassword());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    e.getMessage() + "; remove broker-password and client-password in " + dataDir
                            + ", and new ones are made",
                    e);
        }
    }

    /// Writes both files, or removes them where the pair asks nobody.
    ///
    /// @param broker the broker's address; null where it is not of this pair
    /// @param registry the registry's address; null where it is not of this pair
    /// @param access who may come in; null where nobody is asked
    public void write(@Nullable String broker, @Nullable String registry, @Nullable PairAccess access) {
        if (access == null) {
            try {
                Files.deleteIfExists(dataDir.resolve(CLIENT));
                Files.deleteIfExists(dataDir.resolve(OWN));
            } catch (IOException e) {
                throw new IllegalStateException(
                        "the data folder " + dataDir + " cannot be written (" + FileTrouble.of(e) + ")", e);
            }
            return;
        }
        InstanceFiles files = new InstanceFiles(dataDir);
        files.write(dataDir.resolve(CLIENT), howTo(broker, registry)
                + text(broker, registry, access.clientKafka(), access.clientRegistry()));
        files.write(dataDir.resolve(OWN), "# Of Tocsin itself, which may do everything here. Do not give it to others;"
                + " they have " + CLIENT + ".\n" + text(broker, registry, access.ownKafka(), access.ownRegistry()));
    }

    /// The same for a pair that was started.
    public void write(EmbeddedPair pair, boolean hasBroker, boolean hasRegistry, @Nullable PairAccess access) {
        write(hasBroker ? pair.brokerAddress() : null, hasRegistry ? pair.registryUrl() : null, access);
    }

    /// How another program uses the client's file, in lines for a person; empty where there is none.
    public List<String> use() {
        Path file = dataDir.resolve(CLIENT);
        return Files.exists(file)
                ? List.of("other programs of this machine come in with " + file + ":",
                        "  kafka-console-producer --bootstrap-server ADDRESS --command-config " + file
                                + " --topic tocsin.reports",
                        "  curl -u \"$(sed -n 's/^" + RegistrySettings.USER_INFO + "=//p' " + file
                                + ")\" REGISTRY/subjects")
                : List.of();
    }

    /// What is in the file of Tocsin's own commands; empty where there is none, because the pair asks nobody or none has
    /// run here. Throws [IllegalStateException] where it cannot be read.
    public Optional<Own> own() {
        Path file = dataDir.resolve(OWN);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(file + " cannot be read ("
                    + (e instanceof IOException io ? FileTrouble.of(io) : "it is no file of properties")
                    + "); Tocsin writes it anew when it starts", e);
        }
        Map<String, Object> kafka = new HashMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("schema.registry.") && !name.startsWith("basic.auth."))
                .forEach(name -> kafka.put(name, properties.getProperty(name)));
        return Optional.of(new Own(kafka, properties.getProperty(RegistrySettings.USER_INFO)));
    }

    private static String howTo(@Nullable String broker, @Nullable String registry) {
        return "# For programs of this machine that send to Tocsin or read what it puts out. Keep it to yourself.\n"
                + (broker == null ? ""
                        : "#   kafka-console-producer --bootstrap-server " + broker + " --command-config " + CLIENT
                                + " --topic tocsin.reports\n")
                + (registry == null ? ""
                        : "#   curl -u \"$(sed -n 's/^" + RegistrySettings.USER_INFO + "=//p' " + CLIENT + ")\" "
                                + registry + "/subjects\n");
    }

    private static String text(@Nullable String broker, @Nullable String registry, Map<String, Object> kafka,
            String registryAuth) {
        StringBuilder text = new StringBuilder();
        if (broker != null) {
            line(text, CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker);
            new TreeMap<>(kafka).forEach((name, value) -> line(text, name, String.valueOf(value)));
        }
        if (registry != null) {
            line(text, RegistrySettings.URL, registry);
            line(text, RegistrySettings.CREDENTIALS_SOURCE, "USER_INFO");
            line(text, RegistrySettings.USER_INFO, registryAuth);
        }
        return text.toString();
    }

    /// As `java.util.Properties` reads it.
    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append('=').append(value.replace("\\", "\\\\")).append('\n');
    }
}
