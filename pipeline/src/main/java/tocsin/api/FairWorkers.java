package tocsin.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// A few platform threads for work that takes much of the processor, so that it never holds the carriers of all virtual
/// threads. Owners take turns: one piece of work each.
///
/// Callers cut long work into short pieces; each of them waits for its piece, so the queue is as long as there are callers.
final class FairWorkers implements AutoCloseable {
    private final Map<String, Queue<FutureTask<?>>> queues = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    /// @param name what its threads are called
    FairWorkers(String name, int count) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().daemon().name(name + "-" + i).start(this::work));
        }
    }

    /// Does a piece of work on one of the threads and waits for it. What the work throws is thrown here.
    <T> T call(String owner, Callable<T> piece) {
        FutureTask<T> task = new FutureTask<>(piece);
        synchronized (this) {
            if (closed) {
                throw new ApiException(503, "stopping", "Tocsin is being stopped; send it again");
            }
            queues.computeIfAbsent(owner, name -> new ArrayDeque<>()).add(task);
            notify();
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException("a piece of work failed", e);
            }
        } catch (InterruptedException e) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            throw new ApiException(503, "stopping", "Tocsin is being stopped; send it again");
        }
    }

    private void work() {
        for (FutureTask<?> task = next(); task != null; task = next()) {
            task.run();
        }
    }

    /// The next owner's next piece; that owner is then the last in the row. Null once closed.
    private synchronized @Nullable FutureTask<?> next() {
        while (queues.isEmpty()) {
            if (closed) {
                return null;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        Map.Entry<String, Queue<FutureTask<?>>> first = queues.entrySet().iterator().next();
        String owner = first.getKey();
        Queue<FutureTask<?>> queue = first.getValue();
        FutureTask<?> task = queue.remove();
        queues.remove(owner);
        if (!queue.isEmpty()) {
            queues.put(owner, queue);
        }
        return task;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }
}
