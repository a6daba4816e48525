package tocsin.embedded;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/// The threads of one run of the embedded broker. Where one of them would end the process, only this run ends.
///
/// A broker whose folder fails calls for the end of its process. Here the process holds more than the broker, and a
/// broker can be started again.
final class BrokerThreads extends ThreadGroup {
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    BrokerThreads() {
        super("embedded-broker");
    }

    /// Puts itself between Kafka and the end of the process. Threads that are no broker's end the process as ever.
    static void guard() {
        Exit.setHaltProcedure((code, message) -> end(code, message, true));
        Exit.setExitProcedure((code, message) -> end(code, message, false));
    }

    @SuppressWarnings("SystemExitOutsideMain")
    private static void end(int code, @Nullable String message, boolean atOnce) {
        for (ThreadGroup group = Thread.currentThread().getThreadGroup(); group != null; group = group.getParent()) {
            if (group instanceof BrokerThreads broker) {
                broker.end(message == null ? "it called for the end of the process, code " + code : message);
                throw new IllegalStateException("the embedded broker ends, and its process does not");
            }
        }
        if (atOnce) {
            Runtime.getRuntime().halt(code);
        } else {
            System.exit(code);
        }
    }

    /// Notes that this run cannot go on, and why.
    void end(String why) {
        ended.complete(why);
    }

    /// Done with the reason once this run cannot go on.
    CompletableFuture<String> ended() {
        return ended;
    }
}
