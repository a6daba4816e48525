package tocsin.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The embedded registry's process: the registry, and a thread that ends it once nobody wants it.
///
/// A parent that was killed leaves its registry behind, for its successor to find. Where none comes within half a minute,
/// this process ends. It runs on the registry's class path and knows nothing but the JDK.
public final class RegistryMain {
    private static final long LOOK_EVERY_MS = 2_000;
    private static final long ALONE_NANOS = 30_000_000_000L;
    private static final long END_WITHIN_MS = 10_000;
    private static final Pattern PARENT = Pattern.compile("\"parent\"\\s*:\\s*(\\d+)");
    private static final Pattern IDENTITY = Pattern.compile("\"parentIdentity\"\\s*:\\s*\"([^\"]*)\"");

    private final Path note;
    private final Function<Long, String> identities;
    private long aliveAt;

    /// @param note the note beside the registry's data, which names the parent; a successor writes its own name there
    /// @param identities what tells a process from another of the same number, or empty where there is none
    /// @param now nanoseconds of a clock that is never set
    RegistryMain(Path note, Function<Long, String> identities, long now) {
        this.note = note;
        this.identities = identities;
        this.aliveAt = now;
    }

    /// The registry, until nobody wants it.
    ///
    /// @param arguments the note, and the registry's own main class
    public static void main(String[] arguments) throws ReflectiveOperationException {
        RegistryMain keeper = new RegistryMain(Path.of(arguments[0]), RegistryMain::identity, System.nanoTime());
        Thread watcher = new Thread(keeper::watch, "parent");
        watcher.setDaemon(true);
        watcher.start();
        Class.forName(arguments[1]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    @SuppressWarnings("SystemExitOutsideMain")
    private void watch() {
        try {
            while (!isAlone(System.nanoTime())) {
                Thread.sleep(LOOK_EVERY_MS);
            }
            Thread last = new Thread(() -> System.exit(0), "end");
            last.setDaemon(true);
            last.start();
            last.join(END_WITHIN_MS);
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether nobody has wanted this registry for half a minute.
    boolean isAlone(long now) {
        if (hasParent()) {
            aliveAt = now;
        }
        return now - aliveAt > ALONE_NANOS;
    }

    private boolean hasParent() {
        try {
            String text = Files.readString(note);
            Matcher parent = PARENT.matcher(text);
            Matcher identity = IDENTITY.matcher(text);
            return parent.find() && identity.find() && !identity.group(1).isEmpty()
                    && identities.apply(Long.parseLong(parent.group(1))).equals(identity.group(1));
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /// What tells the process of this number from an earlier or later one, whatever the system's clock says; empty where
    /// there is no such process.
    static String identity(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            if (Files.exists(stat)) {
                // The name before may hold anything; the start is the twentieth word after it, in ticks since boot.
                String text = Files.readString(stat);
                String[] words = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
                return words[0].equals("Z") ? "" : "ticks " + words[19];
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            return "";
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return process.flatMap(found -> found.info().startInstant()).map(Object::toString).orElse("");
    }
}
