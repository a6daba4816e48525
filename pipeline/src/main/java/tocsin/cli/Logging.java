package tocsin.cli;

import java.util.Arrays;
import java.util.List;
import org.slf4j.LoggerFactory;
import tocsin.observe.SparingLog;

/// What is logged beside what a command prints.
final class Logging {
    /// Commands that run on, whose log somebody keeps.
    private static final List<String> SERVING = List.of("demo", "run", "broker", "feed", "replay");

    private Logging() {}

    /// Keeps the log of a command that only asks something silent: what it has to say it prints. Called before anything
    /// logs.
    static void quietUnlessServing(String[] args) {
        boolean serves = Arrays.stream(args).filter(word -> !word.startsWith("-")).findFirst().map(SERVING::contains)
                .orElse(false);
        if (!serves && System.getenv("TOCSIN_TRACE") == null) {
            for (String name : List.of("tocsin.log.level", "tocsin.log.kafka", "tocsin.log.others")) {
                if (System.getProperty(name) == null) {
                    System.setProperty(name, "off");
                }
            }
        }
    }

    /// Notes that a thread ended by a failure.
    static void threadEnded(Thread thread, Throwable failure) {
        Kept.LOG.error("thread", "thread {} ended", thread.getName(), failure);
    }

    /// Made when something is logged for the first time, and not before it is known what shall be.
    private static final class Kept {
        private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(Main.class));
    }
}
