package tocsin.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of this machine's loopback.
final class Ports {
    /// The system gives ports from here on to whoever connects or asks for any port; a registry listens only seconds
    /// after its port was chosen, and on a busy machine such a port is somebody's by then.
    private static final int GIVEN_AWAY_FROM = 32_768;
    private static final int FIRST = 20_000;
    private static final int TRIES = 100;

    private Ports() {}

    /// The port asked for, or for 0 a free one that the system gives to nobody by itself. Another program may still take
    /// it before it is used: then starting says so. Throws [UncheckedIOException] where none of a hundred is free, and
    /// [IllegalStateException] with what to do where the one asked for is taken.
    static int choose(int wanted) {
        if (wanted != 0) {
            try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new IllegalStateException("port " + wanted + " on this machine is taken, or may not be used;"
                        + " choose another, or 0 for a free one", e);
            }
        }
        IOException last = new IOException("none was tried");
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, GIVEN_AWAY_FROM);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException("no port is free", last);
    }
}
