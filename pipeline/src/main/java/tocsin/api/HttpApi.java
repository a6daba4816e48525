package tocsin.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JettyConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.net.BindException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.analytics.RecordReader;
import tocsin.connectors.Freshness;
import tocsin.dispatch.sms.twilio.TwilioSignature;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.persons.PassphraseSignIn;
import tocsin.persons.Persons;
import tocsin.publishing.RulesPublisher;
import tocsin.publishing.TopicPackLibrary;
import tocsin.readmodel.ReadModel;
import tocsin.text.PlainText;
import tocsin.transit.TlsSettings;
import tocsin.transit.Transit;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.wire.Seal;
import tocsin.wire.Topics;

/// The HTTP server and its routes, on one page.
public final class HttpApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    /// Looks from one at the certificate's files to the next.
    private static final int LOOKS_AT_CERTIFICATE = 5;
    private static final String CALLER = "tocsin.caller";
    static final String ASKED = "tocsin.asked";
    private static final int LONGEST_REASON = 200;
    private static final int HEADERS = 8 * 1024;
    private static final int READING_THREADS = 2;
    /// What the system keeps for a client that does not read.
    private static final int SEND_BUFFER = 128 * 1024;

    private final Javalin server;
    private final Health health;
    private final HttpLimits limits;
    private final Meters meters;
    private final Callers callers;
    private final Connections connections;
    private final BodyHandler bodies;
    private final SeatPlan seats;
    private final AnswerHeaders headers;
    private final Entrance entrance;
    private final Optional<TlsServer> tls;
    private final FairWorkers readingRecords = new FairWorkers("reading-records", READING_THREADS);
    private final FairWorkers showing = new FairWorkers("showing", READING_THREADS);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Services services;
    private volatile @Nullable PersonServices ofPersons;
    private volatile @Nullable ObjectNode deployment;
    private volatile String host = "127.0.0.1";
    private volatile int port;
    private volatile Supplier<Optional<String>> refusal = Optional::empty;
    private volatile Supplier<Optional<String>> refusalOfAnswers = Optional::empty;

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
    /// @param notes keeps what was refused
    /// @param refusedRows rows of files that became no record
    /// @param streams the places of listeners
    /// @param accesses notes who was shown what of people
    /// @param access shows that
    private record Services(RecordsIn in, CommandsIn commands, Queries queries, SpecialReportsOut specialReports,
            ScorecardsOut scorecards, LiveStream live, BoardsIn boards, AnswerLinks links, RulesIn rules, Seal seal,
            Optional<TwilioWebhooks> twilio, RefusalNotes notes, RefusedRows refusedRows, SseSeats streams,
            AccessLog accesses, AccessOut access) {}

    /// What there is once it is known who may sign in.
    private record PersonServices(PersonPages pages, PersonsIn in) {}

    /// @param keys the keys that may call
    /// @param metrics the text of `/metrics`
    /// @param console adds the console's pages
    public HttpApi(Health health, List<ApiKey> keys, InstantSource clock, HttpLimits limits, Meters meters,
            Supplier<String> metrics, Consumer<RoutesConfig> console) {
        this(health, keys, clock, limits, meters, metrics, console, Transit.PLAIN);
    }

    /// @param transit how requests reach us
    public HttpApi(Health health, List<ApiKey> keys, InstantSource clock, HttpLimits limits, Meters meters,
            Supplier<String> metrics, Consumer<RoutesConfig> console, Transit transit) {
        this.headers = new AnswerHeaders(transit.tls().map(TlsSettings::hsts));
        this.entrance = new Entrance(transit, headers, meters);
        this.tls = transit.tls().map(settings -> new TlsServer(settings, clock, health, meters));
        this.health = health;
        this.limits = limits;
        this.meters = meters;
        this.callers = new Callers(keys, clock, new WrongKeys(limits.wrongKeysPerMinute(), clock, meters),
                transit.isSecure());
        this.connections = new Connections(limits.connections(), meters, System::nanoTime, transit.proxies());
        this.bodies = new BodyHandler(limits.bodies(), callers::known, meters);
        this.seats = new SeatPlan(meters);
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.http.prefer405over404 = true;
            config.http.maxRequestSize = BodyClass.REPORTS.limit() + 1L;
            // Packing an answer would hold a carrier of all virtual threads; a proxy packs.
            config.http.compressionStrategy = CompressionStrategy.NONE;
            bound(config.jetty);
            routes(config.routes, metrics);
            console.accept(config.routes);
        });
        // A route that does not say who may ask for it is refused here, before anybody asks.
        routeTable();
    }

    /// Bounds what the server takes before any route: connections, headers, bodies. Its own errors are problem+json.
    private void bound(JettyConfig jetty) {
        jetty.modifyHttpConfiguration(http -> {
            http.setRequestHeaderSize(HEADERS);
            http.setIdleTimeout(Connections.NEXT_REQUEST.toMillis());
            http.setSendServerVersion(false);
            http.addCustomizer(entrance);
        });
        jetty.modifyServer(one -> {
            one.setErrorHandler(new Problems(headers));
            entrance.setHandler(bodies);
            connections.setHandler(entrance);
            one.insertHandler(connections);
        });
        jetty.addConnector((one, http) -> {
            ServerConnector connector = tls
                    .map(secure -> new ServerConnector(one, secure.connections(http), new HttpConnectionFactory(http)))
                    .orElseGet(() -> new ServerConnector(one, new HttpConnectionFactory(http)));
            connector.setHost(host);
            connector.setPort(port);
            connector.setIdleTimeout(Connections.NEXT_REQUEST.toMillis());
            connector.setAcceptedSendBufferSize(SEND_BUFFER);
            connector.addBean(connections);
            return connector;
        });
        jetty.modifyServletContextHandler(context -> context.setErrorHandler(new Problems(headers)));
    }

    private void routes(RoutesConfig routes, Supplier<String> metrics) {
        routes.beforeMatched(this::admit);
        routes.afterMatched(this::noteShown);
        routes.get("/health/live", request -> health(request, health.liveJson(), "live"), Access.OPEN,
                Reach.EVERYWHERE);
        routes.get("/health/ready", request -> health(request, health.readyJson(), "ready"), Access.OPEN,
                Reach.EVERYWHERE);
        routes.get("/health/alerting", request -> health(request, health.alertingJson(), "alerting"), Access.OPEN,
                Reach.EVERYWHERE);
        routes.get("/metrics", request -> request.contentType("text/plain; version=0.0.4")
                .result(utf8(metrics.get())), Access.OPEN, Reach.EVERYWHERE);
        routes.get("/api/v1/keys", request -> json(request, 200, JsonNodeFactory.instance.objectNode()
                .set("keys", JsonNodeFactory.instance.arrayNode().add(services().seal().publicKey())).toString()),
                Access.OPEN, Reach.EVERYWHERE);
        signingIn(routes);
        routes.post("/api/v1/reports", write(RecordsIn::reports), Access.SEND, Reach.SENT);
        routes.post("/api/v1/sensors", write(RecordsIn::sensors), Access.SEND, Reach.SENT);
        routes.post("/api/v1/media", write(RecordsIn::media), Access.SEND, Reach.SENT);
        routes.post("/api/v1/refused-rows", request -> {
            Caller caller = caller(request);
            bounded(seats.records(), caller.name(), () -> services().refusedRows().keep(request, caller));
        }, Access.SEND, Reach.EVERYWHERE);
        routes.post("/api/v1/incidents/{id}/commands",
                request -> {
                    Caller caller = caller(request);
                    Queries.onlyParameters(request);
                    bounded(seats.orders(), caller.name(), () -> services().commands().take(request, caller));
                }, Access.ORDER, Reach.NAMED);
        routes.get("/api/v1/commands/{commandId}", request -> {
            Queries.onlyParameters(request);
            outcome(request, request.pathParam("commandId"));
        }, Access.FOLLOW, Reach.HIDDEN);
        routes.get("/api/v1/commands", request -> {
            Queries.onlyParameters(request, "commandId");
            String commandId = request.queryParam("commandId");
            if (commandId == null) {
                throw new ApiException(400, "missing parameter", "commandId must name the order that is asked about",
                        List.of(new Refusal(RejectReason.MISSING_FIELD, "commandId",
                                "must name the order that is asked about")));
            }
            outcome(request, commandId);
        }, Access.FOLLOW, Reach.HIDDEN);
        routes.get("/api/v1/incidents", read(Queries::incidents), Access.SEE, Reach.FILTERED);
        routes.get("/api/v1/incidents/{id}", read(Queries::incident), Access.SEE, Reach.NAMED);
        routes.get("/api/v1/incidents/{id}/timeline", read(Queries::timeline), Access.SEE, Reach.NAMED);
        routes.get("/api/v1/incidents/{id}/explain", read(Queries::explain), Access.SEE, Reach.NAMED,
                Personal.RECIPIENTS);
        routes.get("/api/v1/incidents/{id}/special-reports", upward(SpecialReportsOut::list), Access.SEE,
                Reach.NAMED, Personal.SPECIAL_REPORTS);
        routes.get("/api/v1/incidents/{id}/special-reports/{file}", upward(SpecialReportsOut::one), Access.SEE,
                Reach.NAMED, Personal.SPECIAL_REPORTS);
        routes.get("/api/v1/notifications", read(Queries::notifications), Access.SEE, Reach.FILTERED,
                Personal.RECIPIENTS);
        routes.get("/api/v1/books", read(Queries::books), Access.SEE, Reach.WHOLE);
        routes.get("/api/v1/feeds", read(Queries::feeds), Access.SEE, Reach.FILTERED);
        routes.get("/api/v1/reports/{reportId}/verdict",
                shownTo((caller, request) -> services().queries().verdict(request, caller)), Access.KEY,
                Reach.HIDDEN);
        routes.get("/api/v1/reports/{reportId}/receipt",
                shownTo((caller, request) -> services().queries().receipt(request, caller)), Access.KEY,
                Reach.HIDDEN);
        routes.get("/api/v1/findings",
                shownTo((caller, request) -> services().queries().findings(request, caller)), Access.KEY,
                Reach.FILTERED);
        routes.get("/api/v1/findings/{id}",
                shownTo((caller, request) -> services().queries().finding(request, caller)), Access.KEY,
                Reach.HIDDEN);
        routes.get("/api/v1/analytics/scorecards",
                shownTo((caller, request) -> services().scorecards().show(request, caller)), Access.KEY,
                Reach.FILTERED);
        routes.get("/api/v1/deployment", request -> {
            ObjectNode where = deployment;
            if (where == null) {
                throw new ApiException(503, "starting", "the broker is not there yet; try again");
            }
            json(request, 200, where.toString());
        }, Access.SEE, Reach.EVERYWHERE);
        routes.get("/api/v1/rules", request -> services().rules().history(request), Access.SEE, Reach.EVERYWHERE);
        routes.get("/api/v1/rules/packs/{hash}", request -> services().rules().files(request, caller(request)),
                Access.SEE, Reach.NAMED, Personal.DIRECTORY);
        routes.post("/api/v1/rules/publications", publish(RulesIn::propose), Access.PUBLISH,
                Reach.WHOLE);
        routes.post("/api/v1/rules/publications/{number}/approve", publish(RulesIn::approve), Access.PUBLISH,
                Reach.WHOLE);
        routes.post("/api/v1/rules/publications/{number}/reject", publish(RulesIn::reject), Access.PUBLISH,
                Reach.WHOLE);
        routes.post("/api/v1/rules/back", publish(RulesIn::back), Access.PUBLISH,
                Reach.WHOLE);
        routes.get("/api/v1/stream", request -> services().live().serve(request, caller(request)), Access.SEE,
                Reach.FILTERED, Personal.RECIPIENTS);
        routes.get("/api/v1/access", request -> shown(caller(request), () -> services().access().show(request)),
                Access.ADMINISTER, Reach.WHOLE, Personal.ACCESSES);
        routes.get("/boards/{id}/content.json", request -> services().boards().content(request, caller(request)),
                Access.BOARD, Reach.NAMED);
        routes.get("/boards/{id}/stream", request -> services().boards().stream(request, caller(request)),
                Access.BOARD, Reach.NAMED);
        routes.post("/boards/{id}/shown", request -> {
            Caller caller = caller(request);
            bounded(seats.boards(), caller.name(), () -> services().boards().shown(request, caller));
        }, Access.SHOW, Reach.EVERYWHERE);
        routes.get("/ack/{token}", request -> services().links().show(request), Access.SECRET, Reach.EVERYWHERE);
        routes.post("/ack/{token}", request -> bounded(seats.links(), "",
                () -> services().links().act(request)), Access.SECRET, Reach.EVERYWHERE);
        routes.post("/webhooks/twilio/sms", request -> bounded(seats.webhooks(), "",
                () -> twilio().sms(request)), Access.SECRET, Reach.EVERYWHERE);
        routes.post("/webhooks/twilio/status", request -> bounded(seats.webhooks(), "",
                () -> twilio().status(request)), Access.SECRET, Reach.EVERYWHERE);
        routes.exception(ApiException.class, (e, request) -> problem(request, e));
        routes.exception(HttpResponseException.class, (e, request) -> {
            String allowed = e.getStatus() == 405 ? e.getDetails().getOrDefault("availableMethods", "") : "";
            if (!allowed.isBlank()) {
                request.header("Allow", allowed);
            }
            problem(request, new ApiException(e.getStatus(), "not carried out", allowed.isBlank()
                    ? String.valueOf(e.getMessage())
                    : request.method() + " is no method of this address; send " + allowed));
        });
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

    /// How people sign in and out, and who may.
    private void signingIn(RoutesConfig routes) {
        routes.post("/session", request -> {
            if (PersonPages.isOfPerson(request)) {
                pages().signInByJson(request);
            } else {
                callers.signIn(request);
            }
        }, Access.SECRET, Reach.EVERYWHERE);
        routes.delete("/session", request -> {
            callers.signOut(request);
            request.status(204);
        }, Access.OPEN, Reach.EVERYWHERE);
        routes.get("/sign-in", request -> pages().show(request), Access.OPEN, Reach.EVERYWHERE);
        routes.post("/sign-in", request -> pages().signIn(request), Access.SECRET, Reach.EVERYWHERE);
        routes.post("/sign-out", request -> {
            callers.signOut(request);
            request.status(303).header("Location", "/sign-in");
        }, Access.OPEN, Reach.EVERYWHERE);
        routes.get("/set-up/{token}", request -> pages().showSetUp(request), Access.SECRET, Reach.EVERYWHERE);
        routes.post("/set-up/{token}", request -> seats.seated(seats.persons(), "", () -> pages().setUp(request)),
                Access.SECRET, Reach.EVERYWHERE);
        routes.get("/api/v1/me", shownTo((caller, request) -> json(request, 200, caller.json().toString())),
                Access.KEY, Reach.EVERYWHERE);
        routes.get("/api/v1/persons", request -> shown(caller(request), () -> persons().list(request)),
                Access.ADMINISTER, Reach.WHOLE);
        routes.post("/api/v1/persons", administer(PersonsIn::add), Access.ADMINISTER, Reach.WHOLE);
        routes.post("/api/v1/persons/{id}", administer(PersonsIn::change), Access.ADMINISTER, Reach.WHOLE);
        routes.post("/api/v1/persons/{id}/link", administer(PersonsIn::link), Access.ADMINISTER, Reach.WHOLE);
        routes.post("/api/v1/persons/{id}/sign-out", administer(PersonsIn::signOut), Access.ADMINISTER, Reach.WHOLE);
        routes.delete("/api/v1/persons/{id}", administer(PersonsIn::remove), Access.ADMINISTER, Reach.WHOLE);
    }

    private void outcome(Context request, String commandId) {
        services().commands().outcome(request, caller(request), commandId);
    }

    /// Lets a request in to the route that it matched, or throws 401 or 403: by what the route itself says.
    private void admit(Context request) {
        Route route = matched(request).orElseThrow(
                () -> new ApiException(404, "no such page", request.path() + " is not served here"));
        Access access = route.access();
        if (access.needsKey()) {
            Caller caller = callers.with(request, access::admits, access.what());
            if (route.reach() == Reach.WHOLE) {
                caller.requireUnbounded(request.path());
            }
            request.attribute(CALLER, caller);
            route.personal().ifPresent(personal -> {
                services().accesses().requireOpen();
                request.attribute(ASKED, new AccessLog.Asked(caller, route.method() + " " + route.path(), personal,
                        reason(request)));
            });
        }
    }

    /// HEAD is answered by what answers GET, and asks for the same.
    private Optional<Route> matched(Context request) {
        return Optional.ofNullable(server.unsafe.internalRouter.findFirstHttpHandlerEntry(
                HandlerType.HEAD.equals(request.method()) ? HandlerType.GET : request.method(), request.path()))
                .map(found -> Route.of(found.endpoint));
    }

    /// Why somebody asks, in his own words.
    private static @Nullable String reason(Context request) {
        String reason = request.header("Tocsin-Reason");
        return reason == null || reason.isBlank()
                ? null
                : PlainText.shortened(PlainText.line(reason.strip()), LONGEST_REASON);
    }

    /// Notes who was shown something of people. A stream notes what it tells by itself.
    private void noteShown(Context request) {
        AccessLog.Asked asked = request.attribute(ASKED);
        Shown shown = request.attribute(Shown.ATTRIBUTE);
        if (asked != null && shown != null && request.statusCode() < 300) {
            services().accesses().shown(asked, shown.incidents(), shown.records());
        }
    }

    private static Caller caller(Context request) {
        Caller caller = request.attribute(CALLER);
        if (caller == null) {
            throw new IllegalStateException(request.path() + " asks who calls, and lets in whoever does");
        }
        return caller;
    }

    /// Every route with who may ask for it, by path.
    public List<Route> routeTable() {
        return server.unsafe.internalRouter.allHttpHandlers().stream().map(route -> route.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod()).map(Route::of)
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method)).toList();
    }

    private interface Taking {
        void take(RecordsIn in, Context request, Caller caller);
    }

    private interface Showing {
        void show(Queries queries, Context request, Caller caller);
    }

    private io.javalin.http.Handler write(Taking taking) {
        return request -> {
            Caller caller = caller(request);
            Queries.onlyParameters(request);
            bounded(seats.records(), caller.name(), () -> taking.take(services().in(), request, caller));
        };
    }

    private interface Administering {
        void administer(PersonsIn persons, Context request, Caller caller);
    }

    private io.javalin.http.Handler administer(Administering administering) {
        return request -> {
            Caller caller = caller(request);
            Queries.onlyParameters(request);
            bounded(seats.persons(), caller.name(), () -> administering.administer(persons(), request, caller));
        };
    }

    private PersonPages pages() {
        return personServices().pages();
    }

    private PersonsIn persons() {
        return personServices().in();
    }

    private PersonServices personServices() {
        PersonServices here = ofPersons;
        if (here == null) {
            throw new ApiException(503, "starting", "who may sign in is not known here yet; try again");
        }
        return here;
    }

    /// The places in which passphrases are hashed.
    public PassphraseSignIn.Seats passphraseSeats() {
        return seats.passphrases();
    }

    /// Lets persons sign in.
    ///
    /// @param address the address people reach this deployment at
    public void open(Persons persons, Supplier<String> address) {
        callers.open(persons.sessions());
        ofPersons = new PersonServices(new PersonPages(persons, callers), new PersonsIn(persons, address));
    }

    private interface Publishing {
        void publish(RulesIn rules, Context request, Caller caller);
    }

    private io.javalin.http.Handler publish(Publishing publishing) {
        return request -> {
            Caller caller = caller(request);
            Queries.onlyParameters(request);
            bounded(seats.rules(), caller.name(),
                    () -> publishing.publish(services().rules(), request, caller));
        };
    }

    private io.javalin.http.Handler read(Showing showing) {
        return request -> {
            Caller caller = caller(request);
            shown(caller, () -> showing.show(services().queries(), request, caller));
        };
    }

    private io.javalin.http.Handler upward(java.util.function.BiConsumer<SpecialReportsOut, Context> showing) {
        return request -> {
            Caller caller = caller(request);
            services().queries().requireMayActOn(request, caller);
            shown(caller, () -> showing.accept(services().specialReports(), request));
        };
    }

    private io.javalin.http.Handler shownTo(java.util.function.BiConsumer<Caller, Context> showing) {
        return request -> {
            Caller caller = caller(request);
            shown(caller, () -> showing.accept(caller, request));
        };
    }

    /// Shows something in a seat of the caller's, on a thread that holds nobody else up.
    private void shown(Caller caller, Runnable work) {
        seats.seated(seats.reads(), caller.name(), () -> showing.call(caller.name(), () -> {
            work.run();
            return true;
        }));
    }

    private void bounded(FairSeats kind, String owner, Runnable work) {
        if (!Health.OK.equals(health.of("broker"))) {
            throw new ApiException(503, "the broker is away",
                    "nothing was acknowledged; send the same again after Retry-After: it counts once");
        }
        (seats.isOfAnswers(kind) ? refusalOfAnswers : refusal).get().ifPresent(why -> {
            throw new ApiException(503, "nothing can be stored", "nothing was stored: " + why + "; then send it again");
        });
        seats.seated(kind, owner, work);
    }

    /// Refuses whatever writes while there is a reason to, such as a disk that is nearly full.
    ///
    /// @param ofAnswers the reason to refuse orders, links and answers by SMS, too: they end what was begun, so they are
    /// taken longer
    public void refuseWhile(Supplier<Optional<String>> reason, Supplier<Optional<String>> ofAnswers) {
        this.refusal = reason;
        this.refusalOfAnswers = ofAnswers;
    }

    /// Says where the records are, once it is known.
    ///
    /// @param where the addresses and what a client must know of the topics; no secret
    public void deployment(ObjectNode where) {
        this.deployment = where;
    }

    private Services services() {
        Services here = services;
        if (here == null) {
            throw new ApiException(503, "starting", "Tocsin is not ready: " + health.readyJson() + "; try again");
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
        RefusalNotes notes = new RefusalNotes(
                note -> publisher.note(topics.rejected, note.getSourceTopic(), note), meters);
        SseSeats streams = new SseSeats(model, seats.listeners(limits.listeners()), limits.listeners(),
                SseSeats.WRITE_WITHIN, meters, callers::stillKnown);
        EventLog events = new EventLog(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
                limits.events(), System::nanoTime);
        AccessLog accesses = new AccessLog(all -> {
            List<Publisher.Sending> sendings = all.stream()
                    .map(one -> publisher.sendOwn(topics.access, one.getBy(), one)).toList();
            sendings.forEach(Publisher.Sending::arrivedAt);
        }, clock, meters).started();
        services = new Services(
                new RecordsIn(new RecordsIn.Ways(topics, publisher, packs, seal, new AcceptedReports(model)), clock,
                        readingRecords, notes, limits.bodies().elements()),
                new CommandsIn(topics, publisher, model, packs, clock), new Queries(model, freshness, packs),
                new SpecialReportsOut(model, packs), new ScorecardsOut(records, packs),
                new LiveStream(model, streams, events, new BoundedIncidents(model, packs), accesses),
                new BoardsIn(model, packs, new BoardReportsOut(topics, publisher, model), clock, streams),
                new AnswerLinks(secret, topics, publisher, model, clock), new RulesIn(packs, rules, clock), seal,
                twilio.map(signature -> new TwilioWebhooks(signature, topics, publisher, model,
                        new RepliesIn(topics, publisher, packs, model), clock)),
                notes, new RefusedRows(notes, clock), streams, accesses,
                new AccessOut(topics, records.reader(), clock));
    }

    private static void problem(Context request, ApiException e) {
        e.retryAfterSeconds().ifPresent(seconds -> request.header("Retry-After", Long.toString(seconds)));
        if (e.status() == 401) {
            request.header("WWW-Authenticate", "Bearer");
        }
        request.status(e.status()).contentType("application/problem+json").result(utf8(e.json().toString()));
    }

    /// Types that are none of the server's own would be written in Latin letters alone.
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// 200 where the answer says so itself, else 503.
    private static void health(Context request, ObjectNode answer, String well) {
        json(request.header("Cache-Control", "no-store"), answer.path(well).asBoolean() ? 200 : 503,
                answer.toString());
    }

    private static void json(Context request, int status, String body) {
        request.status(status).contentType("application/json").result(body);
    }

    /// Starts to listen. Throws [IllegalStateException] with what to do where the port is taken.
    public void start(String host, int port) {
        this.host = host;
        this.port = port;
        try {
            server.start();
            Thread.ofPlatform().daemon().name("http-looks").start(this::look);
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

    /// Tells this listener the certificate that TLS is spoken with, now and whenever there is another; nothing without TLS.
    public void onCertificate(Consumer<X509Certificate> listener) {
        tls.ifPresent(secure -> secure.onCertificate(listener));
    }

    /// Looks at the certificate's files, as it does itself every few seconds.
    void lookAtCertificate() {
        tls.ifPresent(TlsServer::look);
    }

    /// Bytes that are held for bodies of requests now.
    long bytesHeld() {
        return bodies.held();
    }

    /// Connections that are open now.
    int connections() {
        return connections.count();
    }

    /// Looks again and again for who says nothing and who does not read.
    private void look() {
        try {
            for (long looks = 1; !closing.await(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS); looks++) {
                try {
                    connections.endSilent();
                    if (looks % LOOKS_AT_CERTIFICATE == 0) {
                        lookAtCertificate();
                    }
                    Services here = services;
                    if (here != null) {
                        here.streams().cutStuck();
                        here.streams().cutUnknown();
                    }
                } catch (RuntimeException e) {
                    LOG.warn("a look at the connections failed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop();
        readingRecords.close();
        showing.close();
        Services here = services;
        if (here != null) {
            here.notes().close();
            here.accesses().close();
        }
    }
}
