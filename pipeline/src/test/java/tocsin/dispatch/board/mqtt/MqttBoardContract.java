package tocsin.dispatch.board.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.board.BoardMessage;
import tocsin.dispatch.board.Boards;
import tocsin.doubles.Until;
import tocsin.doubles.mqtt.MqttBroker;
import tocsin.rules.directory.Board;
import tocsin.v1.DeliveryReason;

/// Boards on a real broker.
abstract class MqttBoardContract {
    private static final Board BOARD = Boards.board("mqtt", null, "zh", "en");
    private static final BoardMessage FLOOD = Boards.message("n1", 100, "洪水预警", "请远离河道");

    private record Shown(String board, List<String> ids, Instant at) {}

    @TempDir
    private Path folder;
    private final BlockingQueue<Shown> reports = new LinkedBlockingQueue<>();
    private MqttBroker broker;
    private MqttDriver driver;

    /// A broker that may write to this folder, not yet started.
    abstract MqttBroker broker(Path folder);

    @BeforeEach
    void start() throws Exception {
        broker = broker(folder);
        broker.start();
        driver = new MqttDriver(new MqttSettings("127.0.0.1", broker.port(), false, null, null, MqttSettings.PREFIX,
                "tocsin-test", Duration.ofSeconds(30)), (board, ids, at) -> {
                    if (ids.contains("poison")) {
                        throw new IllegalStateException("cannot be passed on");
                    }
                    reports.add(new Shown(board, ids, at));
                }, InstantSource.fixed(Boards.NOW));
        awaitTaken(FLOOD);
    }

    @AfterEach
    void stop() throws Exception {
        driver.close();
        broker.kill();
    }

    private Attempt drive(BoardMessage... standing) {
        return driver.drive(BOARD, List.of(standing), Boards.NOW);
    }

    private void awaitTaken(BoardMessage... standing) throws InterruptedException {
        Until.holds("the broker acknowledges", () -> drive(standing) instanceof Attempt.HandedOver);
    }

    /// A board, or somebody who pretends to be one.
    private Mqtt5BlockingClient client() {
        Mqtt5BlockingClient client = Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(broker.port())
                .buildBlocking();
        client.connect();
        return client;
    }

    private void say(String topic, String payload) {
        Mqtt5BlockingClient client = client();
        client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8)).send();
        client.disconnect();
    }

    /// What a board that comes now finds.
    private String found() throws InterruptedException {
        Mqtt5BlockingClient late = client();
        try (Mqtt5BlockingClient.Mqtt5Publishes publishes = late.publishes(MqttGlobalPublishFilter.ALL)) {
            late.subscribeWith().topicFilter("tocsin/boards/east-3/content").send();
            Mqtt5Publish content = publishes.receive(1, TimeUnit.MINUTES).orElseThrow();
            return new String(content.getPayloadAsBytes(), StandardCharsets.UTF_8);
        } finally {
            late.disconnect();
        }
    }

    @Test
    void aBoardThatComesLateFindsWhatStands() throws Exception {
        // When
        Attempt attempt = drive(FLOOD, new BoardMessage("n2", List.of(List.of("大雾"), List.of("FOG", "SLOW")), 50,
                FLOOD.until()));

        // Then
        assertEquals(new Attempt.HandedOver("n1"), attempt);
        assertEquals(new JsonMapper().readTree("""
                {"board": "east-3", "at": "2026-03-02T06:00:00.000Z", "messages": [
                  {"notificationId": "n1", "priority": 100, "until": "2026-03-02T07:00:00.000Z",
                   "pages": [["洪水预警", "请远离河道"]]},
                  {"notificationId": "n2", "priority": 50, "until": "2026-03-02T07:00:00.000Z",
                   "pages": [["大雾"], ["FOG", "SLOW"]]}]}"""), new JsonMapper().readTree(found()));
    }

    @Test
    void whatIsNewReplacesWhatStood() throws Exception {
        // Given
        drive(FLOOD);

        // When
        Attempt attempt = drive();

        // Then
        assertEquals(new Attempt.HandedOver("dark"), attempt);
        assertEquals("{\"board\":\"east-3\",\"at\":\"2026-03-02T06:00:00.000Z\",\"messages\":[]}", found());
    }

    @Test
    void whatABoardShowsIsPassedOnAndNonsenseIsNot() throws InterruptedException {
        // When
        for (String nonsense : List.of("", "{", "null", "[]", "{\"shows\":\"n1\"}", "{\"shows\":[1]}",
                "{\"shows\":[]} x", "{\"shows\":[\"poison\"]}")) {
            say("tocsin/boards/east-3/shown", nonsense);
        }
        say("tocsin/boards/east-3/content", "{\"shows\":[\"n9\"]}");
        say("tocsin/boards/east-3/shown", "{\"shows\":[\"n1\",\"n2\"]}");
        say("tocsin/boards/west-1/shown", "{\"shows\":[]}");

        // Then
        assertEquals(new Shown("east-3", List.of("n1", "n2"), Boards.NOW), reports.poll(1, TimeUnit.MINUTES));
        assertEquals(new Shown("west-1", List.of(), Boards.NOW), reports.poll(1, TimeUnit.MINUTES));
    }

    @Test
    void aBrokerThatIsGoneIsTriedLaterAndOneThatIsBackIsUsed() throws Exception {
        // Given
        drive(FLOOD);

        // When
        broker.kill();

        // Then
        Until.holds("the connection is known to be gone", () -> drive(FLOOD) instanceof Attempt.Retry retry
                && retry.reason() == DeliveryReason.CONNECTION_FAILED);
        broker.start();
        BoardMessage fire = Boards.message("n2", 200, "火灾");
        awaitTaken(fire);
        assertEquals("n2", new JsonMapper().readTree(found()).at("/messages/0/notificationId").asText());
        Until.holds("boards are heard again", () -> {
            say("tocsin/boards/east-3/shown", "{\"shows\":[\"n2\"]}");
            return reports.stream().anyMatch(shown -> shown.ids().equals(List.of("n2")));
        });
    }

    @Test
    void aDriverThatIsClosedWhileTheBrokerIsAwayStaysAway() throws Exception {
        // Given
        broker.kill();
        Until.holds("the connection is known to be gone", () -> drive(FLOOD) instanceof Attempt.Retry);

        // When
        driver.close();
        broker.start();

        // Then
        say("tocsin/boards/east-3/shown", "{\"shows\":[\"n1\"]}");
        assertInstanceOf(Attempt.Retry.class, drive(FLOOD));
        assertEquals(Optional.empty(), Optional.ofNullable(reports.peek()));
    }
}
