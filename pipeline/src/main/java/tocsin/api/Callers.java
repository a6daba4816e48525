package tocsin.api;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.persons.Sessions;
import tocsin.persons.Terms;
import tocsin.wire.RecordJson;

/// Knows callers by API key or by session cookie: that of a key, which this instance alone knows, or of a person.
final class Callers {
    private static final String COOKIE = "tocsin-session";
    private static final String BEARER = "Bearer";
    private static final Duration SESSION = Duration.ofHours(12);
    /// Sessions at most; some 200 bytes each.
    private static final int SESSION_LIMIT = 10_000;
    private static final int SESSIONS_OF_ONE = 50;
    private static final int LONGEST_COOKIE = 200;

    private final List<ApiKey> keys;
    private final InstantSource clock;
    private final WrongKeys wrong;
    private final boolean secure;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private volatile @Nullable Sessions persons;

    private record Session(Caller caller, Instant until) {}

    /// @param wrong slows who tries wrong keys
    /// @param secure whether cookies go by TLS only
    Callers(List<ApiKey> keys, InstantSource clock, WrongKeys wrong, boolean secure) {
        this.secure = secure;
        this.keys = keys;
        this.clock = clock;
        this.wrong = wrong;
    }

    /// The caller of this request. Throws 401 where nobody is known, and 429 where wrong keys came too often.
    Caller known(Context request) {
        return known(request.header("Authorization"), request.cookie(COOKIE), request.ip());
    }

    /// The same before there is a Context: by its headers alone.
    Caller known(Request request) {
        String cookie = Request.getCookies(request).stream().filter(one -> one.getName().equals(COOKIE))
                .map(HttpCookie::getValue).findFirst().orElse(null);
        return known(request.getHeaders().get(HttpHeader.AUTHORIZATION), cookie, Request.getRemoteAddr(request));
    }

    private Caller known(@Nullable String authorization, @Nullable String cookie, @Nullable String address) {
        Optional<String> key = bearer(authorization);
        // The key first: what others try from the same address is no matter to who has a right one.
        return key.flatMap(this::byKey).or(() -> bySession(cookie)).orElseThrow(
                () -> key.isPresent() ? wrong.tried(String.valueOf(address), "bearer")
                        : authorization == null || authorization.isBlank() ? new Refusal401()
                                : new Refusal401("Authorization holds no key of a scheme that is known here"));
    }

    /// The key of this header. The name of the scheme is known in any letters, as RFC 9110 says.
    static Optional<String> bearer(@Nullable String authorization) {
        String header = authorization == null ? "" : authorization.strip();
        String[] parts = header.split("[ \\t]+", 2);
        return parts.length == 2 && parts[0].equalsIgnoreCase(BEARER) ? Optional.of(parts[1]) : Optional.empty();
    }

    /// The caller of this request, who must have a role this test takes. Throws 401 or 403.
    Caller with(Context request, java.util.function.Predicate<Role> may, String what) {
        Caller caller = known(request);
        if (!may.test(caller.role())) {
            throw new ApiException(403, "not allowed", "the role " + caller.role() + " may not " + what);
        }
        return caller;
    }

    private Optional<Caller> byKey(String key) {
        byte[] hash = Sha256.of(key.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        Optional<ApiKey> found = keys.stream().filter(known -> known.hashes().stream()
                .anyMatch(one -> MessageDigest.isEqual(hash, one.getBytes(StandardCharsets.UTF_8)))).findFirst();
        found.filter(known -> !known.isValid(clock.instant())).ifPresent(late -> {
            throw new ApiException(401, "key expired", "the key of " + late.name() + " expired at "
                    + late.expiresAt().map(RecordJson::time).orElse("") + "; ask for another");
        });
        return found.map(ApiKey::holder);
    }

    private Optional<Caller> bySession(@Nullable String cookie) {
        if (cookie == null || cookie.length() > LONGEST_COOKIE) {
            return Optional.empty();
        }
        Session session = sessions.get(Sha256.of(cookie));
        if (session != null && !session.until().isBefore(clock.instant())) {
            return Optional.of(session.caller());
        }
        Sessions shared = persons;
        if (shared == null) {
            throw new ApiException(503, "starting", "who is signed in is not known here yet; try again");
        }
        return shared.of(cookie).map(Callers::caller);
    }

    private static Caller caller(Sessions.Signed signed) {
        Terms terms = signed.terms();
        return new Caller(signed.person(), terms.role(), terms.agency(), null, terms.bounds(), signed.person());
    }

    /// Knows the sessions of persons from now on.
    void open(Sessions ofPersons) {
        this.persons = ofPersons;
    }

    /// Whether whoever sent this request would still be known, asked at any later time. A wrong key counts as no try.
    BooleanSupplier stillKnown(Context request) {
        Optional<String> key = bearer(request.header("Authorization"));
        String cookie = request.cookie(COOKIE);
        return () -> {
            try {
                return key.flatMap(this::byKey).or(() -> bySession(cookie)).isPresent();
            } catch (ApiException e) {
                return false;
            }
        };
    }

    /// Gives the browser what it shall hold while somebody is signed in.
    ///
    /// @param time how long it is held at the longest
    void hold(Context request, String token, Duration time) {
        request.header("Set-Cookie", COOKIE + "=" + token + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                + time.toSeconds() + (secure ? "; Secure" : ""));
    }

    /// Ends the session of this browser.
    void signOut(Context request) {
        String cookie = request.cookie(COOKIE);
        if (cookie != null && cookie.length() <= LONGEST_COOKIE) {
            sessions.remove(Sha256.of(cookie));
            Sessions shared = persons;
            if (shared != null) {
                shared.end(cookie);
            }
        }
        hold(request, "", Duration.ZERO);
    }

    /// Signs a caller in with the key in the request's body.
    void signIn(Context request) {
        String key = new String(RequestBody.bytes(request), StandardCharsets.UTF_8).strip();
        Caller caller = byKey(key).orElseThrow(() -> wrong.tried(request.ip(), "session"));
        Instant now = clock.instant();
        sessions.values().removeIf(session -> session.until().isBefore(now));
        // A page that signs in again and again must not lock everybody else out.
        sessions.entrySet().stream().filter(session -> session.getValue().caller().equals(caller))
                .sorted(Map.Entry.comparingByValue(Comparator.comparing(Session::until).reversed()))
                .skip(SESSIONS_OF_ONE).map(Map.Entry::getKey).toList().forEach(sessions::remove);
        if (sessions.size() >= SESSION_LIMIT) {
            throw new ApiException(429, "too many sessions", "sign out elsewhere or wait");
        }
        byte[] token = new byte[32];
        random.nextBytes(token);
        String text = HexFormat.of().formatHex(token);
        sessions.put(Sha256.of(text), new Session(caller, now.plus(SESSION)));
        hold(request, text, SESSION);
        request.status(204);
    }

    /// Nobody is known to have sent this request.
    static final class Refusal401 extends ApiException {
        private static final long serialVersionUID = 1L;

        Refusal401() {
            super(401, "not signed in", "send an API key: Authorization: Bearer <key>");
        }

        Refusal401(String why) {
            super(401, "not signed in", why + "; send an API key: Authorization: Bearer <key>");
        }
    }
}
