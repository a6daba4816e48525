package tocsin.api;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/// The headers of every answer, errors and events too. They are the strictest there are; a page that needs more says so
/// itself.
final class AnswerHeaders {
    /// Headers by name. Answers carry what is personal, and links carry tokens: nobody keeps the one or hands on the other.
    static final Map<String, String> ALWAYS = Map.ofEntries(
            Map.entry("Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            Map.entry("X-Content-Type-Options", "nosniff"), Map.entry("X-Frame-Options", "DENY"),
            Map.entry("Referrer-Policy", "no-referrer"),
            Map.entry("Permissions-Policy", "accelerometer=(), browsing-topics=(), camera=(), display-capture=(),"
                    + " geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"),
            Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
            Map.entry("Cross-Origin-Resource-Policy", "same-origin"), Map.entry("Cache-Control", "no-store"));
    static final String HSTS = "Strict-Transport-Security";

    private final Optional<HttpField> hsts;

    /// @param hsts how long browsers shall come by TLS only; empty where TLS is not ours
    AnswerHeaders(Optional<Duration> hsts) {
        this.hsts = hsts.map(time -> new HttpField(HSTS, "max-age=" + time.toSeconds()));
    }

    /// Puts them on an answer; what it has of the same names already is replaced.
    void putOn(HttpFields.Mutable headers) {
        ALWAYS.forEach(headers::put);
        hsts.ifPresent(headers::put);
    }
}
