package tocsin.api;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import tocsin.observe.Meters;

/// Reads the body of a request whole, within bounds of size, time and memory, before anybody else sees the request. While
/// it arrives it holds no thread and no seat.
///
/// Who may not send it is refused by its headers. Large bodies, small ones, orders, and those of callers without a key have
/// memory of their own each, of which one owner has a part; where callers without a key would have too much, the body that
/// has been under way longest gives its place.
final class BodyHandler extends Handler.Wrapper {
    /// The request's attribute that holds the body.
    static final String BODY = "tocsin.body";
    private static final int SMALL = 64 * 1024;
    private static final byte[] NONE = {};
    private static final int FIRST = 2 * 1024;
    /// How long a body waits for memory, how often it looks, and how many bodies wait at a time.
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(25);
    private static final int WAITING = 256;

    private final HttpLimits.Bodies limits;
    private final Function<Request, Caller> callers;
    private final Meters meters;
    private final Map<Pool, ByteBudget> budgets = new EnumMap<>(Pool.class);
    private final AtomicInteger waiting = new AtomicInteger();
    /// Bodies under way of callers without a key, the oldest first.
    private final Set<Reading> open = new LinkedHashSet<>();

    /// Whose memory a body takes, and how many hundredths of all.
    private enum Pool {
        LARGE(60, 2), SMALL(20, 4), ORDERS(10, 2), OPEN(10, 1);

        private final int hundredths;
        private final int owners;

        Pool(int hundredths, int owners) {
            this.hundredths = hundredths;
            this.owners = owners;
        }
    }

    /// @param callers who sends a request, by its headers; throws what an unknown one is answered
    BodyHandler(HttpLimits.Bodies limits, Function<Request, Caller> callers, Meters meters) {
        this.limits = limits;
        this.callers = callers;
        this.meters = meters;
        for (Pool pool : Pool.values()) {
            long bytes = (long) limits.megabytes() * 1024 * 1024 * pool.hundredths / 100;
            budgets.put(pool, new ByteBudget(bytes, bytes / pool.owners));
        }
    }

    private ByteBudget budget(Pool pool) {
        return Objects.requireNonNull(budgets.get(pool));
    }

    /// Bytes held for bodies now.
    long held() {
        return budgets.values().stream().mapToLong(ByteBudget::held).sum();
    }

    /// Whether a request has a body, by its headers.
    static boolean hasBody(Request request) {
        long length = request.getLength();
        return length > 0 || length < 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        if (!hasBody(request)) {
            return super.handle(request, response, callback);
        }
        BodyClass kind = BodyClass.of(request.getMethod(), Request.getPathInContext(request));
        if (kind == BodyClass.OTHER) {
            // Nobody reads it: the connection ends after the answer.
            return super.handle(new Read(request, NONE), response, callback);
        }
        String owner = "";
        try {
            owner = kind.needsKey() ? callers.apply(request).name() : "";
            if (length > kind.limit()) {
                throw tooLarge(kind);
            }
            Reading reading = new Reading(kind, pool(kind, length), owner, request, response, callback);
            reading.start();
        } catch (ApiException e) {
            LastAnswer.write(request, response, callback, e, !owner.isEmpty());
        }
        return true;
    }

    private static Pool pool(BodyClass kind, long length) {
        return switch (kind) {
            case REPORTS, RULES -> length >= 0 && length <= SMALL ? Pool.SMALL : Pool.LARGE;
            case ORDERS, BOARDS, PERSONS -> Pool.ORDERS;
            case SIGN_IN, LINKS, WEBHOOKS, OTHER -> Pool.OPEN;
        };
    }

    private ApiException tooLarge(BodyClass kind) {
        meters.overBound("body_size");
        return RequestBody.tooLarge("the request is over " + kind.limitSaid() + "; send less at a time");
    }

    private ApiException noMemory() {
        meters.overBound("body_memory");
        return new ApiException(503, "too many bytes under way",
                "requests under way hold all memory for bodies like this one; nothing was acknowledged, send it again after Retry-After")
                .retryAfter(Duration.ofSeconds(1));
    }

