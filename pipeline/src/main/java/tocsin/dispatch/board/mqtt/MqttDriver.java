package tocsin.dispatch.board.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.board.BoardDriver;
import tocsin.dispatch.board.BoardFit;
import tocsin.dispatch.board.BoardMessage;
import tocsin.dispatch.board.BoardReports;
import tocsin.rules.directory.Board;
import tocsin.v1.DeliveryReason;

/// Publishes what each board shall show, and passes on what boards say they show.
public final class MqttDriver implements BoardDriver {
    private static final Logger LOG = LoggerFactory.getLogger(MqttDriver.class);
    private static final String DARK = "dark";

    private final MqttSettings settings;
    private final BoardTopics topics;
    private final BoardReports reports;
    private final InstantSource clock;
    private final MqttConnection connection;

    /// Begins to connect, and does not wait for it.
    ///
    /// @param reports told on a thread of the connection, which it must not keep; told again what a board had the broker
    /// keep whenever the connection is made
    public MqttDriver(MqttSettings settings, BoardReports reports, InstantSource clock) {
        this.settings = settings;
        this.topics = new BoardTopics(settings.prefix());
        this.reports = reports;
        this.clock = clock;
        this.connection = new MqttConnection(settings, topics.anyShown(), this::heard);
    }

    @Override
    public String provider() {
        return "mqtt";
    }

    @Override
    public Duration callLimit() {
        return settings.limit();
    }

    @Override
    public Optional<Attempt.Refused> objection(Board board, BoardMessage message) {
        return BoardFit.objection(board, message).or(() -> languageObjection(board, message))
                .map(detail -> new Attempt.Refused(DeliveryReason.NOT_DISPLAYABLE, detail));
    }

    private static Optional<String> languageObjection(Board board, BoardMessage message) {
        boolean chinese = message.pages().stream().flatMap(List::stream).flatMapToInt(String::codePoints)
                .anyMatch(Character::isIdeographic);
        return chinese && !board.languages().contains("zh")
                ? Optional.of("the board shows no Chinese")
                : Optional.empty();
    }

    @Override
    public Attempt drive(Board board, List<BoardMessage> standing, Instant now) {
        if (!BoardTopics.isLevel(board.id())) {
            return new Attempt.Refused(DeliveryReason.CONFIGURATION, "the board's id cannot be part of a topic");
        }
        return connection.publish(topics.content(board.id()), BoardJson.content(board.id(), standing, now))
                .orElseGet(() -> new Attempt.HandedOver(
                        standing.isEmpty() ? DARK : standing.getFirst().notificationId()));
    }

    private void heard(Mqtt5Publish message) {
        Optional<String> board = topics.boardShown(message.getTopic().toString());
        Optional<List<String>> shows = BoardJson.shown(message.getPayloadAsBytes());
        if (board.isEmpty() || shows.isEmpty()) {
            LOG.warn("what was said on {} is not what a board shows", printable(message.getTopic().toString()));
            return;
        }
        try {
            reports.shown(board.get(), shows.get(), clock.instant());
        } catch (RuntimeException e) {
            LOG.error("what {} shows could not be passed on", printable(board.get()), e);
        }
    }

    private static String printable(String foreign) {
        return foreign.replaceAll("\\p{C}", "?");
    }

    @Override
    public void close() {
        connection.close();
    }
}
