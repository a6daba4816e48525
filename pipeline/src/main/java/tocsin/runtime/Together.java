package tocsin.runtime;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes several at the same time; one that fails does not keep the others open.
///
/// @param parts what is closed
record Together(List<? extends AutoCloseable> parts) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Together.class);

    @Override
    public void close() {
        List<Thread> closers = parts.stream().map(part -> Thread.ofPlatform().name("close").start(() -> {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("closing failed", e);
            }
        })).toList();
        try {
            for (Thread closer : closers) {
                closer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
