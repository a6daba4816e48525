package tocsin.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one instance keeps of itself in its data folder: its name, its secret, and how it is reached.
public final class InstanceFiles {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ENDPOINT = "endpoint.json";

    private final Path dataDir;

    public InstanceFiles(Path dataDir) {
        this.dataDir = dataDir;
    }

    /// How a running Tocsin is reached.
    ///
    /// @param url its address
    /// @param apiKey a key that may call it
    /// @param broker its broker's address; null where the configuration says it, or it is not known yet
    /// @param registry its registry's address; null likewise
    /// @param prefix the prefix of its topics
    public record Endpoint(String url, String apiKey, @Nullable String broker, @Nullable String registry,
            String prefix) {
        @Override
        public String toString() {
            return "Endpoint[" + url + "]";
        }
    }

    /// This instance's name, made once and kept.
    public String instanceId() {
        return kept("instance-id", () -> random(6));
    }

    /// The secret passports are signed with, made once and kept, readable by its owner only.
    public String signingSecret() {
        return kept("signing-secret", () -> random(32));
    }

    /// The key of a second person at a demonstration, made once and kept, readable by its owner only.
    public String deputyKey() {
        return kept("deputy-key", () -> random(16));
    }

    /// The console's key of this instance, made once and kept, readable by its owner only.
    String consoleKey() {
        return kept("console-key", () -> random(16));
    }

    /// Writes how this instance is reached, for commands on the same machine.
    void writeEndpoint(Endpoint endpoint) {
        write(dataDir.resolve(ENDPOINT), JSON.createObjectNode().put("url", endpoint.url())
                .put("apiKey", endpoint.apiKey()).put("broker", endpoint.broker()).put("registry", endpoint.registry())
                .put("prefix", endpoint.prefix()).toString());
    }

    /// How the Tocsin of this data folder is reached, or empty if none has run here.
    public Optional<Endpoint> endpoint() {
        Path file = dataDir.resolve(ENDPOINT);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            JsonNode json = JSON.readTree(Files.readString(file));
            return Optional.of(new Endpoint(json.path("url").asText(), json.path("apiKey").asText(),
                    text(json.path("broker")), text(json.path("registry")), json.path("prefix").asText("tocsin.")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static @Nullable String text(JsonNode json) {
        return json.isTextual() ? json.asText() : null;
    }

    private String kept(String name, Supplier<String> made) {
        Path file = dataDir.resolve(name);
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        String text = made.get();
        write(file, text);
        return text;
    }

    private void write(Path file, String text) {
        try {
            Files.createDirectories(dataDir);
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
