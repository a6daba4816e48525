package tocsin.sensing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.SensorValue;

/// A series in memory, for the past tried again.
public final class MemorySeries implements Series {
    private final TreeMap<Instant, SensorValue> values = new TreeMap<>();
    private @Nullable SensorSeries whole;

    @Override
    public @Nullable SensorSeries whole() {
        return whole;
    }

    @Override
    public void keep(SensorSeries next) {
        whole = next;
    }

    @Override
    public List<At> between(Instant after, Instant until) {
        return after.isBefore(until)
                ? values.subMap(after, false, until, true).entrySet().stream()
                        .map(entry -> new At(entry.getKey(), entry.getValue())).toList()
                : List.of();
    }

    @Override
    public Optional<At> before(Instant at) {
        return Optional.ofNullable(values.lowerEntry(at)).map(entry -> new At(entry.getKey(), entry.getValue()));
    }

    @Override
    public void put(Instant at, SensorValue value) {
        values.put(at, value);
    }

    @Override
    public int forget(Instant from, Instant until) {
        if (until.isBefore(from)) {
            return 0;
        }
        SortedMap<Instant, SensorValue> gone = values.subMap(from, true, until, true);
        int many = gone.size();
        gone.clear();
        return many;
    }
}
