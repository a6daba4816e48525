package tocsin.runtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.embedded.EmbeddedBroker;
import tocsin.rules.PackFiles;

/// A Tocsin in service: where one must be started again, another is started in its place, at the same address, in the
/// same process. Where that does not work, the process ends with code 75, for whoever watches it to start it again.
///
/// Safe for several threads.
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(20);
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PackFiles pack;
    private final InstantSource clock;
    private final Consumer<String> progress;
    private TocsinSettings settings;
    private boolean closed;
    private boolean replacing;
    private volatile Tocsin tocsin;

    /// @param pack the pack to put in force
    /// @param progress told in a line what takes time
    public Service(TocsinSettings settings, PackFiles pack, InstantSource clock, Consumer<String> progress) {
        this.settings = settings;
        this.pack = pack;
        this.clock = clock;
        this.progress = progress;
        this.tocsin = new Tocsin(settings, pack, clock, progress, this::startAgain);
    }

    /// Starts the first. Throws [IllegalStateException] where it cannot be started.
    public synchronized void start() {
        tocsin.start();
        settings = tocsin.settingsAsStarted();
    }

    /// The one that runs now.
    public Tocsin tocsin() {
        return tocsin;
    }

    private synchronized void startAgain(String why) {
        if (!closed && !replacing) {
            replacing = true;
            Thread.ofPlatform().name("start-again").start(() -> replace(why));
        }
    }

    private void replace(String why) {
        LOG.warn("Tocsin is started again: {}", why);
        Tocsin old = tocsin;
        try {
            Thread closer = Thread.ofPlatform().name("close-old").daemon().start(old::close);
            if (!closer.join(CLOSED_WITHIN)) {
                giveUp("it could not be closed within " + CLOSED_WITHIN);
            }
            long until = System.nanoTime() + STARTED_WITHIN.toNanos();
            while (!started()) {
                if (System.nanoTime() > until) {
                    giveUp("another could not be started within " + STARTED_WITHIN);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean started() {
        if (closed) {
            return true;
        }
        Tocsin next = new Tocsin(settings, pack, clock, progress, this::startAgain);
        try {
            next.start();
        } catch (RuntimeException e) {
            LOG.warn("Tocsin does not start yet: {}", e.getMessage());
            return false;
        }
        tocsin = next;
        replacing = false;
        return true;
    }

    private static void giveUp(String why) {
        LOG.error("Tocsin must be started again and {}; this process ends with code {}", why,
                EmbeddedBroker.START_AGAIN);
        Runtime.getRuntime().halt(EmbeddedBroker.START_AGAIN);
    }

    @Override
    public synchronized void close() {
        closed = true;
        tocsin.close();
    }
}
