package tocsin.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work done again and again on a thread of its own, until it is closed. A time that fails is told, and the next one
/// follows all the same.
public final class Repeating implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    /// The same trouble is told in full at its first time, and in one line once in this many.
    private static final int TOLD_EVERY = 100;

    private final String name;
    private final Duration pause;
    private final Duration first;
    private final Runnable work;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
    private final Thread thread;
    private int failures;

    /// @param name the thread's name
    /// @param pause how long it rests before each time
    public Repeating(String name, Duration pause, Runnable work) {
        this(name, pause, pause, work);
    }

    /// @param first how long it rests before the first time
    Repeating(String name, Duration pause, Duration first, Runnable work) {
        this.name = name;
        this.pause = pause;
        this.first = first;
        this.work = work;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /// Begins; once.
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            boolean ends = closing.await(first.toMillis(), TimeUnit.MILLISECONDS);
            while (!ends) {
                once();
                ends = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            work.run();
            if (trouble.getAndSet(null) != null) {
                LOG.info("{} works again after {} failures", name, failures);
            }
            failures = 0;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            trouble.set(e);
            if (failures == 0) {
                LOG.error("{} failed, and goes on", name, e);
            } else if (failures % TOLD_EVERY == 0) {
                LOG.error("{} has failed {} times in a row: {}", name, failures + 1, e.toString());
            }
            failures++;
        }
    }

    /// What went wrong the last time, or null where it went well.
    @Nullable
    Throwable trouble() {
        return trouble.get();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
