package tocsin.doubles.mqtt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tocsin.doubles.FreePort;
import tocsin.doubles.Until;

/// Debian's Mosquitto in a process of its own.
public final class Mosquitto implements MqttBroker {
    private final Path folder;
    private final int port = FreePort.find();
    private Process process;

    /// @param folder where its settings and its log lie
    public Mosquitto(Path folder) {
        this.folder = folder;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("mosquitto.conf"), """
                listener %d 127.0.0.1
                allow_anonymous true
                persistence false
                """.formatted(port));
        Path log = folder.resolve("mosquitto.log");
        process = new ProcessBuilder(program(), "-c", config.toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        Until.holds("a broker that listens on " + port + "; its log is " + log, this::listens);
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

    @Override
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
