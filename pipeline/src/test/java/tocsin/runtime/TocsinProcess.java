package tocsin.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A command of Tocsin in a process of its own, as `./tocsin` runs it, to be killed without warning.
final class TocsinProcess {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final Process process;
    private final Path log;

    private TocsinProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts a command; its compiler takes little from what else runs on the machine.
    static TocsinProcess start(Path log, String... arguments) throws IOException {
        return start(log,
                List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xmx320m", "-XX:TieredStopAtLevel=1"),
                arguments);
    }

    /// Starts a command on a virtual machine with these settings.
    static TocsinProcess start(Path log, List<String> machine, String... arguments) throws IOException {
        String home = System.getProperty("tocsin.home");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(machine);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dtocsin.home=" + home, "-Dtocsin.maven.repo="
                        + System.getProperty("tocsin.maven.repo"),
                "-cp", home + "/pipeline/target/tocsin.jar:" + home + "/pipeline/target/lib/*", "tocsin.cli.Main"));
        command.addAll(List.of(arguments));
        return new TocsinProcess(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start(), log);
    }

    /// Asks it to end, as a terminal does, and waits until it has.
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /// `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// `kill -9`, without waiting for it.
    void end() {
        process.destroyForcibly();
    }

    /// Waits until this address answers 200.
    void awaitReady(String url) throws InterruptedException, IOException {
        await("200 from " + url, Duration.ofMinutes(2), () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the process ended:\n" + endOfLog());
            }
            return status(url) == 200;
        });
    }

    /// Waits until a line of its log contains this; fails with the log if none does, with the threads as they stand if
    /// it still runs.
    String awaitLine(String words) throws InterruptedException, IOException {
        try {
            await("\"" + words + "\"", Duration.ofMinutes(3),
                    () -> Files.readString(log).contains(words) || !process.isAlive());
        } catch (AssertionError e) {
            new ProcessBuilder("bash", "-c", "kill -QUIT " + process.pid()).start().waitFor();
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
            throw new AssertionError(e.getMessage() + ":\n" + endOfLog(), e);
        }
        if (!Files.readString(log).contains(words)) {
            throw new AssertionError("the process ended without \"" + words + "\":\n" + endOfLog());
        }
        return Files.readString(log).lines().filter(line -> line.contains(words)).findFirst().orElseThrow();
    }

    private String endOfLog() throws IOException {
        String all = Files.readString(log);
        return all.substring(Math.max(0, all.length() - 40_000));
    }

    static int status(String url) throws InterruptedException {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    /// A condition that may not hold yet.
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /// Looks again and again until a condition holds; fails if it does not in time.
    static void await(String what, Duration within, Condition condition) throws IOException, InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + within + ": " + what);
            }
            if (NEVER.await(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("never comes");
            }
        }
    }
}
