package tocsin.attacks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One connection to a server, on which a test writes whatever it likes.
public final class Wire implements AutoCloseable {
    private final Socket socket = new Socket();

    /// Connects. Reading gives up after this time.
    public Wire(URI server, Duration patience) throws IOException {
        this(server, patience, 0);
    }

    /// The same with room for so many bytes that were not read; 0 for what the system gives.
    public Wire(URI server, Duration patience, int room) throws IOException {
        if (room > 0) {
            socket.setReceiveBufferSize(room);
        }
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), 5_000);
        socket.setSoTimeout((int) patience.toMillis());
        socket.setTcpNoDelay(true);
    }

    /// Sends text as UTF-8.
    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public Wire send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    /// Reads one byte; -1 where the server has closed.
    public int read() throws IOException {
        return socket.getInputStream().read();
    }

    /// Reads what has come, or waits for the first of it; -1 where the server has closed.
    public int read(byte[] bytes) throws IOException {
        return socket.getInputStream().read(bytes);
    }

    /// What the server has sent until now without being waited for, in bytes.
    public int available() throws IOException {
        return socket.getInputStream().available();
    }

    /// Everything until the server closes.
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// The headers of an answer, to the empty line.
    public String headers() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
