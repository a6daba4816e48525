package tocsin.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JettyConfig;
import io.javalin.config.RoutesConfig;
import java.net.BindException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
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
import tocsin.transit.TlsSettings;
import tocsin.transit.Transit;
import tocsin.wire.Seal;
import tocsin.wire.Topics;

/// The HTTP server: how it listens, what it takes before any route, and what its [HttpRoutes] are answered by.
public final class HttpApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    /// Looks from one at the certificate's files to the next.
    private static final int LOOKS_AT_CERTIFICATE = 5;
    private static final int HEADERS = 8 * 1024;
    private static final int READING_THREADS = 2;
    /// What the system keeps for a client that does not read.
    private static final int SEND_BUFFER = 128 * 1024;

    private final Javalin server;
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
    private final HttpServices services;
    private final RouteAccess access;
    private volatile String host = "127.0.0.1";
    private volatile int port;

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
        this.limits = limits;
        this.meters = meters;
        this.callers = new Callers(keys, clock, new WrongKeys(limits.wrongKeysPerMinute(), clock, meters),
                transit.isSecure());
        this.connections = new Connections(limits.connections(), meters, System::nanoTime, transit.proxies());
        this.bodies = new BodyHandler(limits.bodies(), callers::known, meters);
        this.seats = new SeatPlan(meters);
        this.services = new HttpServices(health);
        this.access = new RouteAccess(this::server, callers, services);
        HttpRoutes answered = new HttpRoutes(health, callers, seats, showing, services, access);
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.http.prefer405over404 = true;
            config.http.maxRequestSize = BodyClass.REPORTS.limit() + 1L;
            // Packing an answer would hold a carrier of all virtual threads; a proxy packs.
            config.http.compressionStrategy = CompressionStrategy.NONE;
            bound(config.jetty);
            answered.addTo(config.routes, metrics);
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

    /// Every route with who may ask for it, by path.
    public List<Route> routeTable() {
        return access.table();
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
        services.open(new HttpServices.OfPersons(new PersonPages(persons, callers), new PersonsIn(persons, address)));
    }

    /// Refuses whatever writes while there is a reason to, such as a disk that is nearly full.
    ///
    /// @param ofAnswers the reason to refuse orders, links and answers by SMS, too: they end what was begun, so they are
    /// taken longer
    public void refuseWhile(Supplier<Optional<String>> reason, Supplier<Optional<String>> ofAnswers) {
        services.refuseWhile(reason, ofAnswers);
    }

    /// Says where the records are, once it is known.
    ///
    /// @param where the addresses and what a client must know of the topics; no secret
    public void deployment(ObjectNode where) {
        services.deployed(where);
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
        services.open(new HttpServices.Opened(
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
                new AccessOut(topics, records.reader(), clock)));
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

    private Javalin server() {
        return server;
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
                    services.ifOpen().ifPresent(here -> {
                        here.streams().cutStuck();
                        here.streams().cutUnknown();
                    });
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
        services.ifOpen().ifPresent(here -> {
            here.notes().close();
            here.accesses().close();
        });
    }
}
