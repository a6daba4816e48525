package tocsin.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tocsin.observe.Meters;

/// Bounds connections, in all and by remote address, and ends those that do not say what they want.
///
/// At a bound the connection without a request that was idle longest gives its place to the new one: whoever only opens
/// connections keeps nobody else out. A connection that trickles its headers is idle, for it has no request yet.
final class Connections extends Handler.Wrapper implements Connection.Listener {
    /// From the opening to the end of the first request's headers.
    static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
    /// From one answer to the end of the next request's headers.
    static final Duration NEXT_REQUEST = Duration.ofSeconds(30);

    private final HttpLimits.Connections limits;
    private final Meters meters;
    private final LongSupplier nanos;
    private final Predicate<InetAddress> proxies;
    private final Map<Connection, State> open = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> counts = new HashMap<>();

    /// @param nanos the machine's nanosecond clock
    /// @param proxies the addresses of proxies, each of which stands for many
    Connections(HttpLimits.Connections limits, Meters meters, LongSupplier nanos, Predicate<InetAddress> proxies) {
        this.limits = limits;
        this.nanos = nanos;
        this.proxies = proxies;
        this.meters = meters;
    }

    /// What one connection does.
    ///
    /// @param address where it comes from
    /// @param requests requests under way
    /// @param hadOne whether it had a request before
    /// @param idleSince when it had none under way last, by the machine's nanosecond clock
    private record State(InetAddress address, int requests, boolean hadOne, long idleSince) {}

    @Override
    public void onOpened(Connection connection) {
        // Below each connection that speaks TLS is one of the cipher's: it is counted once, by the one above.
        if (connection instanceof SslConnection
                || !(connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote)) {
            return;
        }
        InetAddress address = remote.getAddress();
        Optional<Connection> surplus;
        synchronized (counts) {
            counts.merge(address, 1, Integer::sum);
            open.put(connection, new State(address, 0, false, nanos.getAsLong()));
            surplus = surplus(connection, address);
            surplus.ifPresent(this::forget);
        }
        surplus.ifPresent(one -> one.getEndPoint().close());
    }

    /// The connection that must go for this one to stay; itself where every other has a request.
    private Optional<Connection> surplus(Connection connection, InetAddress address) {
        if (counts.getOrDefault(address, 0) > most(address)) {
            meters.overBound("connections_address");
            return longestIdle(Optional.of(address)).or(() -> Optional.of(connection));
        }
        if (open.size() > limits.total()) {
            meters.overBound("connections");
            return longestIdle(Optional.of(busiest())).or(() -> longestIdle(Optional.empty()))
                    .or(() -> Optional.of(connection));
        }
        return Optional.empty();
    }

    @Override
    public void onClosed(Connection connection) {
        forget(connection);
    }

    /// A proxy stands for many, and so does this machine, where one may be.
    private int most(InetAddress address) {
        return address.isLoopbackAddress() || proxies.test(address) ? Math.max(1, limits.total() * 3 / 4)
                : limits.perAddress();
    }

    private InetAddress busiest() {
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    private Optional<Connection> longestIdle(Optional<InetAddress> of) {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().requests() == 0
                        && of.map(address -> address.equals(entry.getValue().address())).orElse(true))
                // One that never asked anything goes before one that did.
                .min(Comparator.<Map.Entry<Connection, State>>comparingInt(entry -> entry.getValue().hadOne() ? 1 : 0)
                        .thenComparingLong(entry -> entry.getValue().idleSince()))
                .map(Map.Entry::getKey);
    }

    private void end(Connection connection) {
        forget(connection);
        connection.getEndPoint().close();
    }

    private void forget(Connection connection) {
        synchronized (counts) {
            State state = open.remove(connection);
            if (state != null) {
                counts.computeIfPresent(state.address(), (address, count) -> count <= 1 ? null : count - 1);
            }
        }
    }

    /// Ends connections that have been without a request for too long, however busily they send bytes.
    void endSilent() {
        long now = nanos.getAsLong();
        List<Connection> silent = open.entrySet().stream().filter(entry -> entry.getValue().requests() == 0
                && now - entry.getValue().idleSince() > (entry.getValue().hadOne() ? NEXT_REQUEST : FIRST_REQUEST)
                        .toNanos())
                .map(Map.Entry::getKey).toList();
        silent.forEach(this::end);
    }

    /// Connections that are open.
    int count() {
        return open.size();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        open.computeIfPresent(connection,
                (one, state) -> new State(state.address(), state.requests() + 1, true, state.idleSince()));
        Request.addCompletionListener(request, failure -> open.computeIfPresent(connection,
                (one, state) -> new State(state.address(), state.requests() - 1, true, nanos.getAsLong())));
        return super.handle(request, response, callback);
    }
}
