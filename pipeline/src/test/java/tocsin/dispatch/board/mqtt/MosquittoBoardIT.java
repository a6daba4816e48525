package tocsin.dispatch.board.mqtt;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import tocsin.doubles.mqtt.Mosquitto;
import tocsin.doubles.mqtt.MqttBroker;

/// Boards on the broker that most cities have.
@Tag("peers")
class MosquittoBoardIT extends MqttBoardContract {
    @Override
    MqttBroker broker(Path folder) {
        return new Mosquitto(folder);
    }
}
