package tocsin.dispatch.board;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import tocsin.dispatch.Attempt;
import tocsin.rules.directory.Board;

/// A driver that is called once at a time for each board, whoever calls.
public final class SerialDriver implements BoardDriver {
    private final BoardDriver driver;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    public SerialDriver(BoardDriver driver) {
        this.driver = driver;
    }

    @Override
    public String provider() {
        return driver.provider();
    }

    /// One call may wait for another.
    @Override
    public Duration callLimit() {
        return driver.callLimit().multipliedBy(2);
    }

    @Override
    public Optional<Attempt.Refused> objection(Board board, BoardMessage message) {
        return driver.objection(board, message);
    }

    @Override
    public Attempt drive(Board board, List<BoardMessage> standing, Instant now) {
        ReentrantLock lock = locks.computeIfAbsent(board.id(), id -> new ReentrantLock());
        lock.lock();
        try {
            return driver.drive(board, standing, now);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
