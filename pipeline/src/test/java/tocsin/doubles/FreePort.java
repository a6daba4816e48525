package tocsin.doubles;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of the loopback for what listens only later, or again.
public final class FreePort {
    private FreePort() {}

    /// A port nobody listens on, and that the system gives to nobody by itself: those from 32,768 on are for whoever
    /// connects, and one of them may be gone before it is used.
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Somebody listens there: another one.
                continue;
            }
        }
    }
}
