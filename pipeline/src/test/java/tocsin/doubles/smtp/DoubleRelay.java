package tocsin.doubles.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A relay that answers one command with one line, and everything else with yes.
public final class DoubleRelay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final String command;
    private final String answer;

    /// Listens at once.
    ///
    /// @param command the beginning of the command that is answered; `.` is the end of a mail
    /// @param answer the line it is answered with, or empty to cut the connection
    public DoubleRelay(String command, String answer) throws IOException {
        this.command = command;
        this.answer = answer;
        Thread.ofVirtual().start(this::serve);
    }

    /// Its port on the loopback.
    public int port() {
        return server.getLocalPort();
    }

    private void serve() {
        try (Socket socket = server.accept()) {
            var in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var out = socket.getOutputStream();
            say(out, "220 relay");
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String step = data ? line.equals(".") ? "." : "" : line.toUpperCase(Locale.ROOT);
                if (step.startsWith(command)) {
                    if (answer.isEmpty()) {
                        return;
                    }
                    say(out, answer);
                } else if (!step.isEmpty()) {
                    say(out, step.equals("DATA") ? "354 go on" : "250 yes");
                }
                data = step.equals("DATA") && !command.equals("DATA") || data && !step.equals(".");
            }
        } catch (IOException e) {
            // The client went away, or the test is over.
            return;
        }
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
