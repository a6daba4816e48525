package tocsin.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/// A line to a server which can go dead without a word: connections stay, and nothing comes through them any more.
final class Line implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    /// Counts how often the line went dead; a connection of an earlier count is dead.
    private volatile int age;

    Line(String server) throws IOException {
        this.server = URI.create(server);
        Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /// Nothing comes through the connections there are; new ones are whole.
    void goDead() {
        age++;
    }

    private void serve() {
        try {
            while (true) {
                Socket near = door.accept();
                Socket far = new Socket(server.getHost(), server.getPort());
                int born = age;
                Thread.ofVirtual().start(() -> carry(near, far, born));
                Thread.ofVirtual().start(() -> carry(far, near, born));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void carry(Socket from, Socket to, int born) {
        byte[] some = new byte[8192];
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                if (born == age) {
                    out.write(some, 0, count);
                }
            }
        } catch (IOException e) {
            // One end has gone; the other goes with it.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
