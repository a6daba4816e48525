package tocsin.doubles.mqtt;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import tocsin.doubles.FreePort;

/// Apache Artemis in this very process, so that a machine needs no broker for the tests. It keeps nothing on the disk.
public final class Artemis implements MqttBroker {
    private final Path folder;
    private final int port = FreePort.find();
    private EmbeddedActiveMQ server;

    /// @param folder where it may write, though it should not
    public Artemis(Path folder) {
        this.folder = folder;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false).setSecurityEnabled(false).setJMXManagementEnabled(false)
                .setMaxDiskUsage(-1).setBrokerInstance(folder.toFile());
        configuration.addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT;useEpoll=false");
        server = new EmbeddedActiveMQ().setConfiguration(configuration);
        server.start();
    }

    @Override
    public void kill() throws Exception {
        server.getActiveMQServer().fail(false);
    }
}
