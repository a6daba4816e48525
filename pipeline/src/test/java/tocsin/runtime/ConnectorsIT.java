package tocsin.runtime;

import java.nio.file.Path;
import tocsin.doubles.mqtt.Artemis;
import tocsin.doubles.mqtt.MqttBroker;

/// Readings come through the broker that the build brings along.
class ConnectorsIT extends ConnectorsContract {
    @Override
    MqttBroker broker(Path folder) {
        return new Artemis(folder);
    }
}
