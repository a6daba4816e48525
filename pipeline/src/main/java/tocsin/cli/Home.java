package tocsin.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import tocsin.runtime.Teardown;

/// Where Tocsin is installed, and how a command that serves waits for its end.
final class Home {
    private Home() {}

    /// A path inside the installation, as `./tocsin` has set it.
    static Path path(String relative) {
        return Path.of(System.getProperty("tocsin.home", "."), relative);
    }

    /// A path as it was given, or where there is nothing, inside the installation.
    static Path resolve(Path given) {
        return Files.exists(given) || given.isAbsolute() ? given : path(given.toString());
    }

    /// Serves until the process is told to end, then tears down.
    static void serve(Teardown teardown) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            teardown.close();
            end.countDown();
        }));
        end.await();
    }
}
