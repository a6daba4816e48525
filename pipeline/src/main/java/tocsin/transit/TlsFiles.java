package tocsin.transit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import tocsin.text.FileTrouble;
import tocsin.transit.UnusableTlsException.Part;

/// The files of a certificate as they were at one moment.
final class TlsFiles {
    private static final int LARGEST = 1024 * 1024;

    private final TlsSettings settings;
    private final Map<Path, byte[]> bytes = new HashMap<>();

    private TlsFiles(TlsSettings settings) {
        this.settings = settings;
    }

    /// Reads them all. Throws with the first that cannot be read, or is over 1 MiB.
    static TlsFiles read(TlsSettings settings) throws UnusableTlsException {
        TlsFiles files = new TlsFiles(settings);
        switch (settings.files()) {
            case TlsSettings.Pem pem -> {
                files.read(Part.CERTIFICATE, pem.certificate());
                files.read(Part.KEY, pem.key());
            }
            case TlsSettings.Pkcs12 pkcs12 -> files.read(Part.KEYSTORE, pkcs12.keystore());
        }
        if (settings.password().orElse(null) instanceof TlsSettings.InFile(Path file)) {
            files.read(Part.PASSWORD_FILE, file);
        }
        return files;
    }

    private void read(Part part, Path file) throws UnusableTlsException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(LARGEST + 1);
            if (read.length > LARGEST) {
                throw new UnusableTlsException(part, file, "is over 1 MiB, and no such file; name another");
            }
            bytes.put(file, read);
        } catch (IOException e) {
            throw new UnusableTlsException(part, file, "cannot be read: " + FileTrouble.of(e)
                    + "; name a file that Tocsin's user may read");
        }
    }

    byte[] of(Path file) {
        return Objects.requireNonNull(bytes.get(file));
    }

    /// The password; empty where there is none.
    Optional<char[]> password() {
        return settings.password().map(password -> switch (password) {
            case TlsSettings.Given(String text) -> text.toCharArray();
            case TlsSettings.InFile(Path file) -> new String(of(file), StandardCharsets.UTF_8).split("\\R", 2)[0]
                    .toCharArray();
        });
    }

    /// Tells files of one content from those of another.
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bytes.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(file -> {
                digest.update((file.getKey() + "\n" + file.getValue().length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(file.getValue());
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Whether everybody on this machine may read a file.
    static boolean isForEverybody(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
