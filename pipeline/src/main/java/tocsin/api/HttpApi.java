package tocsin.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.BindException;
import java.time.InstantSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.analytics.RecordReader;
import tocsin.connectors.Freshness;
import tocsin.dispatch.sms.twilio.TwilioSignature;
import tocsin.intake.Role;
import tocsin.publishing.RulesPublisher;
import tocsin.publishing.TopicPackLibrary;
import tocsin.readmodel.ReadModel;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.wire.Seal;
import tocsin.wire.Topics;

/// The HTTP server and its routes, on one page.
public final class HttpApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    /// Requests that write, at a time: each holds at most 5 MiB of body.
    private static final int WRITERS = 64;

    private final Javalin server;
    private final Health health;
    private final Callers callers;
    private final Semaphore writers = new Semaphore(WRITERS);
    private volatile @Nullable Services services;
    private volatile Supplier<Optional<String>> refusal = Optional::empty;

    /// What there is once the broker has been reached.
    ///
    /// @param in records in
    /// @param commands orders in
    /// @param queries what is shown
    /// @param specialReports what was reported upward
    /// @param scorecards how agencies report
    /// @param live what is shown as it happens
    /// @param boards what boards ask for
    /// @param links answers by a link
    /// @param rules rules in force and proposed
    /// @param seal signs what others can verify
    /// @param twilio what Twilio tells, where it is configured to
    private record Services(RecordsIn in, CommandsIn commands, Queries queries, SpecialReportsOut specialReports,
            ScorecardsOut scorecards, LiveStream live, BoardsIn boards, AnswerLinks links, RulesIn rules, Seal seal,
            Optional<TwilioWebhooks> twilio) {}

    /// @param keys the keys that may call
    /// @param metrics the text of `/metrics`
    /// @param console adds the console's pages
    public HttpApi(Health health, List<ApiKey> keys, InstantSource clock, Supplier<String> metrics,
            Consumer<RoutesConfig> console) {
        this.health = health;
        this.callers = new Callers(keys, clock);
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.http.prefer405over404 = true;
            config.http.maxRequestSize = RequestBody.REQUEST_LIMIT + 1L;
            routes(config.routes, metrics);
            console.accept(config.routes);
        });
    }

    private void routes(RoutesConfig routes, Supplier<String> metrics) {
        routes.get("/health/live", request -> json(request, 200, "{\"live\":true}"));
        routes.get("/health/ready", request -> json(request, health.isReady() ? 200 : 503, health.json().toString()));
        routes.get("/metrics", request -> request.contentType("text/plain; version=0.0.4")
                .result(utf8(metrics.get())));
        routes.get("/api/v1/keys", request -> json(request, 200, JsonNodeFactory.instance.objectNode()
                .set("keys", JsonNodeFactory.instance.arrayNode().add(services().seal().publicKey())).toString()));
        routes.post("/session", callers::signIn);
        routes.post("/api/v1/reports", write(RecordsIn::reports, RecordsIn::maySend, "send reports"));
        routes.post("/api/v1/sensors", write(RecordsIn::sensors, RecordsIn::maySend, "send readings"));
        routes.post("/api/v1/media", write(RecordsIn::media, RecordsIn::maySend, "send posts"));
        routes.post("/api/v1/incidents/{id}/commands",
                request -> bounded(request, () -> services().commands().take(request,
                        callers.with(request, Role::mayOrder, "order actions on incidents"))));
        routes.get("/api/v1/commands/{commandId}", request -> outcome(request, request.pathParam("commandId")));
        routes.get("/api/v1/commands", request -> {
            Queries.onlyParameters(request, "commandId");
            String commandId = request.queryParam("commandId");
            if (commandId == null) {
                throw new ApiException(400, "missing parameter", "commandId must name the order that is asked about",
                        List.of(new Refusal(RejectReason.MISSING_FIELD, "commandId",
                                "must name the order that is asked about")));
            }
            outcome(request, commandId);
        });
        routes.get("/api/v1/incidents", read(Queries::incidents));
        routes.get("/api/v1/incidents/{id}", read(Queries::incident));
        routes.get("/api/v1/incidents/{id}/timeline", read(Queries::timeline));
        routes.get("/api/v1/incidents/{id}/explain", read(Queries::explain));
        routes.get("/api/v1/incidents/{id}/special-reports", upward(SpecialReportsOut::list));
        routes.get("/api/v1/incidents/{id}/special-reports/{file}", upward(SpecialReportsOut::one));
        routes.get("/api/v1/notifications", read(Queries::notifications));
        routes.get("/api/v1/books", read(Queries::books));
        routes.get("/api/v1/feeds", read(Queries::feeds));
        routes.get("/api/v1/reports/{reportId}/verdict",
                request -> services().queries().verdict(request, callers.known(request)));
        routes.get("/api/v1/reports/{reportId}/receipt",
                request -> services().queries().receipt(request, callers.known(request)));
        routes.get("/api/v1/findings", request -> services().queries().findings(request, callers.known(request)));
        routes.get("/api/v1/findings/{id}",
                request -> services().queries().finding(request, callers.known(request)));
        routes.get("/api/v1/analytics/scorecards",
                request -> services().scorecards().show(request, callers.known(request)));
        routes.get("/api/v1/rules", request -> {
            callers.with(request, Role::maySeeEverything, "see the rules' history");
            services().rules().history(request);
        });
        routes.get("/api/v1/rules/packs/{hash}", request -> {
            callers.with(request, Role::maySeeEverything, "see packs");
            services().rules().files(request);
        });
        routes.post("/api/v1/rules/publications", publish(RulesIn::propose));
        routes.post("/api/v1/rules/publications/{number}/approve", publish(RulesIn::approve));
        routes.post("/api/v1/rules/publications/{number}/reject", publish(RulesIn::reject));
        routes.post("/api/v1/rules/back", publish(RulesIn::back));
        routes.sse("/api/v1/stream", client -> {
            callers.with(client.ctx(), Role::maySeeEverything, "listen to everything");
            services().live().serve(client);
        });
        routes.get("/boards/{id}/content.json",
                request -> services().boards().content(request, callers.known(request)));
        routes.sse("/boards/{id}/stream",
                client -> services().boards().stream(client, callers.known(client.ctx())));
        routes.post("/boards/{id}/shown", request -> {
            Caller caller = callers.known(request);
            bounded(request, () -> services().boards().shown(request, caller));
        });
        routes.get("/ack/{token}", request -> services().links().show(request));
        routes.post("/ack/{token}", request -> bounded(request, () -> services().links().act(request)));
        routes.post("/webhooks/twilio/sms", request -> bounded(request, () -> twilio().sms(request)));
        routes.post("/webhooks/twilio/status", request -> bounded(request, () -> twilio().status(request)));
        routes.exception(ApiException.class, (e, request) -> problem(request, e));
        routes.exception(HttpResponseException.class, (e, request) -> problem(request,
                new ApiException(e.getStatus(), "not carried out", String.valueOf(e.getMessage()))));
        routes.exception(Exception.class, (e, request) -> {
            LOG.error("request failed: method={} path={}", request.method(), request.path(), e);
            problem(request, new ApiException(500, "our fault", "the request failed here; nothing was acknowledged"));
        });
        routes.error(404, request -> {
            if (request.resultInputStream() == null || "Not Found".equals(request.result())) {
                problem(request, new ApiException(404, "no such page", request.path() + " is not served here"));
            }
        });
    }

    private void outcome(Context request, String commandId) {
        Caller caller = callers.with(request, role -> role.mayOrder() || role.maySeeEverything(),
                "read what became of orders");
        services().commands().outcome(request, caller, commandId);
    }

    private interface Taking {
        void take(RecordsIn in, Context request, Caller caller);
    }

    private interface Showing {
        void show(Queries queries, Context request);
    }

    private io.javalin.http.Handler write(Taking taking, java.util.function.Predicate<Role> may, String what) {
        return request -> {
            Caller caller = callers.with(request, may, what);
            bounded(request, () -> taking.take(services().in(), request, caller));
        };
    }

    private interface Publishing {
        void publish(RulesIn rules, Context request, Caller caller);
    }

    private io.javalin.http.Handler publish(Publishing publishing) {
        return request -> {
            Caller caller = callers.with(request, Role::mayPublishRules, "publish rules");
            bounded(request, () -> publishing.publish(services().rules(), request, caller));
        };
    }

    private io.javalin.http.Handler read(Showing showing) {
        return request -> {
            callers.with(request, Role::maySeeEverything, "see every agency's records");
            showing.show(services().queries(), request);
        };
    }

    private io.javalin.http.Handler upward(java.util.function.BiConsumer<SpecialReportsOut, Context> showing) {
        return request -> {
            callers.with(request, Role::maySeeEverything, "see special reports");
            showing.accept(services().specialReports(), request);
        };
    }

    private void bounded(Context request, Runnable work) {
        if (!Health.OK.equals(health.of("broker"))) {
            throw new ApiException(503, "the broker is away",
                    "nothing was acknowledged; send the same again after Retry-After: it counts once");
        }
        refusal.get().ifPresent(why -> {
            throw new ApiException(503, "nothing can be stored", "nothing was stored: " + why + "; then send it again");
        });
        if (!writers.tryAcquire()) {
            throw new ApiException(429, "too busy",
                    "more than " + WRITERS + " requests are being written; send " + request.path()
                            + " again after Retry-After");
        }
        try {
            work.run();
        } finally {
            writers.release();
        }
    }

    /// Refuses whatever writes while there is a reason to, such as a disk that is nearly full.
    public void refuseWhile(Supplier<Optional<String>> reason) {
        this.refusal = reason;
    }

    private Services services() {
        Services here = services;
        if (here == null) {
            throw new ApiException(503, "starting", "Tocsin is not ready: " + health.json() + "; try again");
        }
        return here;
    }

    private TwilioWebhooks twilio() {
        return services().twilio().orElseThrow(() -> new ApiException(404, "not in service",
                "this Tocsin takes nothing from Twilio: channels.sms.provider or http.public-url says otherwise"));
    }

    /// Opens the services once the broker has been reached and a pack is in force.
    ///
    /// @param rules changes the rules
    /// @param records what scorecards are made of
    /// @param seal signs receipts and checkpoints
    /// @param secret the intakes' secret
    /// @param twilio tells what Twilio signed; empty where it is not the provider or cannot reach us
    public void open(Topics topics, Publisher publisher, ReadModel model, Freshness freshness, TopicPackLibrary packs,
            RulesPublisher rules, RecordReader records, Seal seal, InstantSource clock, byte[] secret,
            Optional<TwilioSignature> twilio) {
        services = new Services(new RecordsIn(topics, publisher, packs, seal, clock, new AcceptedReports(model)),
                new CommandsIn(topics, publisher, model, packs, clock), new Queries(model, freshness, packs),
                new SpecialReportsOut(model, packs), new ScorecardsOut(records, packs), new LiveStream(model),
                new BoardsIn(model, packs, new BoardReportsOut(topics, publisher, model), clock),
                new AnswerLinks(secret, topics, publisher, model, clock), new RulesIn(packs, rules, clock), seal,
                twilio.map(signature -> new TwilioWebhooks(signature, topics, publisher, model,
                        new RepliesIn(topics, publisher, packs, model), clock)));
    }

    private static void problem(Context request, ApiException e) {
        if (e.status() == 503 || e.status() == 429) {
            request.header("Retry-After", e.status() == 503 ? "5" : "1");
        }
        if (e.status() == 401) {
            request.header("WWW-Authenticate", "Bearer");
        }
        request.status(e.status()).contentType("application/problem+json").result(utf8(e.json().toString()));
    }

    /// Types that are none of the server's own would be written in Latin letters alone.
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void json(Context request, int status, String body) {
        request.status(status).contentType("application/json").result(body);
    }

    /// Starts to listen. Throws [IllegalStateException] with what to do where the port is taken.
    public void start(String host, int port) {
        try {
            server.start(host, port);
        } catch (RuntimeException e) {
            if (hasCause(e, BindException.class)) {
                throw new IllegalStateException(
                        "port " + port + " on " + host + " is taken; choose another (http.port, --http-port)", e);
            }
            throw e;
        }
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return failure instanceof io.javalin.util.JavalinBindException;
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
