package tocsin.sensing;

import java.util.Map;
import java.util.Optional;

/// Units in which sensors tell the same thing.
final class Units {
    /// A unit of a quantity: what it is in the quantity's first unit is `value * factor + offset`.
    private record Unit(String quantity, double factor, double offset) {}

    private static final double FOOT = 0.3048;
    private static final double INCH = 0.0254;
    private static final Map<String, Unit> KNOWN = Map.ofEntries(entry("m", "length", 1), entry("mm", "length", 0.001),
            entry("cm", "length", 0.01), entry("km", "length", 1_000), entry("ft", "length", FOOT),
            entry("in", "length", INCH), entry("m/s", "speed", 1), entry("km/h", "speed", 1 / 3.6),
            entry("kn", "speed", 1_852.0 / 3_600), entry("mph", "speed", 1_609.344 / 3_600), entry("Pa", "pressure", 1),
            entry("hPa", "pressure", 100), entry("mbar", "pressure", 100), entry("kPa", "pressure", 1_000),
            entry("ug/m3", "concentration", 1), entry("µg/m³", "concentration", 1),
            entry("mg/m3", "concentration", 1_000), entry("mg/m³", "concentration", 1_000), entry("%", "share", 1),
            entry("1", "share", 100), entry("ppm", "share", 0.0001), entry("m3/s", "flow", 1),
            entry("m³/s", "flow", 1), entry("ft3/s", "flow", FOOT * FOOT * FOOT), entry("L/s", "flow", 0.001),
            Map.entry("°C", new Unit("temperature", 1, 0)), Map.entry("degC", new Unit("temperature", 1, 0)),
            Map.entry("K", new Unit("temperature", 1, -273.15)),
            Map.entry("°F", new Unit("temperature", 5 / 9.0, -160 / 9.0)));

    private Units() {}

    private static Map.Entry<String, Unit> entry(String name, String quantity, double factor) {
        return Map.entry(name, new Unit(quantity, factor, 0));
    }

    /// A value told in one unit, in another; empty where the two do not measure the same, or one is not known.
    static Optional<Double> convert(double value, String from, String to) {
        if (from.equals(to)) {
            return Optional.of(value);
        }
        Unit told = KNOWN.get(from);
        Unit wanted = KNOWN.get(to);
        return told == null || wanted == null || !told.quantity().equals(wanted.quantity())
                ? Optional.empty()
                : Optional.of((value * told.factor() + told.offset() - wanted.offset()) / wanted.factor());
    }
}
