package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tocsin.attacks.Wire;
import tocsin.doubles.Until;
import tocsin.observe.Meters;

/// Connections end that do not say what they want, by a clock of the test's.
class ConnectionsTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final AtomicLong nanos = new AtomicLong();
    private final Connections connections = new Connections(new HttpLimits.Connections(100, 100),
            new Meters(new SimpleMeterRegistry()), nanos::get, address -> false);
    private final Server server = new Server();
    private URI address;

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(new HttpConfiguration()));
        connector.setHost("127.0.0.1");
        connector.addBean(connections);
        server.addConnector(connector);
        connections.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(204);
                callback.succeeded();
                return true;
            }
        });
        server.setHandler(connections);
        server.start();
        address = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private Wire wire() throws Exception {
        return new Wire(address, Duration.ofSeconds(30));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        connections.endSilent();
    }

    @Test
    void headersThatTrickleEndTheConnectionHoweverBusyItIs() throws Exception {
        try (Wire slow = wire()) {
            // Given
            slow.send("GET / HTTP/1.1\r\nX: ");
            Until.holds("open", () -> connections.count() == 1);

            // When, Then
            pass(Connections.FIRST_REQUEST);
            assertEquals(1, connections.count(), "at the bound");
            slow.send("x");
            pass(Duration.ofMillis(1));
            assertEquals(0, connections.count());
        }
    }

    @Test
    void aConnectionThatHadARequestMayStayLonger() throws Exception {
        try (Wire wire = wire()) {
            // Given
            assertTrue(wire.send(REQUEST).headers().startsWith("HTTP/1.1 204"));

            // When, Then
            pass(Connections.NEXT_REQUEST);
            assertTrue(wire.send(REQUEST).headers().startsWith("HTTP/1.1 204"));
            Until.holds("no request under way", () -> {
                pass(Connections.NEXT_REQUEST.plusSeconds(1));
                return connections.count() == 0;
            });
        }
    }
}
