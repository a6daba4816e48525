package tocsin.sensing;

import java.util.HashMap;
import java.util.Map;

/// What is kept of sensors, in memory, for the past tried again.
public final class SensorsInMemory implements Sensing.Memory {
    private final Map<String, Series> series = new HashMap<>();
    private final Map<String, Usual.Memory> usual = new HashMap<>();
    private final Map<String, Quakes.Memory> quakes = new HashMap<>();

    @Override
    public Series series(String name) {
        return series.computeIfAbsent(name, key -> new MemorySeries());
    }

    @Override
    public Usual.Memory usual(String name) {
        return usual.computeIfAbsent(name, key -> new Usual.InMemory());
    }

    @Override
    public Quakes.Memory quakes(String name) {
        return quakes.computeIfAbsent(name, key -> new MemoryQuakes());
    }
}
