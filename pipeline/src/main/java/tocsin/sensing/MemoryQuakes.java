package tocsin.sensing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Quake;

/// The earthquakes of one source in memory, for the past tried again.
public final class MemoryQuakes implements Quakes.Memory {
    private final Map<String, Quake> quakes = new TreeMap<>();

    @Override
    public @Nullable Quake get(String event) {
        return quakes.get(event);
    }

    @Override
    public void put(Quake quake) {
        quakes.put(quake.getEvent(), quake);
    }

    @Override
    public List<Quake> told() {
        return quakes.values().stream().filter(quake -> quake.getSequence() != null).toList();
    }
}
