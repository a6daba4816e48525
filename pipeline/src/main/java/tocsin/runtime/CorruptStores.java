package tocsin.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores that cannot be read any more: thrown away, for their changelogs hold everything that is in them.
///
/// Without this the thread that is put in place of a failed one finds the same store, and fails again, for ever.
final class CorruptStores {
    private static final Logger LOG = LoggerFactory.getLogger(CorruptStores.class);
    private static final Pattern TASK = Pattern.compile("(?:task \\[|/)(\\d{1,4}_\\d{1,6})(?:\\]|/)");

    private CorruptStores() {}

    /// Throws the stores of a task away if a failure says that they cannot be read.
    ///
    /// @param folder where the application keeps its tasks
    /// @return whether it did
    static boolean throwAway(Path folder, Throwable failure) {
        Optional<Path> task = task(failure).map(folder::resolve).filter(Files::isDirectory);
        task.ifPresent(found -> {
            LOG.error("a store in {} cannot be read; it is thrown away and made again from its changelog", found);
            try {
                delete(found);
            } catch (IOException e) {
                LOG.error("{} cannot be removed: {}; remove it by hand", found, e.toString());
            }
        });
        return task.isPresent();
    }

    /// The task whose stores a failure is about; empty where it is about something else.
    static Optional<String> task(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProcessorStateException) {
                Matcher task = TASK.matcher(String.valueOf(cause.getMessage()));
                if (task.find()) {
                    return Optional.of(task.group(1));
                }
            }
        }
        return Optional.empty();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }
}
