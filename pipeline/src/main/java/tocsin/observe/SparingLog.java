package tocsin.observe;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// A log for faults that may come a thousand times a second: each kind is written a few times a minute, and then how
/// many were left out.
///
/// Safe for several threads. Holds at most [#KINDS] kinds; beyond them it forgets all and begins anew.
public final class SparingLog {
    /// Lines of one kind in a minute.
    static final int LINES = 5;
    static final int KINDS = 1_000;
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /// @param lines lines written since then
    /// @param leftOut lines left out since then
    /// @param lastLeftOut lines left out in the window before, told with the first line of this one
    private record Window(long since, int lines, long leftOut, long lastLeftOut) {}

    public SparingLog(Logger log) {
        this(log, System::nanoTime);
    }

    SparingLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /// Writes this line, or counts it.
    ///
    /// @param kind what is alike: never a text of a stranger
    /// @param format as SLF4J has it; a trailing exception is written with its stack
    public void warn(String kind, String format, Object... arguments) {
        write(Level.WARN, kind, format, arguments);
    }

    /// The same as an error.
    public void error(String kind, String format, Object... arguments) {
        write(Level.ERROR, kind, format, arguments);
    }

    /// The same as information.
    public void info(String kind, String format, Object... arguments) {
        write(Level.INFO, kind, format, arguments);
    }

    private void write(Level level, String kind, String format, Object... arguments) {
        OptionalLong leftOut = due(kind);
        if (leftOut.isPresent()) {
            if (leftOut.getAsLong() > 0) {
                log.atLevel(level).log("{} lines like the next one were left out", leftOut.getAsLong());
            }
            // The fluent interface takes an exception for one more argument of the line, and drops it.
            Throwable cause = arguments.length > 0 && arguments[arguments.length - 1] instanceof Throwable last
                    ? last
                    : null;
            log.atLevel(level).setCause(cause).log(format, arguments);
        }
    }

    /// How many lines of this kind were left out before the one that is written now; empty where this one is left out.
    OptionalLong due(String kind) {
        if (windows.size() >= KINDS && !windows.containsKey(kind)) {
            windows.clear();
        }
        Window window = windows.merge(kind, new Window(nanoTime.getAsLong(), 1, 0, 0), SparingLog::counted);
        return window.leftOut() > 0
                ? OptionalLong.empty()
                : OptionalLong.of(window.lines() == 1 ? window.lastLeftOut() : 0);
    }

    private static Window counted(Window before, Window now) {
        if (now.since() - before.since() >= WINDOW) {
            return new Window(now.since(), 1, 0, before.leftOut());
        }
        return before.lines() < LINES
                ? new Window(before.since(), before.lines() + 1, 0, before.lastLeftOut())
                : new Window(before.since(), before.lines(), before.leftOut() + 1, before.lastLeftOut());
    }
}
