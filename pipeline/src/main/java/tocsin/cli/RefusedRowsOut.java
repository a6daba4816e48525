package tocsin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tocsin.mapping.RefusedRow;
import tocsin.text.PlainText;

/// Rows of files that became no record: how they are printed, and how a running Tocsin keeps them.
final class RefusedRowsOut {
    /// Refused rows that are printed one by one; the others are counted.
    static final int SHOWN = 20;
    private static final int AT_A_TIME = 20;
    /// Characters of a value that are sent.
    private static final int LONGEST = 2_000;
    private static final String PATH = "/api/v1/refused-rows";

    private RefusedRowsOut() {}

    /// A line as it is printed, with file and line.
    static String line(RefusedRow row) {
        return PlainText.line(row.source() + " refused: " + String.join("; ", row.reasons()));
    }

    /// How often each field was a reason, such as "value 489, observedAt 2".
    static String byField(List<String> reasons) {
        Map<String, Long> counts = reasons.stream().map(RefusedRowsOut::field)
                .collect(Collectors.groupingBy(field -> field, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream().map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String field(String reason) {
        int colon = reason.indexOf(": ");
        String field = colon < 0 ? "" : reason.substring(0, colon);
        return field.matches("[A-Za-z][A-Za-z0-9_.-]{0,99}") ? field : "the row";
    }

    /// Sends rows to be kept in `tocsin.rejected`.
    ///
    /// @return how many were kept
    static long keep(TocsinClient client, List<RefusedRow> rows) {
        long kept = 0;
        for (int i = 0; i < rows.size(); i += AT_A_TIME) {
            ArrayNode batch = JsonNodeFactory.instance.arrayNode();
            rows.subList(i, Math.min(rows.size(), i + AT_A_TIME)).forEach(row -> batch.add(json(row)));
            TocsinClient.Answer answer = client.post(PATH, batch);
            if (!answer.isGood()) {
                return kept;
            }
            kept += batch.size();
        }
        return kept;
    }

    private static ObjectNode json(RefusedRow row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("kind", row.kind().name().toLowerCase(Locale.ROOT))
                .put("source", row.source().substring(row.source().lastIndexOf('/') + 1));
        ObjectNode columns = json.putObject("row");
        row.columns().forEach((name, value) -> columns.put(name, PlainText.shortened(value, LONGEST)));
        json.putObject("record").setAll(marks(row.record()));
        row.reasons().forEach(json.putArray("reasons")::add);
        return json;
    }

    /// Of the record that could be made in part, what says whether it may be kept.
    private static ObjectNode marks(ObjectNode record) {
        ObjectNode marks = JsonNodeFactory.instance.objectNode();
        if (record.has("confidentiality")) {
            marks.set("confidentiality", record.path("confidentiality"));
        }
        return marks;
    }
}
