package tocsin.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Seats for requests that are carried out at a time. One owner has some of them at most; whoever has the fewest is next.
/// Safe for several threads.
final class FairSeats {
    private final int total;
    private final int perOwner;
    private final int waitingPerOwner;
    private final Duration patience;
    private final Map<String, Integer> taken = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private int all;

    /// @param total all seats
    /// @param perOwner seats of one owner
    /// @param waitingPerOwner requests of one owner that wait for a seat
    /// @param patience how long one waits
    FairSeats(int total, int perOwner, int waitingPerOwner, Duration patience) {
        this.total = total;
        this.perOwner = perOwner;
        this.waitingPerOwner = waitingPerOwner;
        this.patience = patience;
    }

    private record Waiting(String owner, CountDownLatch seated) {}

    /// Takes a seat, waiting for one; false where there is none in time or too many of this owner wait.
    boolean take(String owner) throws InterruptedException {
        Waiting me = new Waiting(owner, new CountDownLatch(1));
        synchronized (this) {
            long before = waiting.stream().filter(one -> one.owner().equals(owner)).count();
            if (before >= waitingPerOwner && !isFree(owner)) {
                return false;
            }
            waiting.add(me);
            seat();
        }
        try {
            if (me.seated().await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            if (!withdraw(me)) {
                give(owner);
            }
            throw e;
        }
        return !withdraw(me);
    }

    /// Takes a seat at once, or none.
    synchronized boolean takeNow(String owner) {
        if (!isFree(owner)) {
            return false;
        }
        sit(owner);
        return true;
    }

    /// Whether it still waited.
    private synchronized boolean withdraw(Waiting one) {
        return waiting.remove(one);
    }

    private boolean isFree(String owner) {
        return all < total && taken.getOrDefault(owner, 0) < perOwner;
    }

    private void sit(String owner) {
        all++;
        taken.merge(owner, 1, Integer::sum);
    }

    private void seat() {
        while (true) {
            Waiting next = waiting.stream().filter(one -> isFree(one.owner()))
                    .min(Comparator.comparingInt(one -> taken.getOrDefault(one.owner(), 0))).orElse(null);
            if (next == null) {
                return;
            }
            waiting.remove(next);
            sit(next.owner());
            next.seated().countDown();
        }
    }

    /// Gives a seat back.
    synchronized void give(String owner) {
        all--;
        taken.computeIfPresent(owner, (name, his) -> his <= 1 ? null : his - 1);
        seat();
    }
}
