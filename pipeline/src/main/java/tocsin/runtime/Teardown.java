package tocsin.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes what was opened, last in, first out; one that fails does not keep the others open. Safe for several threads.
public final class Teardown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

    private final Deque<Named> opened = new ArrayDeque<>();

    private record Named(String name, AutoCloseable resource) {}

    /// Registers a resource the moment it exists, and gives it back.
    public synchronized <T extends AutoCloseable> T add(String name, T resource) {
        opened.push(new Named(name, resource));
        return resource;
    }

    @Override
    public void close() {
        for (Named next = pop(); next != null; next = pop()) {
            try {
                next.resource().close();
            } catch (Exception e) {
                LOG.warn("closing failed: what={}", next.name(), e);
            }
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Named pop() {
        return opened.poll();
    }
}
