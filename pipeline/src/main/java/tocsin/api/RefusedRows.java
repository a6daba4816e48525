package tocsin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tocsin.mapping.Mapping;
import tocsin.mapping.RefusedRow;
import tocsin.model.Sha256;
import tocsin.text.PlainText;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.Rejected;
import tocsin.wire.RecordJson;

/// Rows of files and feeds that became no record, kept in `tocsin.rejected` with where they stand and why.
///
/// What stands there is kept under the rules of every refusal: of a report only where the record says that it is PUBLIC or
/// INTERNAL, of a post never. Else a hash is kept, and no value is quoted.
final class RefusedRows {
    /// Rows of one request.
    private static final int MOST_ROWS = 100;
    private static final int MOST_REASONS = 50;
    private static final int MOST_COLUMNS = 2_000;
    private static final int LONGEST = 1_000;
    private static final Set<String> OPEN = Set.of("PUBLIC", "INTERNAL");

    private final RefusalNotes notes;
    private final InstantSource clock;

    RefusedRows(RefusalNotes notes, InstantSource clock) {
        this.notes = notes;
        this.clock = clock;
    }

    /// Keeps the rows of a request, an array of `{kind, source, row, record, reasons}`. Answers 202 with how many.
    void keep(Context request, Caller caller) {
        JsonNode body;
        try {
            body = RecordJson.MAPPER.readTree(RequestBody.bytes(request));
        } catch (IOException e) {
            throw refused("the body is no JSON");
        }
        if (body == null || !body.isArray() || body.size() > MOST_ROWS) {
            throw refused("the body must be an array of at most " + MOST_ROWS + " rows");
        }
        List<RefusedRow> rows = new ArrayList<>();
        body.forEach(row -> rows.add(row(row)));
        String sender = caller.agency() != null ? caller.agency() : caller.name();
        rows.forEach(row -> notes.offer(note(row, sender, clock.instant())));
        request.status(202).contentType("application/json")
                .result(RecordJson.MAPPER.createObjectNode().put("kept", rows.size()).toString());
    }

    private static ApiException refused(String detail) {
        return new ApiException(400, "refused", detail, List.of(new Refusal(RejectReason.INVALID_VALUE, null, detail)));
    }

    private static RefusedRow row(JsonNode json) {
        Optional<Mapping.Kind> kind = Stream.of(Mapping.Kind.values())
                .filter(one -> one.name().equalsIgnoreCase(json.path("kind").asText())).findFirst();
        List<String> reasons = new ArrayList<>();
        json.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        if (kind.isEmpty() || reasons.isEmpty() || !json.path("source").isTextual()) {
            throw refused("a row needs kind (report, sensor or media), source and reasons");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        json.path("row").properties().stream().limit(MOST_COLUMNS)
                .forEach(column -> columns.put(column.getKey(), column.getValue().asText()));
        return new RefusedRow(kind.get(), json.path("source").asText(), columns,
                json.path("record") instanceof ObjectNode record ? record : RecordJson.MAPPER.createObjectNode(),
                reasons);
    }

    /// What is kept of a refused row.
    static Rejected note(RefusedRow row, String sender, Instant at) {
        ObjectNode columns = RecordJson.MAPPER.createObjectNode();
        row.columns().forEach(columns::put);
        byte[] bytes = columns.toString().getBytes(StandardCharsets.UTF_8);
        boolean keeps = mayBeKept(row) && bytes.length <= RequestBody.RECORD_LIMIT / 2;
        List<Refusal> reasons = row.reasons().stream().limit(MOST_REASONS)
                .map(reason -> keeps || row.isCount() ? refusal(reason) : withheld(reason)).toList();
        return new Rejected("file:" + PlainText.line(PlainText.shortened(row.source(), LONGEST)), -1, -1L, sender,
                keeps ? ByteBuffer.wrap(bytes) : null, bytes.length, Sha256.of(bytes), reasons, at);
    }

    private static boolean mayBeKept(RefusedRow row) {
        List<JsonNode> marks = row.record().findValues("confidentiality");
        return switch (row.kind()) {
            case REPORT -> !marks.isEmpty() && marks.stream().allMatch(mark -> OPEN.contains(mark.asText()));
            case SENSOR -> marks.isEmpty();
            case MEDIA -> false;
        };
    }

    /// A reason with the field it begins with.
    private static Refusal refusal(String reason) {
        return new Refusal(RejectReason.INVALID_VALUE, field(reason).orElse(null),
                PlainText.shortened(reason, LONGEST));
    }

    private static Refusal withheld(String reason) {
        return new Refusal(RejectReason.INVALID_VALUE, field(reason).orElse(null),
                "withheld: the record does not say that it may be kept");
    }

    private static Optional<String> field(String reason) {
        int colon = reason.indexOf(": ");
        String field = colon < 0 ? "" : reason.substring(0, colon);
        return field.matches("[A-Za-z][A-Za-z0-9_.-]{0,99}") ? Optional.of(field) : Optional.empty();
    }
}
