package tocsin.embedded;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the disk of a data folder four times a second: says when nothing more may be taken in, before the disk is
/// full, and keeps a reserve that is given back when room is nearly gone, so that what was taken in can be finished.
///
/// What it says may be asked for by any thread.
public final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final int MIB = 1024 * 1024;
    private static final int LOOKS_A_WARNING = 1_200;

    /// What there is room for.
    public enum Room {
        /// For everything.
        AMPLE,
        /// For finishing what was taken in.
        TO_FINISH,
        /// For nothing: a write may fail halfway.
        NONE
    }

    private final String name;
    private final DiskSpace disk;
    private final Consumer<Optional<String>> told;
    private final DiskLimits limits;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Room room = Room.AMPLE;
    private volatile Optional<String> refusal = Optional.empty();
    private volatile long free = -1;
    private int sinceWarning = LOOKS_A_WARNING;

    /// @param name what people call the folder
    /// @param told told after each look why nothing may be taken in, or nothing where it may
    public DiskWatch(String name, DiskSpace disk, DiskLimits limits, Consumer<Optional<String>> told) {
        this.name = name;
        this.disk = disk;
        this.limits = limits;
        this.told = told;
        this.thread = Thread.ofPlatform().name("disk").daemon().unstarted(this::run);
    }

    /// The limits that fit this disk.
    public static DiskLimits limits(DiskSpace disk) {
        try {
            return DiskLimits.of(disk.total());
        } catch (IOException e) {
            return DiskLimits.of(0);
        }
    }

    /// Looks once, and goes on looking.
    public void start() {
        look();
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.warn("the disk of {} could not be looked at, and is looked at again", name, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks at the disk now.
    void look() {
        Optional<String> before = refusal;
        Optional<String> why = lookAt();
        refusal = why;
        if (before.isEmpty() != why.isEmpty()) {
            why.ifPresentOrElse(reason -> LOG.error("disk: {}", reason),
                    () -> LOG.info("disk: there is room again in {}: {} MiB free", name, free / MIB));
        }
        told.accept(why);
    }

    private Optional<String> lookAt() {
        try {
            long now = disk.free();
            free = now;
            now = keepReserve(now);
            free = now;
            boolean refused = room != Room.AMPLE;
            room = now < limits.stopBelow() ? Room.NONE
                    : now < limits.refuseBelow() || refused && now < limits.acceptFrom() ? Room.TO_FINISH : Room.AMPLE;
            if (room != Room.AMPLE) {
                return Optional.of("the disk of the data folder " + name + " is nearly full: " + now / MIB
                        + " MiB are free, " + limits.acceptFrom() / MIB
                        + " MiB are needed; make room there, and it goes on by itself");
            }
            disk.tryToWrite();
            warn(now);
            return Optional.empty();
        } catch (IOException e) {
            room = Room.NONE;
            return Optional.of("the data folder " + name + " cannot be written: " + reason(e)
                    + "; mend its disk, and it goes on by itself");
        }
    }

    /// The system's own words, without the name of the file it was tried on.
    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null ? file.getReason()
                : String.valueOf(e.getMessage());
    }

    /// @return what is free afterwards
    private long keepReserve(long now) throws IOException {
        long reserved = disk.reserved();
        if (reserved > 0 && now < limits.releaseBelow()) {
            disk.reserve(0);
            LOG.warn("disk: {} MiB free in {}; the reserve of {} MiB is given back", now / MIB, name, reserved / MIB);
            return disk.free();
        }
        if (reserved < limits.reserve() && now + reserved >= limits.acceptFrom() + limits.reserve()) {
            disk.reserve(limits.reserve());
            return disk.free();
        }
        return now;
    }

    private void warn(long now) {
        if (now >= limits.warnBelow()) {
            sinceWarning = LOOKS_A_WARNING;
        } else if (sinceWarning++ >= LOOKS_A_WARNING) {
            sinceWarning = 0;
            LOG.warn("disk: only {} MiB are free in {}; below {} MiB nothing more is taken in", now / MIB, name,
                    limits.refuseBelow() / MIB);
        }
    }

    /// Why nothing may be taken in, in one sentence; empty where it may.
    public Optional<String> refusal() {
        return refusal;
    }

    /// Why not even what ends something begun may be taken in, such as an acknowledgement; empty where it may.
    public Optional<String> refusalToFinish() {
        return room == Room.NONE ? refusal : Optional.empty();
    }

    /// What there is room for.
    public Room room() {
        return room;
    }

    /// Bytes free at the last look; -1 before the first.
    public long free() {
        return free;
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
