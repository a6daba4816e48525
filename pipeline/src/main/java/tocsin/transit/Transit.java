package tocsin.transit;

import java.net.URI;
import java.util.Optional;

/// How requests reach us.
///
/// @param tls what TLS is spoken with; empty for plain HTTP
/// @param proxies the proxies whose word is believed
/// @param publicUrl the address from outside; empty where none is declared
public record Transit(Optional<TlsSettings> tls, TrustedProxies proxies, Optional<URI> publicUrl) {
    /// Plain HTTP, for this machine only.
    public static final Transit PLAIN = new Transit(Optional.empty(), TrustedProxies.NONE, Optional.empty());

    /// Whether browsers reach us by TLS, so that cookies never go without: by what is configured, and never by what a
    /// request says.
    public boolean isSecure() {
        return tls.isPresent() || !proxies.isEmpty() || publicUrl.filter(url -> "https".equals(url.getScheme()))
                .isPresent();
    }
}
