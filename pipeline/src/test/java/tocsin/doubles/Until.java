package tocsin.doubles;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waiting for what a program outside does in its own time.
public final class Until {
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private Until() {}

    /// Looks again and again until a condition holds; fails if it does not within a minute.
    public static void holds(String what, BooleanSupplier condition) throws InterruptedException {
        BlockingQueue<Object> never = new LinkedBlockingQueue<>();
        long end = System.nanoTime() + WITHIN.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || never.poll(20, TimeUnit.MILLISECONDS) != null) {
                throw new AssertionError("not within " + WITHIN + ": " + what);
            }
        }
    }
}
