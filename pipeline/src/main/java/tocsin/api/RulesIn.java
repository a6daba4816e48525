package tocsin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Publication;
import tocsin.publishing.PublicationLog;
import tocsin.publishing.PublicationRefused;
import tocsin.publishing.RulesPublisher;
import tocsin.publishing.TopicPackLibrary;
import tocsin.rules.PackFiles;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.wire.PackLibrary;
import tocsin.wire.PackLibrary.PackNotHereException;
import tocsin.wire.RecordJson;
import tocsin.yaml.InvalidFileException;

/// Rules by HTTP: what is in force, what it was changed by, and changing it with a second person.
final class RulesIn {
    /// Lines of evidence and of a note that one proposal carries at most: characters.
    private static final int LONGEST = 20_000;

    private final TopicPackLibrary library;
    private final RulesPublisher publisher;
    private final InstantSource clock;

    RulesIn(TopicPackLibrary library, RulesPublisher publisher, InstantSource clock) {
        this.library = library;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// What is in force, and every publication, the newest first.
    void history(Context request) {
        Queries.onlyParameters(request);
        PublicationLog log = library.publications();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        log.active().ifPresent(
                rules -> json.put("packHash", rules.packHash()).put("directoryHash", rules.directoryHash()));
        json.put("inForce", log.inForce().map(Publication::getNumber).orElse(null));
        ArrayNode publications = json.putArray("publications");
        log.all().reversed().forEach(one -> publications.add(RecordJson.write(one)));
        answer(request, 200, json);
    }

    /// The files of a pack or a directory. A directory holds the numbers of every official.
    void files(Context request, Caller caller) {
        Queries.onlyParameters(request);
        String hash = request.pathParam("hash");
        if (isDirectory(hash)) {
            caller.requireUnbounded("a directory");
            new Shown(List.of(), 1).of(request);
        }
        boolean known = library.publications().all().stream()
                .anyMatch(one -> one.getPackHash().equals(hash) || one.getDirectoryHash().equals(hash))
                || library.publications().active()
                        .filter(rules -> rules.packHash().equals(hash) || rules.directoryHash().equals(hash))
                        .isPresent();
        if (!known) {
            throw new ApiException(404, "no such pack", hash + " is no pack or directory that was ever published here");
        }
        ObjectNode files = JsonNodeFactory.instance.objectNode();
        library.files(hash).files().forEach(files::put);
        answer(request, 200, JsonNodeFactory.instance.objectNode().put("hash", hash).set("files", files));
    }

    /// Whether this is the hash of a directory that was ever published here.
    boolean isDirectory(String hash) {
        return library.publications().all().stream().anyMatch(one -> one.getDirectoryHash().equals(hash))
                || library.publications().active().filter(rules -> rules.directoryHash().equals(hash)).isPresent();
    }

    void propose(Context request, Caller caller) {
        JsonNode body = RequestBody.json(RequestBody.bytes(request));
        List<Refusal> refusals = new ArrayList<>();
        SortedMap<String, String> files = new TreeMap<>();
        if (!body.path("files").isObject() || body.path("files").isEmpty()) {
            refusals.add(invalid("files", "must hold the pack's files: an object of texts by path"));
        } else {
            body.path("files").properties().forEach(file -> text(file, "files." + file.getKey(), files, refusals));
        }
        List<String> evidence = new ArrayList<>();
        body.path("evidence").forEach(line -> evidence.add(line.asText()));
        String note = note(body);
        if (String.join("", evidence).length() + (note == null ? 0 : note.length()) > LONGEST) {
            refusals.add(invalid("evidence", "and note may have " + LONGEST + " characters together"));
        }
        body.properties().stream().map(Map.Entry::getKey)
                .filter(name -> !List.of("files", "evidence", "note").contains(name))
                .forEach(name -> refusals.add(invalid(name, "is not known; send files, evidence and note")));
        if (!refusals.isEmpty()) {
            throw new ApiException(422, "refused", refusals.getFirst().getField() + " "
                    + refusals.getFirst().getDetail(), refusals);
        }
        Publication publication = changed(
                () -> publisher.propose(new PackFiles(files), caller.actor(), note, evidence, clock.instant()));
        answer(request, 201, RecordJson.write(publication));
    }

    void approve(Context request, Caller caller) {
        long number = number(request);
        answer(request, 200,
                RecordJson.write(changed(() -> publisher.approve(number, caller.actor(), clock.instant()))));
    }

    void reject(Context request, Caller caller) {
        long number = number(request);
        answer(request, 200,
                RecordJson.write(changed(() -> publisher.reject(number, caller.actor(), clock.instant()))));
    }

    void back(Context request, Caller caller) {
        byte[] bytes = RequestBody.bytes(request);
        String note = bytes.length == 0 ? null : note(RequestBody.json(bytes));
        answer(request, 200,
                RecordJson.write(changed(() -> publisher.back(caller.actor(), note, clock.instant()))));
    }

    private static Publication changed(Supplier<Publication> change) {
        try {
            return change.get();
        } catch (PublicationRefused e) {
            throw new ApiException(e.reason() == PublicationRefused.Reason.NOT_KNOWN ? 404 : 409,
                    "refused: " + e.reason(), String.valueOf(e.getMessage()));
        } catch (InvalidFileException e) {
            throw new ApiException(422, "the pack does not read", String.valueOf(e.getMessage()), e.problems().stream()
                    .map(problem -> invalid(problem.file() + ":" + problem.line() + ":" + problem.column(),
                            problem.message()))
                    .toList());
        } catch (PackLibrary.NoSuchPackException e) {
            throw new ApiException(404, "no such pack", String.valueOf(e.getMessage()));
        } catch (PackNotHereException e) {
            throw new ApiException(503, "not read yet", "the pack has not been read from its topic yet; try again");
        } catch (KafkaException e) {
            throw new ApiException(503, "not changed",
                    "the broker is away, or another instance changed the rules at the same time; nothing was changed: look at the history and try again");
        }
    }

    private static void text(Map.Entry<String, JsonNode> file, String field, Map<String, String> files,
            List<Refusal> refusals) {
        if (file.getValue().isTextual()) {
            files.put(file.getKey(), file.getValue().asText());
        } else {
            refusals.add(invalid(field, "must be the file's text"));
        }
    }

    private static @Nullable String note(JsonNode body) {
        String note = body.path("note").asText("").strip();
        return note.isEmpty() ? null : note;
    }

    private static long number(Context request) {
        String number = request.pathParam("number");
        if (!number.matches("[0-9]{1,9}")) {
            throw new ApiException(404, "no such publication", "\"" + number + "\" is no publication's number");
        }
        return Long.parseLong(number);
    }

    private static Refusal invalid(String field, String detail) {
        return new Refusal(RejectReason.INVALID_VALUE, field, detail);
    }

    private static void answer(Context request, int status, JsonNode json) {
        request.status(status).contentType("application/json").result(json.toString());
    }
}
