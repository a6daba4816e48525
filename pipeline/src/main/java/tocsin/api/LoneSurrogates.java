package tocsin.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;

/// Finds halves of characters (`\ud800` without its other half): no UTF-8 can carry them, so every later step would read
/// something else.
final class LoneSurrogates {
    private static final int LISTED = 100;
    private static final String DETAIL = "has half a character (a lone surrogate such as \\ud800); send whole characters";

    private LoneSurrogates() {}

    /// What is refused in this JSON, by field; empty where every text is whole.
    static List<Refusal> in(JsonNode json) {
        List<Refusal> refusals = new ArrayList<>();
        look(json, "", refusals);
        return refusals;
    }

    private static void look(JsonNode json, String path, List<Refusal> refusals) {
        if (refusals.size() >= LISTED) {
            return;
        }
        if (json.isTextual() && isTorn(json.textValue())) {
            refusals.add(new Refusal(RejectReason.INVALID_VALUE, path.isEmpty() ? null : path, DETAIL));
        } else if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                look(json.get(i), path + "[" + i + "]", refusals);
            }
        } else if (json.isObject()) {
            json.properties().forEach(entry -> {
                String name = entry.getKey();
                String field = path.isEmpty() ? name : path + "." + name;
                if (isTorn(name)) {
                    refusals.add(new Refusal(RejectReason.INVALID_VALUE, path.isEmpty() ? null : path,
                            "has a name that " + DETAIL));
                } else {
                    look(entry.getValue(), field, refusals);
                }
            });
        }
    }

    private static boolean isTorn(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                return true;
            }
        }
        return false;
    }
}
