package tocsin.runtime;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import tocsin.doubles.mqtt.Mosquitto;
import tocsin.doubles.mqtt.MqttBroker;

/// Readings come through the broker that most cities have.
@Tag("peers")
class MosquittoConnectorsIT extends ConnectorsContract {
    @Override
    MqttBroker broker(Path folder) {
        return new Mosquitto(folder);
    }
}
