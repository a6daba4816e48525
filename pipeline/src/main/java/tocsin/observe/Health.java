package tocsin.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What works and what does not, by component. Safe for several threads.
public final class Health {
    private final Map<String, String> components = new ConcurrentHashMap<>();

    /// What "works" is called.
    public static final String OK = "ok";

    /// Notes a component's state: `ok`, or what is the matter.
    public void set(String component, String state) {
        components.put(component, state);
    }

    /// The state of a component, or "unknown".
    public String of(String component) {
        return components.getOrDefault(component, "unknown");
    }

    /// Whether every component works.
    public boolean isReady() {
        return !components.isEmpty() && components.values().stream().allMatch(OK::equals);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("ready", isReady());
        ObjectNode states = json.putObject("components");
        new TreeMap<>(components).forEach(states::put);
        return json;
    }
}
