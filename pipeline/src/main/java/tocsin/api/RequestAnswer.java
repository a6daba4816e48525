package tocsin.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tocsin.v1.Refusal;

/// The answer to a request of many records, element by element. Refusals are listed up to a bound, the rest only counted.
/// Not safe for several threads.
final class RequestAnswer {
    /// Refusals of one record that are listed.
    static final int PER_RECORD = 100;
    /// Refusals of one request that are listed.
    static final int PER_REQUEST = 1_000;
    /// Refused records of one request that are kept in the topic of refusals, each by itself.
    static final int NOTES = 100;

    private final List<Said> said = new ArrayList<>();
    private List<Refusal> firstRefusals = List.of();
    private boolean anyRefused;
    private int listed;
    private int noted;
    private long notesLeftOut;

    /// One element's answer.
    ///
    /// @param json its bytes
    /// @param accepted whether its record was
    private record Said(byte[] json, boolean accepted) {}

    void accepted(ObjectNode json) {
        said.add(new Said(bytes(json.toString()), true));
    }

    void refused(int status, List<Refusal> refusals) {
        if (said.isEmpty()) {
            firstRefusals = refusals;
        }
        anyRefused = true;
        List<Refusal> told = listed(refusals);
        listed += told.size();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("index", said.size()).put("status", status);
        json.set("errors", ApiException.errors(told));
        if (told.size() < refusals.size()) {
            json.put("errorsNotListed", refusals.size() - told.size());
        }
        said.add(new Said(bytes(json.toString()), false));
    }

    /// Those of a record's refusals that are listed.
    List<Refusal> listed(List<Refusal> refusals) {
        return refusals.subList(0, Math.min(refusals.size(), Math.min(PER_RECORD, PER_REQUEST - listed)));
    }

    /// Whether one more refused record may be kept by itself; counts those that may not.
    boolean mayNote() {
        if (noted < NOTES) {
            noted++;
            return true;
        }
        notesLeftOut++;
        return false;
    }

    /// Refused records that were not kept by themselves.
    long notesLeftOut() {
        return notesLeftOut;
    }

    /// The refusals of the first record; empty where it was accepted.
    List<Refusal> firstRefusals() {
        return firstRefusals;
    }

    boolean isAnyRefused() {
        return anyRefused;
    }

    /// The whole answer. Where a record was refused, the others say 202.
    InputStream json() {
        List<InputStream> parts = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            Said one = said.get(i);
            parts.add(part(i == 0 ? "[" : ","));
            if (one.accepted() && anyRefused) {
                parts.add(new ByteArrayInputStream(one.json(), 0, one.json().length - 1));
                parts.add(part(",\"status\":202}"));
            } else {
                parts.add(new ByteArrayInputStream(one.json()));
            }
        }
        parts.add(part(said.isEmpty() ? "[]" : "]"));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static InputStream part(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
