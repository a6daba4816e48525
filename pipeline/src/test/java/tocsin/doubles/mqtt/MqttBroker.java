package tocsin.doubles.mqtt;

/// A real broker of MQTT 5 on a port of its own, which can be killed and come back with nothing remembered.
public interface MqttBroker {
    /// The port on the loopback; the same after a kill and a start.
    int port();

    /// Starts it, and waits until it listens.
    void start() throws Exception;

    /// Ends it at once: its clients hear nothing of it.
    void kill() throws Exception;
}
