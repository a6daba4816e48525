package tocsin.transit;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whether a request that changes something was made by a page of our own.
///
/// A browser adds the session's cookie to whatever any page sends here, and says in `Origin` and `Sec-Fetch-Site` which
/// page it was; no page can change either. Who sends a key of its own is no browser that was tricked.
public final class SameOrigin {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private SameOrigin() {}

    /// What matters of a request.
    ///
    /// @param method its method, in capitals
    /// @param bearsKey whether it has a key in `Authorization`
    /// @param hasCookie whether it has a cookie of ours
    /// @param isLink whether it is an answer by a link, which is proof enough by itself
    /// @param site `Sec-Fetch-Site`; empty where it is absent
    /// @param origin `Origin`; empty where it is absent
    /// @param host `Host`; empty where it is absent
    /// @param scheme how we were asked, `http` or `https`; empty where a proxy does not say
    public record Ask(String method, boolean bearsKey, boolean hasCookie, boolean isLink, Optional<String> site,
            Optional<String> origin, String host, Optional<String> scheme) {}

    /// Why a request is refused.
    public enum Reason {
        /// Another site's page sent it.
        FOREIGN_PAGE("a page of another site sent this; open Tocsin's own page"),
        /// It has an origin that is not ours.
        FOREIGN_ORIGIN("Origin is not this Tocsin's address; open Tocsin's own page, or set http.public-url to the"
                + " address people open, or let the proxy pass Host on"),
        /// It has a cookie, and nothing says which page sent it.
        NO_ORIGIN("a request with a session's cookie must say its Origin, as browsers do; programs send an API key:"
                + " Authorization: Bearer <key>");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /// What is wrong and what to do.
        public String sentence() {
            return sentence;
        }
    }

    /// Why this request is refused; empty where it is not.
    ///
    /// @param publicUrl the address from outside, where one is declared
    public static Optional<Reason> objection(Ask ask, Optional<URI> publicUrl) {
        if (SAFE.contains(ask.method()) || ask.bearsKey()) {
            return Optional.empty();
        }
        boolean ownPage = ask.site().filter("same-origin"::equals).isPresent();
        if (ask.site().isPresent() && !OWN_SITES.contains(ask.site().get())) {
            return Optional.of(Reason.FOREIGN_PAGE);
        }
        if (ask.origin().isEmpty()) {
            return ask.hasCookie() && ask.site().isEmpty() ? Optional.of(Reason.NO_ORIGIN) : Optional.empty();
        }
        String origin = ask.origin().get();
        if (origin.equals("null")) {
            // A page that tells nobody where it is, as ours with links does, has no origin in its forms either.
            return ownPage || ask.isLink() ? Optional.empty() : Optional.of(Reason.FOREIGN_ORIGIN);
        }
        return isOwn(origin, ask, publicUrl) ? Optional.empty() : Optional.of(Reason.FOREIGN_ORIGIN);
    }

    private static boolean isOwn(String origin, Ask ask, Optional<URI> publicUrl) {
        try {
            URI from = URI.create(origin);
            if (from.getScheme() == null || from.getHost() == null || from.getUserInfo() != null
                    || !from.getRawPath().isEmpty()) {
                return false;
            }
            String said = place(from);
            return publicUrl.map(SameOrigin::place).filter(said::equals).isPresent()
                    || ask.scheme().map(from.getScheme()::equalsIgnoreCase).orElse(true)
                            && said.equals(place(URI.create(from.getScheme() + "://" + ask.host())));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String place(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        int port = url.getPort() > 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }
}
