package tocsin.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Work done again and again on a thread of its own, until it is closed.
final class Repeating implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Duration pause;
    private final Duration first;
    private final Runnable work;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /// @param name the thread's name
    /// @param pause how long it rests before each time
    Repeating(String name, Duration pause, Runnable work) {
        this(name, pause, pause, work);
    }

    /// @param first how long it rests before the first time
    Repeating(String name, Duration pause, Duration first, Runnable work) {
        this.pause = pause;
        this.first = first;
        this.work = work;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            boolean ends = closing.await(first.toMillis(), TimeUnit.MILLISECONDS);
            while (!ends) {
                work.run();
                ends = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
