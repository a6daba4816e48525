package tocsin.doubles.twilio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Twilio's Messages API on this machine: what it accepts it counts, and what goes wrong is the test's to say.
///
/// Unless they are queued, messages reach their end at once, before the create is answered; the answer still says the
/// first status. Callbacks follow the answer, and [#settle] waits for them.
public final class TwilioDouble implements AutoCloseable {
    static {
        // Read once, when the first server of this JVM is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private static final String ROOT = "/" + DoubleMessage.VERSION + "/Accounts/";
    private static final Set<String> STOP = Set.of("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE",
            "OPTOUT");
    private static final Set<String> START = Set.of("START", "YES", "UNSTOP");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A message that counts as sent.
    public record Accepted(String sid, String to, String body, Instant at) {}

    /// A callback that was made, and what the program answered: 0 for nothing.
    public record Callback(String sid, String status, int answer) {}

    /// What a webhook answered: status 0 for nothing.
    public record Answer(int status, String body) {}

    private final String account;
    private final String token;
    private final String authorization;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DoubleWebhooks webhooks = new DoubleWebhooks();
    private final CountDownLatch closing = new CountDownLatch(1);

    private final DoubleMessages messages = new DoubleMessages();
    private final DoubleListing listing = new DoubleListing();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong creates = new AtomicLong();
    private final Map<List<String>, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final Queue<Callback> callbacks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Object settled = new Object();
    private long underWay;

    private final Queue<Turn> next = new ConcurrentLinkedQueue<>();
    private final Map<String, Queue<Turn>> nextTo = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final Set<String> optedOut = ConcurrentHashMap.newKeySet();
    private final Map<String, Ending> endings = new ConcurrentHashMap<>();
    private volatile Turn.Policy policy = Turn.Policy.always(Turn.answer());
    private volatile CallbackPolicy callbackPolicy = CallbackPolicy.inOrder();
    private volatile Ending ending = Ending.delivered();
    private volatile int limit = Integer.MAX_VALUE;
    private volatile boolean hurried;
    private volatile Duration queue = Duration.ZERO;
    private volatile String pool = "+15017122661";
    private volatile InstantSource clock = InstantSource.system();

    /// On a free port, with an account of its own.
    public TwilioDouble() {
        this(0, "AC0123456789abcdef0123456789abcdef", "f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0");
    }

    /// On this port, or a free one for 0.
    public TwilioDouble(int port, String accountSid, String authToken) {
        account = accountSid;
        token = authToken;
        authorization = "Basic " + Base64.getEncoder()
                .encodeToString((accountSid + ":" + authToken).getBytes(StandardCharsets.UTF_8));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String accountSid() {
        return account;
    }

    public String authToken() {
        return token;
    }

    // What goes wrong.

    /// What the next creates meet, one turn each, whoever sends them.
    public TwilioDouble next(Turn... turns) {
        next.addAll(List.of(turns));
        return this;
    }

    /// What the next creates to this number meet, one turn each.
    public TwilioDouble nextTo(String to, Turn... turns) {
        nextTo.computeIfAbsent(to, _ -> new ConcurrentLinkedQueue<>()).addAll(List.of(turns));
        return this;
    }

    /// What every other create meets.
    public TwilioDouble policy(Turn.Policy policy) {
        this.policy = policy;
        return this;
    }

    /// More creates than this at a time are throttled, as an account's concurrency is.
    public TwilioDouble atMost(int creates) {
        limit = creates;
        return this;
    }

    /// This number is refused for good.
    public TwilioDouble refuse(String to, int code) {
        refused.put(to, code);
        return this;
    }

    /// This number has said STOP: 21610.
    public TwilioDouble optOut(String to) {
        optedOut.add(to);
        return this;
    }

    /// This number has said START.
    public TwilioDouble optIn(String to) {
        optedOut.remove(to);
        return this;
    }

    /// How messages to this number end.
    public TwilioDouble ending(String to, Ending ending) {
        endings.put(to, ending);
        return this;
    }

    /// How every other message ends; delivered unless told.
    public TwilioDouble ending(Ending ending) {
        this.ending = ending;
        return this;
    }

    /// Messages wait in the queue for so long before they are sent, and have no date of sending meanwhile.
    public TwilioDouble queue(Duration wait) {
        queue = wait;
        return this;
    }

    /// How messages are listed.
    public DoubleListing listing() {
        return listing;
    }

    /// What becomes of callbacks.
    public TwilioDouble callbacks(CallbackPolicy policy) {
        callbackPolicy = policy;
        return this;
    }

    /// Whether the callbacks come before the create is answered.
    public TwilioDouble callbacksFirst(boolean first) {
        hurried = first;
        return this;
    }

    /// Addresses under the first base are called at the second, and signed as they were given.
    public TwilioDouble publicAt(String publicBase, String localBase) {
        webhooks.detour(publicBase, localBase);
        return this;
    }

    /// The number a messaging service sends from.
    public TwilioDouble pool(String number) {
        pool = number;
        return this;
    }

    public TwilioDouble clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /// Goes on with a message that had no end yet, callbacks and all.
    public TwilioDouble finish(String sid, Ending ending) {
        DoubleMessage message = messages.find(sid);
        if (message == null) {
            throw new IllegalArgumentException("no message " + sid);
        }
        begin();
        List<String> statuses = move(message, ending);
        threads.execute(() -> callBack(message, statuses, ending.code()));
        return this;
    }

    /// Messages with these words were delivered to this number at this time, before anything the test sends. They are
    /// listed, and count nowhere.
    public TwilioDouble history(String to, Instant at, String... words) {
        for (String text : words) {
            DoubleMessage message = DoubleMessage.outbound(account, sid(), numbers.incrementAndGet(),
                    new Create(to, pool, "", text, "", null, 0), at);
            Ending.delivered().after(message.status()).forEach(status -> message.move(status, 0, pool, at));
            messages.add(message);
        }
        return this;
    }

    // What came of it.

    /// What counts as sent, oldest first.
    public List<Accepted> accepted() {
        return messages.all().stream().filter(message -> !message.inbound && message.create.attempt() > 0)
                .map(message -> new Accepted(message.sid,
                        message.create.to(), message.create.body(), message.created))
                .toList();
    }

    /// How many messages were accepted for each number.
    public Map<String, Long> acceptedByTo() {
        return counted(Accepted::to);
    }

    /// How many messages were accepted with these words.
    public Map<String, Long> acceptedByBody() {
        return counted(Accepted::body);
    }

    private Map<String, Long> counted(Function<Accepted, String> key) {
        return accepted().stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    }

    /// How often the double was asked to create, whatever came of it.
    public long creates() {
        return creates.get();
    }

    /// The callbacks made.
    public List<Callback> callbacks() {
        return List.copyOf(callbacks);
    }

    /// Waits until no callback is on its way.
    public void settle(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        synchronized (settled) {
            while (underWay > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    throw new IllegalStateException(underWay + " messages still have callbacks to come");
                }
                settled.wait(left);
            }
        }
    }

    private void begin() {
        synchronized (settled) {
            underWay++;
        }
    }

    private void end() {
        synchronized (settled) {
            if (--underWay == 0) {
                settled.notifyAll();
            }
        }
    }

    // People who write back.

    /// Somebody sent a text and nobody is told: it can only be listed.
    public String received(String from, String to, String text) {
        return receive(from, to, text).sid;
    }

    private DoubleMessage receive(String from, String to, String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        if (STOP.contains(word)) {
            optOut(from);
        } else if (START.contains(word)) {
            optIn(from);
        }
        DoubleMessage message = DoubleMessage.inbound(account, sid(), numbers.incrementAndGet(),
                new Create(to, from, "", text, "", null, 1), clock.instant());
        messages.add(message);
        return message;
    }

    /// Somebody sent a text: the webhook at this address is told, signed. STOP and START count.
    public Answer inbound(String webhook, String from, String to, String text) {
        return post(webhook, receive(from, to, text).webhook());
    }

    /// Posts a form to a webhook with a true signature.
    public Answer post(String webhook, Map<String, String> form) {
        return post(webhook, form, DoubleSignature.of(token, webhook, form));
    }

    /// Posts a form to a webhook with any signature, or none for an empty one.
    public Answer post(String webhook, Map<String, String> form, String signature) {
        return webhooks.post(webhook, form, signature);
    }

    /// A form as Twilio would call back with for a message, to be forged or sent once more.
    public Map<String, String> callbackForm(String sid, String status) {
        DoubleMessage message = messages.find(sid);
        if (message == null) {
            throw new IllegalArgumentException("no message " + sid);
        }
        return message.callback(status, ending(message).code());
    }

    // The protocol.

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.equals("/counts")) {
                counts(exchange);
            } else if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                refuse(exchange, DoubleRefusal.of(401, 20003), -1);
            } else if (path.equals(ROOT + account + "/Messages.json")) {
                switch (exchange.getRequestMethod()) {
                    case "POST" -> create(exchange, form(new String(body, StandardCharsets.UTF_8)));
                    case "GET" -> list(exchange, path);
                    default -> refuse(exchange, DoubleRefusal.of(405, 20004), -1);
                }
            } else {
                fetch(exchange, path);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> form(@Nullable String text) {
        Map<String, String> form = new LinkedHashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                form.put(URLDecoder.decode(name, StandardCharsets.UTF_8),
                        equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private void create(HttpExchange exchange, Map<String, String> form) throws IOException, InterruptedException {
        creates.incrementAndGet();
        AtomicInteger attempt = attempts.computeIfAbsent(
                List.of(form.getOrDefault("To", ""), form.getOrDefault("Body", "")), _ -> new AtomicInteger());
        Create create = Create.of(form, attempt.incrementAndGet());
        try {
            Turn turn = inFlight.incrementAndGet() > limit ? Turn.throttle() : turn(create);
            if (turn.accepts()) {
                judge(exchange, create, turn);
            } else {
                answer(exchange, turn, null);
            }
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private Turn turn(Create create) {
        Queue<Turn> own = nextTo.get(create.to());
        Turn turn = own == null ? null : own.poll();
        if (turn == null) {
            turn = next.poll();
        }
        return turn == null ? policy.of(create) : turn;
    }

    private void judge(HttpExchange exchange, Create create, Turn turn) throws IOException, InterruptedException {
        DoubleRefusal refusal = DoubleRefusal.of(create);
        if (refusal == null && optedOut.contains(create.to())) {
            refusal = DoubleRefusal.of(400, 21610);
        }
        if (refusal == null && refused.containsKey(create.to())) {
            refusal = DoubleRefusal.of(400, refused.get(create.to()));
        }
        if (refusal != null) {
            pause(turn.latency());
            refuse(exchange, refusal, -1);
            return;
        }
        DoubleMessage message = DoubleMessage.outbound(account, sid(), numbers.incrementAndGet(), create,
                clock.instant());
        byte[] first = JSON.writeValueAsBytes(message.json());
        messages.add(message);
        begin();
        Ending ending = ending(message);
        if (queue.isPositive()) {
            threads.execute(() -> sendLater(message, ending, queue));
            answer(exchange, turn, first);
            return;
        }
        List<String> statuses = move(message, ending);
        if (hurried || create.statusCallback().isEmpty()) {
            callBack(message, statuses, ending.code());
            answer(exchange, turn, first);
            return;
        }
        try {
            answer(exchange, turn, first);
        } finally {
            if (closing.getCount() == 0) {
                end();
            } else {
                threads.execute(() -> callBack(message, statuses, ending.code()));
            }
        }
    }

    private Ending ending(DoubleMessage message) {
        return endings.getOrDefault(message.create.to(), ending);
    }

    /// Takes a message to its end; the statuses it went through.
    private List<String> move(DoubleMessage message, Ending ending) {
        List<String> statuses = ending.after(message.status());
        statuses.forEach(status -> message.move(status, ending.code(), pool, clock.instant()));
        return statuses;
    }

    private void sendLater(DoubleMessage message, Ending ending, Duration wait) {
        try {
            pause(wait);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (closing.getCount() == 0) {
            end();
        } else {
            callBack(message, move(message, ending), ending.code());
        }
    }

    private void callBack(DoubleMessage message, List<String> statuses, int code) {
        try {
            String url = message.create.statusCallback();
            if (url.isEmpty()) {
                return;
            }
            for (String status : callbackPolicy.plan(message.create, statuses)) {
                Answer answer = post(url, message.callback(status, code));
                callbacks.add(new Callback(message.sid, status, answer.status()));
            }
        } finally {
            end();
        }
    }

    /// @param created what a create in order is answered with
    private void answer(HttpExchange exchange, Turn turn, byte @Nullable [] created)
            throws IOException, InterruptedException {
        pause(turn.latency());
        switch (turn.outcome()) {
            case ANSWER -> send(exchange, 201, created == null ? new byte[0] : created);
            case ERROR -> refuse(exchange, DoubleRefusal.of(turn.status(), turn.code()), turn.retryAfter());
            case CUT -> {
            }
            case HANG -> closing.await();
        }
    }

    private void pause(Duration latency) throws InterruptedException {
        if (latency.isPositive()) {
            closing.await(latency.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void list(HttpExchange exchange, String path) throws IOException, InterruptedException {
        Turn turn = listing.begin();
        if (turn != null && turn.outcome() != Turn.Outcome.ANSWER) {
            answer(exchange, turn, null);
            return;
        }
        pause(turn == null ? Duration.ZERO : turn.latency());
        try {
            Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
            send(exchange, 200, JSON.writeValueAsBytes(messages.page(path, query, listing, clock.instant())));
        } catch (DateTimeException | NumberFormatException _) {
            refuse(exchange, DoubleRefusal.of(400, 20001), -1);
        }
    }

    private void fetch(HttpExchange exchange, String path) throws IOException {
        String prefix = ROOT + account + "/Messages/";
        DoubleMessage message = path.startsWith(prefix) && path.endsWith(".json")
                ? messages.find(path.substring(prefix.length(), path.length() - ".json".length()))
                : null;
        if (message == null) {
            refuse(exchange, DoubleRefusal.notFound(path), -1);
        } else if (!exchange.getRequestMethod().equals("GET")) {
            refuse(exchange, DoubleRefusal.of(405, 20004), -1);
        } else {
            send(exchange, 200, JSON.writeValueAsBytes(message.json()));
        }
    }

    /// For whoever runs the double as a process.
    private void counts(HttpExchange exchange) throws IOException {
        send(exchange, 200, JSON.writeValueAsBytes(JsonNodeFactory.instance.objectNode().put("creates", creates())
                .put("accepted", accepted().size()).put("recipients", acceptedByTo().size())
                .put("words", acceptedByBody().size()).put("callbacks", callbacks.size())));
    }

    private static void refuse(HttpExchange exchange, DoubleRefusal refusal, int retryAfter) throws IOException {
        if (retryAfter >= 0) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(retryAfter));
        }
        if (refusal.status() == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Twilio API\"");
        }
        send(exchange, refusal.status(), JSON.writeValueAsBytes(JsonNodeFactory.instance.objectNode()
                .put("code", refusal.code()).put("message", refusal.message())
                .put("more_info", "https://www.twilio.com/docs/errors/" + refusal.code())
                .put("status", refusal.status())));
    }

    private static void send(HttpExchange exchange, int status, byte[] json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=utf-8");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }

    private static String sid() {
        HexFormat hex = HexFormat.of();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "SM" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    @Override
    public void close() {
        if (closing.getCount() > 0) {
            closing.countDown();
            server.stop(0);
            threads.shutdownNow();
            webhooks.close();
        }
    }

    /// Runs it as a process: port, account sid, auth token. `GET /counts` says what came in.
    public static void main(String[] args) throws InterruptedException {
        TwilioDouble twilio = new TwilioDouble(Integer.parseInt(args[0]), args[1], args[2]);
        System.out.println("listening on http://127.0.0.1:" + twilio.port());
        new CountDownLatch(1).await();
    }
}
