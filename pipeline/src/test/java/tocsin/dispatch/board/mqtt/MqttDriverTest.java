package tocsin.dispatch.board.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.board.BoardMessage;
import tocsin.dispatch.board.Boards;
import tocsin.rules.directory.Board;
import tocsin.v1.DeliveryReason;

/// What can be said of a driver whose broker takes connections and never says a word.
class MqttDriverTest {
    private final BoardTopics topics = new BoardTopics("tocsin/boards");
    private ServerSocket mute;
    private MqttDriver driver;

    @BeforeEach
    void start() throws IOException {
        mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        driver = new MqttDriver(settings(), (board, ids, at) -> {
            throw new AssertionError("nobody said anything");
        }, InstantSource.fixed(Boards.NOW));
    }

    @AfterEach
    void stop() throws IOException {
        driver.close();
        mute.close();
    }

    private MqttSettings settings() {
        return new MqttSettings("127.0.0.1", mute.getLocalPort(), false, "tocsin", "hush", MqttSettings.PREFIX,
                "tocsin-test", Duration.ofMillis(200));
    }

    @Test
    void withoutAConnectionItIsTriedLater() {
        // When
        Attempt attempt = driver.drive(Boards.board("mqtt", null, "en"), List.of(), Boards.NOW);

        // Then
        assertEquals(DeliveryReason.CONNECTION_FAILED, assertInstanceOf(Attempt.Retry.class, attempt).reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "+", "#", "a\nb"})
    void anIdThatCannotBePartOfATopicIsRefused(String id) {
        // Given
        Board like = Boards.board("mqtt", null, "en");
        Board board = new Board(id, like.name(), like.desk(), like.area(), 0, 0, "mqtt", null, like.languages(), 1, 1,
                false, false);

        // When
        Attempt attempt = driver.drive(board, List.of(), Boards.NOW);

        // Then
        assertEquals(DeliveryReason.CONFIGURATION, assertInstanceOf(Attempt.Refused.class, attempt).reason());
    }

    @ParameterizedTest
    @CsvSource({"洪水预警请远离河,zh,true", "洪水预警请远离河道,zh,true", "洪水预警请远离河道岸,zh,false", "洪水,en,false",
            "FLOOD WARNING 0001,en,true", "FLOOD WARNING 00001,en,false"})
    void aMessageIsShownWhereItHasRoomAndIsUnderstood(String line, String language, boolean shown) {
        assertEquals(shown ? Optional.empty() : Optional.of(DeliveryReason.NOT_DISPLAYABLE),
                driver.objection(Boards.board("mqtt", null, language), Boards.message("n1", 9, line))
                        .map(Attempt.Refused::reason));
    }

    @Test
    void aMessageWithoutTextIsRefused() {
        assertTrue(driver.objection(Boards.board("mqtt", null, "en"),
                new BoardMessage("n1", List.of(List.of(" ")), 9, Boards.NOW)).isPresent());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"tocsin/boards/east-3/shown,east-3", "tocsin/boards/shown,null",
            "tocsin/boards//shown,null", "tocsin/boards/east-3/content,null", "other/east-3/shown,null"})
    void aTopicNamesItsBoard(String topic, String board) {
        assertEquals(Optional.ofNullable(board), topics.boardShown(topic));
    }

    @Test
    void settingsDoNotPrintThePassword() {
        assertFalse(settings().toString().contains("hush"));
    }
}
