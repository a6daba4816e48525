package tocsin.doubles.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// A relay that misbehaves once, at one step of its first dialogue, and takes every message after that.
public final class DoubleRelay implements AutoCloseable {
    /// What it does after the step it was told to misbehave at.
    public enum Then {
        /// It answers and goes on.
        GOES_ON,
        /// It answers, if it has an answer, and closes the connection.
        HANGS_UP,
        /// It answers, if it has an answer, and the connection is reset.
        RESETS
    }

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final String step;
    private final String answer;
    private final Then then;
    private volatile boolean misbehaved;

    /// Answers one command with a line, or hangs up where that is empty.
    public DoubleRelay(String step, String answer) throws IOException {
        this(step, answer, answer.isEmpty() ? Then.HANGS_UP : Then.GOES_ON);
    }

    /// Listens at once.
    ///
    /// @param step the beginning of the command it misbehaves at; `GREETING` before any, `TEXT` after the first line of a
    ///            text, `.` at the end of a mail
    /// @param answer the line it is answered with; empty for none
    public DoubleRelay(String step, String answer, Then then) throws IOException {
        this.step = step;
        this.answer = answer;
        this.then = then;
        Thread.ofVirtual().start(this::serveAll);
    }

    /// Its port on the loopback.
    public int port() {
        return server.getLocalPort();
    }

    /// The texts of the mails it has taken, without their dots.
    public List<String> taken() {
        return List.copyOf(taken);
    }

    private void serveAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // The test is over.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var out = socket.getOutputStream();
            if (misbehaves("GREETING", socket, out)) {
                return;
            }
            say(out, "220 relay");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.toUpperCase(Locale.ROOT);
                if (mine(command)) {
                    if (misbehaves(command, socket, out)) {
                        return;
                    }
                } else if (command.equals("DATA")) {
                    say(out, "354 go on");
                    if (text(in, socket, out)) {
                        return;
                    }
                } else {
                    say(out, command.startsWith("EHLO")
                            ? "250-relay\r\n250 AUTH PLAIN"
                            : command.startsWith("AUTH") ? "235 known" : "250 yes");
                }
            }
        } catch (IOException e) {
            // The client went away, or the test is over.
            return;
        }
    }

    /// Reads a text to its dot; whether the connection is over.
    private boolean text(BufferedReader in, Socket socket, OutputStream out) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                if (mine(".")) {
                    return misbehaves(".", socket, out);
                }
                taken.add(String.join("\n", lines));
                say(out, "250 taken");
                return false;
            }
            lines.add(line);
            if (misbehaves("TEXT", socket, out)) {
                return true;
            }
        }
        return true;
    }

    private boolean mine(String command) {
        return !misbehaved && command.startsWith(step);
    }

    private boolean misbehaves(String command, Socket socket, OutputStream out) throws IOException {
        if (!mine(command)) {
            return false;
        }
        misbehaved = true;
        if (!answer.isEmpty()) {
            say(out, answer);
        }
        if (then == Then.RESETS) {
            socket.setSoLinger(true, 0);
        }
        return then != Then.GOES_ON;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
