package tocsin.api;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.Meters;
import tocsin.v1.Rejected;

/// Keeps what was refused, on a thread of its own: nobody waits for it, a broker that is away holds up no answer, and what
/// does not fit is counted. The sender had the reason in the answer.
final class RefusalNotes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalNotes.class);
    private static final int NOTES = 10_000;
    private static final int BYTES = 8 * 1024 * 1024;
    /// What a note takes beside the record it keeps.
    private static final int BESIDE = 500;
    private static final Duration END = Duration.ofSeconds(2);

    private final BlockingQueue<Rejected> queue = new LinkedBlockingQueue<>(NOTES);
    private final Semaphore room = new Semaphore(BYTES);
    private final Consumer<Rejected> sink;
    private final Meters meters;
    private final Thread thread;

    /// @param sink puts one on its topic
    RefusalNotes(Consumer<Rejected> sink, Meters meters) {
        this.sink = sink;
        this.meters = meters;
        this.thread = Thread.ofPlatform().daemon().name("refusal-notes").start(this::work);
    }

    /// Takes a note, or counts it as left out.
    void offer(Rejected note) {
        int size = size(note);
        if (!room.tryAcquire(size)) {
            meters.overBound("refusal_notes");
        } else if (!queue.offer(note)) {
            room.release(size);
            meters.overBound("refusal_notes");
        }
    }

    private static int size(Rejected note) {
        return BESIDE * (1 + note.getReasons().size())
                + (note.getBytes() == null ? 0 : note.getBytes().remaining());
    }

    private void work() {
        try {
            while (true) {
                Rejected note = queue.take();
                int size = size(note);
                try {
                    sink.accept(note);
                } catch (RuntimeException e) {
                    LOG.warn("a refusal could not be kept: {}", e.getMessage());
                    meters.overBound("refusal_notes");
                } finally {
                    room.release(size);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
