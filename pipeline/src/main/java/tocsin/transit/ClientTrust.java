package tocsin.transit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import tocsin.text.FileTrouble;

/// Which servers a client of Tocsin's believes: those that the system trusts, or that a named authority vouches for, and
/// the one whose certificate it knows.
public final class ClientTrust extends X509ExtendedTrustManager {
    private static final int LARGEST = 1024 * 1024;

    private final X509ExtendedTrustManager authorities;
    private final Optional<X509Certificate> known;

    private ClientTrust(X509ExtendedTrustManager authorities, Optional<X509Certificate> known) {
        this.authorities = authorities;
        this.known = known;
    }

    /// What a client speaks TLS with. Throws [IllegalArgumentException] with what is wrong with the file.
    ///
    /// @param authorities a PEM file of authorities that are trusted instead of the system's, or null
    /// @param known the certificate of a server on this machine, which is believed under any name; empty for none
    public static SSLContext context(@Nullable Path authorities, Optional<X509Certificate> known) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(authorities == null ? null : store(authorities));
            SSLContext context = SSLContext.getInstance("TLS");
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager trusting) {
                    context.init(null, new TrustManager[]{new ClientTrust(trusting, known)}, new SecureRandom());
                    return context;
                }
            }
            throw new IllegalStateException("this Java trusts nobody");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this machine's trusted certificates cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static KeyStore store(Path file) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate one : certificates(file)) {
                store.setCertificateEntry("authority-" + store.size(), one);
            }
            return store;
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(in.readNBytes(LARGEST)));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " holds a damaged certificate, or none; name a PEM file", e);
        }
        throw new IllegalArgumentException(file + " holds no certificate; name a PEM file of your authority");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (!isKnown(chain)) {
            authorities.checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!isKnown(chain)) {
            authorities.checkServerTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        // Without a connection nobody looks at the name.
        throw new CertificateException("a certificate is believed on its connection only");
    }

    private boolean isKnown(X509Certificate[] chain) {
        return chain.length > 0 && known.filter(chain[0]::equals).isPresent();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
