package tocsin.dispatch.board.mqtt;

import java.nio.file.Path;
import tocsin.doubles.mqtt.Artemis;
import tocsin.doubles.mqtt.MqttBroker;

/// Boards on the broker that the build brings along.
class MqttBoardIT extends MqttBoardContract {
    @Override
    MqttBroker broker(Path folder) {
        return new Artemis(folder);
    }
}
