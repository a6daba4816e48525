package tocsin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import tocsin.dispatch.board.BoardMessage;
import tocsin.dispatch.board.BoardReports;
import tocsin.intake.Role;
import tocsin.readmodel.ReadModel;
import tocsin.rules.directory.Board;
import tocsin.v1.Delivery;
import tocsin.v1.Notification;
import tocsin.wire.PackLibrary;
import tocsin.wire.RecordJson;

/// What display boards ask for, and what they say they show. A board's key sees its own board only.
final class BoardsIn {
    /// A board that hears nothing for thrice this says so on its face.
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final int SHOWS_LIMIT = 50;

    private final ReadModel model;
    private final PackLibrary packs;
    private final BoardReports reports;
    private final InstantSource clock;
    private final SseSeats seats;

    BoardsIn(ReadModel model, PackLibrary packs, BoardReports reports, InstantSource clock, SseSeats seats) {
        this.model = model;
        this.packs = packs;
        this.reports = reports;
        this.clock = clock;
        this.seats = seats;
    }

    /// The board of this request. Throws 403 for another board's key, 404 for a board nobody knows.
    private Board board(Context request, Caller caller) {
        String id = request.pathParam("id");
        if (caller.role() == Role.BOARD ? !id.equals(caller.board()) : !caller.role().maySeeEverything()) {
            throw new ApiException(403, "not allowed", "this key is not board " + id + "'s");
        }
        if (!model.isKnown()) {
            throw new ApiException(503, "starting", "what boards show is being read; try again");
        }
        Board board = packs.activeDirectory().boards().get(id);
        if (board == null) {
            throw new ApiException(404, "no such board", id + " is not in the directory");
        }
        if (caller.role() != Role.BOARD && !caller.bounds().holdsArea(board.area())) {
            throw caller.outside("the board " + id + " stands in " + board.area());
        }
        if (caller.role() != Role.BOARD && !caller.bounds().agencies().isEmpty()) {
            throw caller.outside("a board shows incidents of every agency");
        }
        return board;
    }

    void content(Context request, Caller caller) {
        request.contentType("application/json").header("Cache-Control", "no-store")
                .result(content(board(request, caller)).toString());
    }

    private ObjectNode content(Board board) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("board", board.id()).put("name", board.name().zh()).put("nameEn", board.name().en());
        content.put("at", RecordJson.time(clock.instant()));
        ArrayNode messages = content.putArray("messages");
        for (BoardMessage message : model.standing(board.id(), clock.instant())) {
            ObjectNode json = messages.addObject().put("notificationId", message.notificationId())
                    .put("priority", message.priority()).put("until", RecordJson.time(message.until()));
            ArrayNode pages = json.putArray("pages");
            message.pages().forEach(page -> page.forEach(pages.addArray()::add));
        }
        return content;
    }

    /// Serves one board until it goes; blocks its (virtual) thread.
    void stream(Context request, Caller caller) {
        Board board = board(request, caller);
        Semaphore news = new Semaphore(0);
        seats.serve(request, caller, (kind, record) -> {
            if (concerns(board, record)) {
                news.release();
            }
        }, client -> {
            while (!client.isGone()) {
                // Each event is the whole state: who comes back needs no id.
                client.event("", "content", content(board).toString());
                if (news.tryAcquire(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        });
    }

    private boolean concerns(Board board, SpecificRecord record) {
        return switch (record) {
            case Notification notification -> notification.getRecipient().equals(board.id());
            case Delivery delivery -> model.notification(delivery.getNotificationId())
                    .filter(notification -> notification.getRecipient().equals(board.id())).isPresent();
            default -> false;
        };
    }

    /// `{"shows": ["notificationId", …]}`: everything the board shows now; empty while it is dark.
    void shown(Context request, Caller caller) {
        if (caller.role() != Role.BOARD) {
            throw new ApiException(403, "not allowed", "only a board says what it shows");
        }
        Board board = board(request, caller);
        JsonNode shows = RequestBody.json(RequestBody.bytes(request)).path("shows");
        if (!shows.isArray() || shows.size() > SHOWS_LIMIT) {
            throw new ApiException(422, "refused", "shows must be an array of at most " + SHOWS_LIMIT
                    + " notification ids, empty while the board is dark");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode id : shows) {
            if (!id.isTextual()) {
                throw new ApiException(422, "refused", "shows must hold notification ids, not " + id.getNodeType());
            }
            ids.add(id.asText());
        }
        reports.shown(board.id(), ids, clock.instant());
        request.status(204);
    }
}
