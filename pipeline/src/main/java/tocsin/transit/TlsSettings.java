package tocsin.transit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What TLS is spoken with.
///
/// @param files where the certificate and its key are
/// @param password opens an encrypted key or a keystore; empty where there is none
/// @param hsts how long browsers shall come by TLS only; zero makes them forget it
public record TlsSettings(Files files, Optional<Password> password, Duration hsts) {
    /// Where a certificate and its key are.
    public sealed interface Files {
        /// Every file, the one with the certificate first.
        List<Path> all();

        /// The file that holds the key.
        Path key();
    }

    /// PEM: the certificate with its chain, and the key in PKCS#8. Both may be one file.
    public record Pem(Path certificate, Path key) implements Files {
        @Override
        public List<Path> all() {
            return List.of(certificate, key);
        }
    }

    /// PKCS#12 with one key.
    public record Pkcs12(Path keystore) implements Files {
        @Override
        public List<Path> all() {
            return List.of(keystore);
        }

        @Override
        public Path key() {
            return keystore;
        }
    }

    /// Where a password comes from. A file is read again with the files it opens, for it may be renewed with them.
    public sealed interface Password {}

    /// The password itself.
    public record Given(String text) implements Password {
        @Override
        public String toString() {
            return "Given[…]";
        }
    }

    /// A file whose first line is the password.
    public record InFile(Path file) implements Password {}
}
