package tocsin.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.embedded.DataFolder;
import tocsin.text.FileTrouble;

/// What one instance keeps of itself in its data folder: its name, its secret, and how it is reached.
public final class InstanceFiles {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(InstanceFiles.class);
    /// What a person put there instead: long enough for a secret, and not the beginning of what is made here.
    private static final String GIVEN_BY_SOMEBODY = "(?=.*[^0-9a-f])[\\x21-\\x7e]{16,256}";
    private static final String ENDPOINT = "endpoint.json";
    private static final String PAIR = "pair.json";
    private static final String CERTIFICATE = "tls-certificate.pem";

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

    /// Where a broker and a registry are that Tocsin brings along.
    ///
    /// @param broker the broker's address
    /// @param registry the registry's address
    public record Pair(String broker, String registry) {}

    /// Writes where an embedded pair is that runs alone, for commands on the same machine.
    public void writePair(Pair pair) {
        write(dataDir.resolve(PAIR),
                JSON.createObjectNode().put("broker", pair.broker()).put("registry", pair.registry()).toString());
    }

    /// Where the embedded pair of this data folder is, with a Tocsin or alone; empty if none has run here.
    public Optional<Pair> pair() {
        return endpoint().filter(endpoint -> endpoint.broker() != null && endpoint.registry() != null)
                .map(endpoint -> new Pair(String.valueOf(endpoint.broker()), String.valueOf(endpoint.registry())))
                .or(this::pairAlone);
    }

    /// Notes that the pair that ran alone has ended.
    public void removePair() {
        try {
            Files.deleteIfExists(dataDir.resolve(PAIR));
        } catch (IOException e) {
            LOG.warn("{} cannot be removed: {}", PAIR, e.getMessage());
        }
    }

    /// Where the pair is that runs alone in this folder; empty if none does.
    public Optional<Pair> pairAlone() {
        Path file = dataDir.resolve(PAIR);
        try {
            JsonNode json = Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
            return json.path("broker").isTextual() && json.path("registry").isTextual()
                    ? Optional.of(new Pair(json.path("broker").asText(), json.path("registry").asText()))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read, and is taken as missing: {}", file, e.getMessage());
            return Optional.empty();
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

    /// The password of Tocsin itself at its embedded pair, made once and kept, readable by its owner only.
    String brokerPassword() {
        return kept("broker-password", () -> random(24));
    }

    /// The password of other programs at the embedded pair, made once and kept, readable by its owner only.
    String clientPassword() {
        return kept("client-password", () -> random(24));
    }

    /// The console's key of this instance, made once and kept, readable by its owner only.
    public String consoleKey() {
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
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (!json.path("url").isTextual() || !json.path("apiKey").isTextual()) {
                LOG.warn("{} says nothing of a Tocsin, and is taken as missing", file);
                return Optional.empty();
            }
            return Optional.of(new Endpoint(json.path("url").asText(), json.path("apiKey").asText(),
                    text(json.path("broker")), text(json.path("registry")), json.path("prefix").asText("tocsin.")));
        } catch (IOException e) {
            LOG.warn("{} cannot be read, and is taken as missing: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static @Nullable String text(JsonNode json) {
        return json.isTextual() ? json.asText() : null;
    }

    /// Writes the certificate this instance is known by, so that commands on the same machine believe it under any name.
    void writeCertificate(X509Certificate certificate) {
        try {
            write(dataDir.resolve(CERTIFICATE), "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n");
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    /// Forgets the certificate of a run before.
    void removeCertificate() {
        try {
            Files.deleteIfExists(dataDir.resolve(CERTIFICATE));
        } catch (IOException e) {
            LOG.warn("{} cannot be removed: {}", CERTIFICATE, e.getMessage());
        }
    }

    /// The certificate that the Tocsin of this data folder is known by; empty where it has none.
    public Optional<X509Certificate> certificate() {
        Path file = dataDir.resolve(CERTIFICATE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
        } catch (IOException | CertificateException e) {
            LOG.warn("{} cannot be read, and is taken as missing: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /// What cannot be what was written there once is put aside and made anew: a crash or a full disk can leave a file empty
    /// or cut off.
    private String kept(String name, Supplier<String> made) {
        Path file = dataDir.resolve(name);
        String text = made.get();
        try {
            if (Files.exists(file)) {
                String kept = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
                if (kept.matches("[0-9a-f]{" + text.length() + "}") || kept.matches(GIVEN_BY_SOMEBODY)) {
                    return kept;
                }
                Files.move(file, dataDir.resolve(name + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
                LOG.error("{} cannot be what was kept there; it is put aside as {}.unreadable and made anew", file,
                        name);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
        }
        write(file, text);
        return text;
    }

    /// Whole or not at all, readable by its owner only.
    void write(Path file, String text) {
        try {
            DataFolder.make(dataDir);
            Path part = dataDir.resolve(file.getFileName() + ".part");
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException("the data folder " + dataDir + " cannot be written ("
                    + FileTrouble.of(e) + "); change its owner or mend its disk, or choose another data-dir", e);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
