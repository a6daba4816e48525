package tocsin.dispatch.board.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A real broker on a port of its own, which can be killed and come back with nothing remembered.
public final class Mosquitto {
    private final Path folder;
    private final int port;
    private Process process;

    private Mosquitto(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static Mosquitto start(Path folder) throws IOException, InterruptedException {
        Mosquitto broker = new Mosquitto(folder, freePort());
        broker.start();
        return broker;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    public void start() throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("mosquitto.conf"), """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                """.formatted(port));
        Path log = folder.resolve("mosquitto.log");
        process = new ProcessBuilder(program(), "-c", config.toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        await("a broker that listens on " + port + "; its log is " + log, this::listens);
    }

    private static String program() {
        String found = Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "mosquitto")).filter(Files::isExecutable).map(Path::toString).findFirst()
                .orElse("");
        if (found.isEmpty()) {
            throw new AssertionError("there is no Mosquitto on this machine: install the package \"mosquitto\""
                    + " (apt-get install mosquitto), or let .ci/run do it");
        }
        return found;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            if (!process.isAlive()) {
                throw new AssertionError("the broker ended: " + log(), e);
            }
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("mosquitto.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// `kill -9`.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// Looks again and again until something holds.
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        BlockingQueue<Object> never = new LinkedBlockingQueue<>();
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until || never.poll(20, TimeUnit.MILLISECONDS) != null) {
                throw new AssertionError("not in time: " + what);
            }
        }
    }
}
