package tocsin.transit;

import java.nio.file.Path;

/// A certificate or its key cannot be used.
public final class UnusableTlsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Part part;

    /// What of the configuration has to be corrected.
    public enum Part {
        /// The certificate and its chain.
        CERTIFICATE("certificate"),
        /// The key.
        KEY("key"),
        /// The keystore.
        KEYSTORE("keystore"),
        /// The password.
        PASSWORD("password"),
        /// The file with the password.
        PASSWORD_FILE("password-file");

        private final String key;

        Part(String key) {
            this.key = key;
        }

        /// The key below `http.tls`.
        public String key() {
            return key;
        }
    }

    /// @param file the file it is about
    /// @param why what is wrong, and what to do
    UnusableTlsException(Part part, Path file, String why) {
        super(file + ": " + why);
        this.part = part;
    }

    /// What of the configuration has to be corrected.
    public Part part() {
        return part;
    }

    /// The file, what is wrong with it, and what to do.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
