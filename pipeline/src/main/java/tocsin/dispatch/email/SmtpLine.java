package tocsin.dispatch.email;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// The line to a relay, below any encryption: it has an end for a whole call, and one can look whether the other side has
/// hung up. Used by one thread at a time.
final class SmtpLine extends SocketFactory {
    /// What a relay says unasked is a line or two; what is more is left where it is.
    private static final int LOOKED_AT = 8 * 1024;

    /// What a look finds.
    enum Look {
        /// Nothing has come.
        SILENT,
        /// Something has come that has not been read.
        SAYS_SOMETHING,
        /// The other side has hung up, perhaps after it said something.
        HUNG_UP
    }

    private final long limitNanos;
    private long deadline;
    private @Nullable Watched socket;

    /// @param limit the longest one read may take
    SmtpLine(Duration limit) {
        this.limitNanos = limit.toNanos();
        lasts(limit);
    }

    /// Begins a call that may last so long: no read ends later, however busily bytes come.
    void lasts(Duration call) {
        deadline = System.nanoTime() + call.toNanos();
    }

    /// Looks at the line for so long at most; what is found stays to be read.
    Look look(Duration patience) {
        return socket == null ? Look.HUNG_UP : socket.in().look(patience);
    }

    @Override
    public Socket createSocket() {
        Watched made = new Watched();
        socket = made;
        return made;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw connectsLater();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw connectsLater();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw connectsLater();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw connectsLater();
    }

    private static IOException connectsLater() {
        return new IOException("a line to a relay is made first and connected later");
    }

    private final class Watched extends Socket {
        private @Nullable Reading reading;

        private Reading in() {
            if (reading == null) {
                throw new IllegalStateException("not connected");
            }
            return reading;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            if (reading == null) {
                reading = new Reading(super.getInputStream(), this);
            }
            return reading;
        }
    }

    private final class Reading extends FilterInputStream {
        private final Socket of;
        private byte[] kept = {};
        private int next;
        private boolean ended;

        private Reading(InputStream in, Socket of) {
            super(in);
            this.of = of;
        }

        private Look look(Duration patience) {
            ByteArrayOutputStream found = new ByteArrayOutputStream();
            found.write(kept, next, kept.length - next);
            byte[] part = new byte[1024];
            try {
                of.setSoTimeout((int) Math.max(1, patience.toMillis()));
                while (!ended && found.size() < LOOKED_AT) {
                    int read = in.read(part);
                    ended = read < 0;
                    found.write(part, 0, Math.max(read, 0));
                }
            } catch (SocketTimeoutException e) {
                // Nothing more has come for as long as was looked.
                return kept(found) ? Look.SAYS_SOMETHING : Look.SILENT;
            } catch (IOException e) {
                ended = true;
            }
            return kept(found) && !ended ? Look.SAYS_SOMETHING : Look.HUNG_UP;
        }

        private boolean kept(ByteArrayOutputStream found) {
            kept = found.toByteArray();
            next = 0;
            return kept.length > 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (next < kept.length) {
                int given = Math.min(length, kept.length - next);
                System.arraycopy(kept, next, bytes, from, given);
                next += given;
                return given;
            }
            if (ended) {
                return -1;
            }
            long left = Math.min(limitNanos, deadline - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("the call takes too long");
            }
            of.setSoTimeout((int) Math.max(1, left / 1_000_000));
            return in.read(bytes, from, length);
        }

        @Override
        public int available() throws IOException {
            return next < kept.length ? kept.length - next : in.available();
        }
    }
}
