package tocsin.api;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.transit.Renewal;
import tocsin.transit.TlsKey;
import tocsin.transit.TlsSettings;
import tocsin.transit.UnusableTlsException;

/// Speaks TLS with the certificate that is in the files, also after it was renewed. Looks and tells on one thread.
final class TlsServer {
    private static final Logger LOG = LoggerFactory.getLogger(TlsServer.class);
    static final String COMPONENT = "tls";
    static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /// Those with forward secrecy and authenticated encryption (RFC 9325).
    static final String[] SUITES = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"};
    private static final Duration TOLD_EVERY = Duration.ofDays(1);
    private static final char[] NO_PASSWORD = {};

    private final SslContextFactory.Server server = new SslContextFactory.Server();
    private final InstantSource clock;
    private final Health health;
    private final Meters meters;
    private final Renewal renewal;
    private TlsKey key;
    private Optional<String> unusable = Optional.empty();
    private Instant toldOfEnd = Instant.MIN;
    private Consumer<X509Certificate> listener = certificate -> {};

    /// Reads the certificate. Throws [IllegalStateException] with its file and what to do where it cannot be used.
    TlsServer(TlsSettings settings, InstantSource clock, Health health, Meters meters) {
        this.clock = clock;
        this.health = health;
        this.meters = meters;
        try {
            Renewal.Begun begun = Renewal.begin(settings);
            this.renewal = begun.renewal();
            this.key = begun.key();
        } catch (UnusableTlsException e) {
            throw new IllegalStateException("http.tls: " + e.sentence(), e);
        }
        server.setIncludeProtocols(PROTOCOLS);
        server.setIncludeCipherSuites(SUITES);
        server.setExcludeProtocols();
        server.setExcludeCipherSuites();
        server.setUseCipherSuitesOrder(true);
        server.setRenegotiationAllowed(false);
        server.setKeyStore(store(key));
        server.setKeyStorePassword("");
        // It works, and whatever is told later makes nothing unready.
        health.set(COMPONENT, Health.OK);
        tell();
    }

    /// How a connector takes connections.
    SslConnectionFactory connections(HttpConfiguration http) {
        // Whether a certificate has the name that was asked for is the client's to see.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new SslConnectionFactory(server, new HttpConnectionFactory(http).getProtocol());
    }

    /// Tells this listener the certificate in service, now and whenever there is another.
    synchronized void onCertificate(Consumer<X509Certificate> told) {
        this.listener = told;
        told.accept(key.certificate());
    }

    /// Looks whether the certificate was renewed, and tells of what is the matter with it. Called every few seconds.
    synchronized void look() {
        switch (renewal.look(clock.instant())) {
            case Renewal.Another(TlsKey another) -> use(another);
            case Renewal.Unusable(String sentence) -> {
                LOG.error("the renewed certificate cannot be used, the one before stays until {}: {}", key.expires(),
                        sentence);
                unusable = Optional.of(sentence);
            }
            case Renewal.AsBefore() -> unusable = Optional.empty();
            case Renewal.Nothing() -> {
                // Most of the time.
            }
        }
        tell();
    }

    private void use(TlsKey another) {
        try {
            server.reload(factory -> factory.setKeyStore(store(another)));
        } catch (Exception e) { // as the library declares it
            LOG.error("the renewed certificate cannot be used, the one before stays until {}", key.expires(), e);
            unusable = Optional.of("the renewed certificate cannot be used; see the log");
            return;
        }
        key = another;
        unusable = Optional.empty();
        toldOfEnd = Instant.MIN;
        LOG.info("another certificate is in service: subject={} expires={}",
                another.certificate().getSubjectX500Principal(), another.expires());
        listener.accept(another.certificate());
    }

    private void tell() {
        Instant now = clock.instant();
        meters.tlsExpiry(Duration.between(now, key.expires()));
        boolean ends = now.isAfter(key.warnsFrom());
        String end = now.isAfter(key.expires()) ? "the certificate expired at " + key.expires() + "; renew it"
                : "the certificate expires at " + key.expires() + "; renew it";
        if (ends && (toldOfEnd.equals(Instant.MIN) || Duration.between(toldOfEnd, now).compareTo(TOLD_EVERY) >= 0)) {
            LOG.warn("tls: {}", end);
            toldOfEnd = now;
        }
        health.set(COMPONENT,
                unusable.map(why -> "the renewed certificate cannot be used, the one before stays: " + why)
                        .orElse(ends ? end : Health.OK));
    }

    private static KeyStore store(TlsKey key) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("tocsin", key.key(), NO_PASSWORD, key.chain().toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a certificate that was read cannot be kept", e);
        }
    }
}
