package tocsin.transit;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// A certificate that can be shown to clients, with the key it belongs to.
///
/// @param key the private key of the first certificate
/// @param chain the certificate, and each that vouches for the one before it
public record TlsKey(PrivateKey key, List<X509Certificate> chain) {
    private static final Duration WARNED = Duration.ofDays(14);
    /// The last part of its life in which one that lives for days only should have been renewed.
    private static final int PART = 5;

    public TlsKey {
        chain = List.copyOf(chain);
    }

    /// The certificate itself.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// When the first of the chain expires.
    public Instant expires() {
        return chain.stream().map(one -> one.getNotAfter().toInstant()).min(Comparator.naturalOrder()).orElseThrow();
    }

    /// When people are to be told that it should have been renewed: 14 days before it expires, or a fifth of its life
    /// where that is less.
    public Instant warnsFrom() {
        Duration life = Duration.between(certificate().getNotBefore().toInstant(), expires()).dividedBy(PART);
        return expires().minus(life.compareTo(WARNED) < 0 ? life : WARNED);
    }

    @Override
    public String toString() {
        return "TlsKey[" + certificate().getSubjectX500Principal() + ", expires=" + expires() + "]";
    }
}
