package tocsin.observe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What works and what does not, as three questions have it: would a restart help (live), can this instance store reports
/// and orders durably (ready), and does everything that is stored reach somebody (alerting).
///
/// A stall that all instances share makes none of them unready: reports can still be stored. Safe for several threads.
public final class Health {
    /// What "works" is called.
    public static final String OK = "ok";
    /// What "not yet" is called.
    public static final String STARTING = "starting";
    /// Without these nothing can be stored, at the beginning and later.
    private static final Set<String> STORING = Set.of("broker", "disk", "start", "api");
    /// A loop that has not come round for this long never will.
    private static final Duration STUCK = Duration.ofMinutes(2);
    /// Whoever looks for silence must have looked within this.
    private static final Duration LOOKS_WITHIN = Duration.ofSeconds(12);
    private static final int LISTED = 100;

    private final LongSupplier nanoTime;
    private final Map<String, String> components = new ConcurrentHashMap<>();
    private final Set<String> worked = ConcurrentHashMap.newKeySet();
    private final Map<String, String> fatal = new ConcurrentHashMap<>();
    private final Map<String, Long> loops = new ConcurrentHashMap<>();
    private final Map<String, Look> looks = new ConcurrentHashMap<>();
    private final Map<String, ChannelState> channels = new ConcurrentHashMap<>();

    private record Look(long at, List<Silence> silences) {}

    private record ChannelState(@Nullable Instant lastSuccess, @Nullable Instant lastFailure, String reason) {}

    public Health() {
        this(System::nanoTime);
    }

    Health(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Notes a component's state: `ok`, or what is the matter.
    public void set(String component, String state) {
        if (state.equals(OK)) {
            worked.add(component);
        }
        components.put(component, state);
    }

    /// The state of a component, or "unknown".
    public String of(String component) {
        return components.getOrDefault(component, "unknown");
    }

    /// Notes what only a restart mends.
    public void fatal(String component, String why) {
        fatal.put(component, why);
    }

    /// Notes that a thread's loop has come round. Of one that has begun, it is expected for good.
    public void beat(String loop) {
        loops.put(loop, nanoTime.getAsLong());
    }

    /// Notes that a loop has ended as it should.
    public void ended(String loop) {
        loops.remove(loop);
    }

    /// Notes what this watcher found when it looked for silence; empty where there is none.
    public void looked(String watcher, List<Silence> silences) {
        looks.put(watcher, new Look(nanoTime.getAsLong(), List.copyOf(silences)));
    }

    /// Notes that a means took a message.
    public void channelWorks(String channel, Instant at) {
        channels.compute(channel, (name, before) -> new ChannelState(at, before == null ? null : before.lastFailure(),
                before == null ? "" : before.reason()));
    }

    /// Notes that a means did not take a message.
    public void channelFailed(String channel, Instant at, String reason) {
        channels.compute(channel, (name, before) -> new ChannelState(before == null ? null : before.lastSuccess(), at,
                reason));
    }

    /// Why a means did not take a message last, or "not known".
    public String lastFailure(String channel) {
        ChannelState state = channels.get(channel);
        return state == null || state.reason().isEmpty() ? "not known" : state.reason();
    }

    /// Whether every component works.
    public boolean allWorks() {
        return !components.isEmpty() && components.values().stream().allMatch(OK::equals);
    }

    /// Whether this instance can store reports and orders durably. At the beginning every component must have worked
    /// once; what only judges and tells may fail later without making the instance unready.
    public boolean isReady() {
        return !components.isEmpty() && components.entrySet().stream().allMatch(component -> OK
                .equals(component.getValue())
                || worked.contains(component.getKey()) && !STORING.contains(component.getKey()));
    }

    /// Why only a restart helps; empty while one would not.
    public Map<String, String> notLive() {
        Map<String, String> why = new TreeMap<>(fatal);
        loops.forEach((loop, at) -> {
            if (nanoTime.getAsLong() - at > STUCK.toNanos()) {
                why.put(loop, "its loop has not come round for " + (nanoTime.getAsLong() - at) / 1_000_000_000L + " s");
            }
        });
        return why;
    }

    /// Everything stored that reaches nobody; empty while all is well.
    public List<Silence> silences() {
        List<Silence> silences = new ArrayList<>();
        if (looks.isEmpty()) {
            silences.add(new Silence("start", "start", 1, Duration.ZERO, "nobody has looked yet; start: "
                    + of("start") + ", broker: " + of("broker")));
        }
        looks.forEach((watcher, look) -> {
            long ago = nanoTime.getAsLong() - look.at();
            if (ago > LOOKS_WITHIN.toNanos()) {
                silences.add(new Silence(watcher, watcher, 1, Duration.ofNanos(ago),
                        "nobody has been able to look for what waits; broker: " + of("broker")));
            }
            silences.addAll(look.silences());
        });
        return silences;
    }

    /// The answer of `/health/live`.
    public ObjectNode liveJson() {
        Map<String, String> why = notLive();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("live", why.isEmpty());
        why.forEach(json.putObject("restartFor")::put);
        return json;
    }

    /// The answer of `/health/ready`.
    public ObjectNode readyJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ready", isReady());
        new TreeMap<>(components).forEach(json.putObject("components")::put);
        return json;
    }

    /// The answer of `/health/alerting`.
    public ObjectNode alertingJson() {
        List<Silence> silences = silences();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("alerting", silences.isEmpty());
        ArrayNode listed = json.putArray("waiting");
        silences.stream().limit(LISTED).forEach(silence -> listed.addObject().put("application", silence.application())
                .put("partition", silence.place()).put("records", silence.records())
                .put("oldestSeconds", silence.since().toSeconds()).put("cause", silence.cause()));
        ObjectNode means = json.putObject("channels");
        new TreeMap<>(channels).forEach((name, state) -> means.putObject(name)
                .put("lastSuccess", state.lastSuccess() == null ? null : state.lastSuccess().toString())
                .put("lastFailure", state.lastFailure() == null ? null : state.lastFailure().toString())
                .put("reason", state.reason().isEmpty() ? null : state.reason()));
        return json;
    }
}
