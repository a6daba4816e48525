package tocsin.api;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import tocsin.intake.AnswerToken;
import tocsin.intake.Passport;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.readmodel.ReadModel;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.wire.Topics;

/// Acknowledgement, or the receipt of a special report, by a link: looking shows a page, for scanners look at links too; pressing its button
/// acknowledges.
final class AnswerLinks {
    private final byte[] secret;
    private final Topics topics;
    private final Publisher publisher;
    private final ReadModel model;
    private final InstantSource clock;

    AnswerLinks(byte[] secret, Topics topics, Publisher publisher, ReadModel model, InstantSource clock) {
        this.secret = secret.clone();
        this.topics = topics;
        this.publisher = publisher;
        this.model = model;
        this.clock = clock;
    }

    private AnswerToken token(Context request) {
        AnswerToken token = AnswerToken.verify(request.pathParam("token"), secret).orElseThrow(
                () -> new ApiException(404, "no such link", "the link is damaged; answer by SMS, or at the desk"));
        if (token.until().isBefore(clock.instant())) {
            throw new ApiException(410, "the link has run out", "answer by SMS, or at the desk");
        }
        return token;
    }

    void show(Context request) {
        AnswerToken token = token(request);
        Optional<Incident> incident = model.incident(token.incidentId())
                .flatMap(known -> known.getMergedInto() == null ? Optional.of(known)
                        : model.incident(known.getMergedInto()));
        boolean waits = incident.filter(known -> known.getState() == IncidentState.OPEN).isPresent();
        page(request, token.incidentId(), token.specialReport().isPresent()
                ? "<form method=post><button>签收专报 Confirm receipt</button></form>"
                : waits
                        ? "<form method=post><button>确认 Acknowledge</button></form>"
                        : "<p>此事件无需再确认。 Nothing waits for an answer any more.</p>");
    }

    void act(Context request) {
        AnswerToken token = token(request);
        Instant now = clock.instant();
        // The same link pressed twice is the same command.
        Command command = new Command("link-" + Sha256.of(request.pathParam("token").getBytes(StandardCharsets.UTF_8)),
                token.incidentId(), token.specialReport().isPresent() ? Action.FORWARD : Action.ACKNOWLEDGE,
                token.official(), "link", now, token.specialReport()
                        .map(number -> Map.of("received", Integer.toString(number))).orElse(Map.of()),
                null);
        publisher
                .send(topics.commandsByHttp, token.incidentId(), command, new Passport(token.official(), Role.OFFICIAL))
                .arrivedAt();
        page(request, token.incidentId(), token.specialReport().isPresent()
                ? "<p role=status>已签收。 Receipt confirmed.</p>"
                : "<p role=status>已确认。 Acknowledged.</p>");
    }

    private static void page(Context request, String incidentId, String body) {
        request.contentType("text/html; charset=utf-8").header("X-Robots-Tag", "noindex")
                .header("Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
                .result("<!doctype html><html lang=zh><meta charset=utf-8>"
                        + "<meta name=viewport content=\"width=device-width\"><title>" + incidentId
                        + "</title><link rel=stylesheet href=/console.css><main class=answer><h1>" + incidentId
                        + "</h1>" + body + "</main></html>");
    }
}
