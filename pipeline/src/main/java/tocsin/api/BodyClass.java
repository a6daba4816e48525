package tocsin.api;

import java.time.Duration;

/// Requests by what their bodies may cost: how large they are, how long they may take, and whose memory they take.
enum BodyClass {
    /// Reports, readings and posts, and rows of files that are none.
    REPORTS(5_120, true, Duration.ofMinutes(1)),
    /// Packs of rules.
    RULES(5_120, true, Duration.ofMinutes(1)),
    /// Orders about incidents.
    ORDERS(256, true, Duration.ofMinutes(1)),
    /// What boards show.
    BOARDS(64, true, Duration.ofMinutes(1)),
    /// What administrators change about persons.
    PERSONS(64, true, Duration.ofMinutes(1)),
    /// A key, or a passphrase, to sign in.
    SIGN_IN(64, false, Duration.ofSeconds(5)),
    /// A link that was followed.
    LINKS(64, false, Duration.ofSeconds(5)),
    /// What a provider of messages tells.
    WEBHOOKS(64, false, Duration.ofSeconds(5)),
    /// Everything else: its body is not read.
    OTHER(0, false, Duration.ofSeconds(5));

    private final int limit;
    private final boolean needsKey;
    private final Duration within;

    BodyClass(int kibibytes, boolean needsKey, Duration within) {
        this.limit = kibibytes * 1024;
        this.needsKey = needsKey;
        this.within = within;
    }

    /// The class of a request. A slash at the end changes no address; any other address that is written in an unusual way
    /// is OTHER, and its body is not read.
    static BodyClass of(String method, String written) {
        String path = written.length() > 1 && written.endsWith("/") ? written.substring(0, written.length() - 1)
                : written;
        if (!method.equals("POST")) {
            return OTHER;
        }
        return switch (path) {
            case "/session", "/sign-in", "/sign-out" -> SIGN_IN;
            case "/api/v1/persons" -> PERSONS;
            case "/api/v1/reports", "/api/v1/sensors", "/api/v1/media", "/api/v1/refused-rows" -> REPORTS;
            case "/webhooks/twilio/sms", "/webhooks/twilio/status" -> WEBHOOKS;
            default -> path.startsWith("/api/v1/rules/") ? RULES
                    : path.startsWith("/api/v1/incidents/") && path.endsWith("/commands") ? ORDERS
                            : path.startsWith("/boards/") && path.endsWith("/shown") ? BOARDS
                                    : path.startsWith("/api/v1/persons/") ? PERSONS
                                            : path.startsWith("/set-up/") ? SIGN_IN
                                                    : path.startsWith("/ack/") ? LINKS : OTHER;
        };
    }

    /// The largest body, in bytes.
    int limit() {
        return limit;
    }

    /// The largest body as people say it.
    String limitSaid() {
        return limit >= 1024 * 1024 ? limit / 1024 / 1024 + " MiB" : limit / 1024 + " KiB";
    }

    /// Whether only callers with a key may send it.
    boolean needsKey() {
        return needsKey;
    }

    /// How long a body of this class may take, where this is the limit for all.
    Duration within(Duration all) {
        return all.compareTo(within) < 0 ? all : within;
    }
}
