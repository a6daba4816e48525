package tocsin.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void thePortAskedForIsTaken() {
        assertEquals(9092, Ports.choose(9092));
    }

    @Test
    void aFreePortIsOneThatTheSystemGivesToNobodyAndThatCanBeListenedOn() throws Exception {
        // When
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int port = Ports.choose(0);
            ports.add(port);

            // Then
            assertTrue(port >= 20_000 && port < 32_768, () -> "port " + port);
            try (ServerSocket listens = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertEquals(port, listens.getLocalPort());
            }
        }
        assertTrue(ports.size() > 150, () -> "hardly the same twice, but " + ports.size() + " of 200");
    }
}
