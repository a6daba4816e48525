package tocsin.runtime;

import java.time.Duration;
import tocsin.api.HttpLimits;
import tocsin.persons.SessionRules;
import tocsin.stalls.StallWatch;
import tocsin.yaml.YamlNode;

/// Reads `limits` of a configuration. Every value has a least and a most, which the error names.
final class LimitsReader {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_STALL = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(5);
    private static final Duration LONGEST_SESSION = Duration.ofDays(7);

    private final SettingValues values;

    LimitsReader(SettingValues values) {
        this.values = values;
    }

    Limits read(YamlNode node) {
        node.onlyKeys("http", "alerting", "sessions");
        YamlNode http = node.optional("http").onlyKeys("connections", "connections-per-address", "bodies-mib",
                "body-time", "records-per-request", "listeners", "listeners-per-key", "wrong-keys-per-minute");
        HttpLimits standard = HttpLimits.defaults();
        YamlNode alerting = node.optional("alerting").onlyKeys("silent-after", "told-after");
        StallWatch.Limits usual = StallWatch.Limits.USUAL;
        StallWatch.Limits stalls = new StallWatch.Limits(time(alerting.optional("silent-after"), usual.silentAfter(),
                LONGEST_STALL), time(alerting.optional("told-after"), usual.toldAfter(), LONGEST_STALL));
        return new Limits(new HttpLimits(
                new HttpLimits.Connections(
                        values.number(http.optional("connections"), standard.connections().total(), 50, 100_000),
                        values.number(http.optional("connections-per-address"), standard.connections().perAddress(),
                                10, 100_000)),
                new HttpLimits.Bodies(
                        values.number(http.optional("bodies-mib"), standard.bodies().megabytes(), 20, 4_096),
                        time(http.optional("body-time"), standard.bodies().time(), LONGEST),
                        values.number(http.optional("records-per-request"), standard.bodies().elements(), 1,
                                100_000)),
                new HttpLimits.Listeners(
                        values.number(http.optional("listeners"), standard.listeners().total(), 10, 10_000),
                        values.number(http.optional("listeners-per-key"), standard.listeners().perKey(), 1, 10_000)),
                values.number(http.optional("wrong-keys-per-minute"), standard.wrongKeysPerMinute(), 1, 1_000)),
                stalls, sessions(node.optional("sessions").onlyKeys("longest", "idle")));
    }

    private SessionRules sessions(YamlNode node) {
        SessionRules usual = SessionRules.USUAL;
        Duration longest = time(node.optional("longest"), usual.longest(), SHORTEST_SESSION, LONGEST_SESSION);
        Duration idle = time(node.optional("idle"), usual.idle(), SHORTEST_SESSION, LONGEST_SESSION);
        return new SessionRules(longest, idle);
    }

    private Duration time(YamlNode node, Duration otherwise, Duration longest) {
        return time(node, otherwise, SHORTEST, longest);
    }

    private Duration time(YamlNode node, Duration otherwise, Duration shortest, Duration longest) {
        Duration time = values.duration(node, otherwise);
        if (time.compareTo(shortest) < 0 || time.compareTo(longest) > 0) {
            values.problem(node, time + " is not between " + shortest + " and " + longest);
            return otherwise;
        }
        return time;
    }
}
