package tocsin.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// How fast recorded time passes.
public final class Pace {
    private final double speed;
    private final long beganNanos = System.nanoTime();
    private @Nullable Instant first;

    /// @param speed times as fast as it was; 0 for as fast as can be
    public Pace(double speed) {
        this.speed = speed;
    }

    /// Waits until this recorded instant has come.
    public void await(Instant recorded) {
        Instant from = first == null ? recorded : first;
        first = from;
        if (speed > 0) {
            long due = beganNanos + (long) (Duration.between(from, recorded).toNanos() / speed);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
