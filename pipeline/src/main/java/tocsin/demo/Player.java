package tocsin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tocsin.readmodel.ReadModel;
import tocsin.v1.Verdict;

/// Plays a story into a running Tocsin, as its agencies and officials would.
public final class Player {
    private static final Duration INCIDENT_WITHIN = Duration.ofSeconds(30);

    /// One of the people in the story, speaking to Tocsin with a key of their own.
    public interface Voice {
        /// Sends this to a path; throws if it is refused.
        void say(String path, JsonNode body);
    }

    private final Scenario scenario;
    private final int speed;
    private final Map<String, Voice> voices;
    private final ReadModel model;
    private final InstantSource clock;
    private final Consumer<String> audience;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// @param speed how many times faster than the story
    /// @param voices who speaks, by id
    /// @param audience told what happens, a line each
    public Player(Scenario scenario, int speed, Map<String, Voice> voices, ReadModel model, InstantSource clock,
            Consumer<String> audience) {
        this.scenario = scenario;
        this.speed = speed;
        this.voices = voices;
        this.model = model;
        this.clock = clock;
        this.audience = audience;
    }

    /// Plays to the end.
    ///
    /// @return false if it was stopped before
    public boolean play(String run) throws InterruptedException {
        Instant began = clock.instant();
        audience.accept(
                "— " + scenario.title() + " (" + speed + " times as fast; the time an official has to answer, too)");
        for (Scenario.Step step : scenario.steps()) {
            Duration until = Duration.between(clock.instant(), began.plus(step.after().dividedBy(speed)));
            if (!until.isNegative() && stopped.await(until.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            String path = path(step, run);
            if (path == null) {
                audience.accept("  no incident for " + step.of(run) + ": " + step.says() + " is left out");
                continue;
            }
            audience.accept(
                    "  %02d:%02d %-20s %s".formatted(step.after().toHours(), step.after().toMinutesPart(), step.by(),
                            step.says()));
            Voice voice = voices.get(step.by());
            if (voice == null) {
                throw new IllegalArgumentException("nobody speaks for " + step.by());
            }
            voice.say(path, step.bodyAt(clock.instant(), run));
        }
        return true;
    }

    private @Nullable String path(Scenario.Step step, String run) throws InterruptedException {
        return switch (step.way()) {
            case REPORT -> "/api/v1/reports";
            case SENSOR -> "/api/v1/sensors";
            case MEDIA -> "/api/v1/media";
            case COMMAND -> {
                String incident = incidentOf(step.of(run));
                yield incident == null ? null : "/api/v1/incidents/" + incident + "/commands";
            }
        };
    }

    private @Nullable String incidentOf(String reportId) throws InterruptedException {
        Instant until = clock.instant().plus(INCIDENT_WITHIN);
        while (clock.instant().isBefore(until)) {
            String incident = model.verdict(null, reportId).map(Verdict::getIncidentId).orElse(null);
            if (incident != null) {
                return incident;
            }
            if (stopped.await(100, TimeUnit.MILLISECONDS)) {
                return null;
            }
        }
        return null;
    }

    /// Stops playing.
    public void stop() {
        stopped.countDown();
    }
}