    private void proceed(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Throwable e) { // as the server itself does
            Response.writeError(request, response, callback, e);
        }
    }

    /// A request whose body has been read.
    private static final class Read extends Request.Wrapper {
        private final byte[] body;
        private boolean given;

        Read(Request request, byte[] body) {
            super(request);
            this.body = body;
            setAttribute(BODY, body);
        }

        @Override
        public long getLength() {
            return body.length;
        }

        @Override
        public Content.Chunk read() {
            if (given || body.length == 0) {
                return Content.Chunk.EOF;
            }
            given = true;
            return Content.Chunk.from(ByteBuffer.wrap(body), true);
        }

        @Override
        public void demand(Runnable ready) {
            getContext().execute(ready);
        }
    }

    /// A body while it arrives. One thread at a time reads; a deadline or a newer body may end it from outside.
    private final class Reading implements Runnable {
        private final BodyClass kind;
        private final Pool pool;
        private final String owner;
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final long length;
        private final long began = System.nanoTime();
        private final AtomicLong taken = new AtomicLong();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean released;
        private volatile Scheduler.@Nullable Task deadline;
        private byte[] bytes = NONE;
        private int count;

        Reading(BodyClass kind, Pool pool, String owner, Request request, Response response, Callback callback) {
            this.kind = kind;
            this.pool = pool;
            this.owner = owner;
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.length = request.getLength();
        }

        void start() {
            // Whatever happens to it, what it took is given back once it is answered.
            Request.addCompletionListener(request, failure -> release());
            if (pool == Pool.OPEN) {
                synchronized (open) {
                    open.add(this);
                }
            }
            Duration within = kind.within(limits.time());
            deadline = request.getComponents().getScheduler().schedule(() -> cut(tooSlow(within)),
                    within.toMillis(), TimeUnit.MILLISECONDS);
            // What has a key says first how much it will be, and gets all of that or waits.
            if (pool == Pool.OPEN || length < 0) {
                run();
            } else if (take(length)) {
                reserved();
            } else if (waiting.incrementAndGet() > WAITING) {
                waiting.decrementAndGet();
                refuse(noMemory());
            } else {
                look();
            }
        }

        private void look() {
            request.getComponents().getScheduler().schedule(() -> {
                boolean got = ended.get() || take(length);
                if (got || System.nanoTime() - began > PATIENCE.toNanos()) {
                    waiting.decrementAndGet();
                    request.getContext().execute(got ? this::reserved : () -> refuse(noMemory()));
                } else {
                    look();
                }
            }, LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void reserved() {
            if (!ended.get()) {
                bytes = new byte[(int) length];
                run();
            }
        }

        private ApiException tooSlow(Duration within) {
            meters.overBound("body_time");
            return new ApiException(408, "too slow",
                    "the body did not arrive within " + within.toSeconds() + " s; send it again, or less at a time");
        }

        private boolean take(long more) {
            if (!budget(pool).take(owner, more)) {
                return false;
            }
            taken.addAndGet(more);
            if (released) {
                release();
            }
            return true;
        }

        private void release() {
            released = true;
            budget(pool).give(owner, taken.getAndSet(0));
            end();
        }

        /// Ends the reading, and says whether nothing else had.
        private boolean end() {
            boolean first = ended.compareAndSet(false, true);
            Scheduler.Task task = deadline;
            if (task != null) {
                task.cancel();
            }
            synchronized (open) {
                open.remove(this);
            }
            return first;
        }

        /// Refuses it from the thread that reads it, or before anybody does.
        private void refuse(ApiException problem) {
            if (end()) {
                LastAnswer.write(request, response, callback, problem, !owner.isEmpty());
            }
        }

        /// Refuses it while somebody may be waiting for more of it.
        private void cut(ApiException problem) {
            if (end()) {
                Problems.write(response, callback, problem, true);
            }
        }

        @Override
        public void run() {
            while (!ended.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    refuse(new ApiException(400, "unreadable body", "the body ended early; send it again"));
                    return;
                }
                Optional<ApiException> refused = add(chunk.getByteBuffer());
                boolean last = chunk.isLast();
                chunk.release();
                if (refused.isPresent()) {
                    refuse(refused.get());
                } else if (last) {
                    whole();
                }
            }
            bytes = NONE;
        }

        private Optional<ApiException> add(ByteBuffer part) {
            int more = part.remaining();
            if (count + (long) more > kind.limit()) {
                return Optional.of(tooLarge(kind));
            }
            if (count + more > bytes.length) {
                int size = Math.min(kind.limit(), Math.max(count + more, Math.max(FIRST, 2 * bytes.length)));
                if (!roomFor(size - bytes.length)) {
                    return Optional.of(noMemory());
                }
                bytes = Arrays.copyOf(bytes, size);
            }
            part.get(bytes, count, more);
            count += more;
            return Optional.empty();
        }

        private boolean roomFor(int more) {
            boolean got = take(more);
            while (!got && pool == Pool.OPEN) {
                Optional<Reading> oldest = oldestOther();
                if (oldest.isEmpty()) {
                    return false;
                }
                oldest.get().giveWay();
                got = take(more);
            }
            return got;
        }

        private Optional<Reading> oldestOther() {
            synchronized (open) {
                return open.stream().filter(one -> one != this).findFirst();
            }
        }

        private void giveWay() {
            if (end()) {
                budget(pool).give(owner, taken.getAndSet(0));
                request.getContext().execute(() -> Problems.write(response, callback, noMemory(), true));
            }
        }

        private void whole() {
            byte[] body = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
            if (end()) {
                // What follows may block, so another thread goes on.
                request.getContext().execute(() -> proceed(new Read(request, body), response, callback));
            }
        }
    }
}
