package tocsin.dispatch.outbox;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.dispatch.Channel;
import tocsin.dispatch.ChannelContract;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Notifications;
import tocsin.dispatch.Reconciliation;
import tocsin.v1.ChannelKind;
import tocsin.wire.RecordJson;

class OutboxChannelTest extends ChannelContract {
    @TempDir
    private Path folder;
    private OutboxChannel channel;

    @BeforeEach
    void start() {
        channel = new OutboxChannel(ChannelKind.EMAIL, folder, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        channel.close();
    }

    @Override
    protected Channel channel() {
        return channel;
    }

    @Override
    protected List<Received> received() throws Exception {
        List<Received> received = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("email.ndjson"))) {
            JsonNode json = RecordJson.MAPPER.readTree(line);
            received.add(new Received(json.path("address").asText(), json.path("body").asText()));
        }
        return received;
    }

    @Override
    protected void vanish() {
        channel.close();
    }

    @Test
    void itKnowsWhatItWroteEvenAfterARestart() {
        // Given
        channel.send(Notifications.mail("n1").build());
        start();
        Doubt doubt = new Doubt(Notifications.DECIDED, Notifications.DECIDED, Optional.empty());

        // Then
        assertInstanceOf(Reconciliation.Found.class, channel.reconcile(Notifications.mail("n1").build(), doubt));
        assertInstanceOf(Reconciliation.NotFound.class, channel.reconcile(Notifications.mail("n2").build(), doubt));
    }
}
