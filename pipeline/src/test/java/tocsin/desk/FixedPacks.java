package tocsin.desk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tocsin.internal.v1.Activated;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.wire.PackLibrary;

/// A library of packs in memory, the sample pack first.
public final class FixedPacks implements PackLibrary {
    private final Map<String, Pack> packs = new HashMap<>();
    private final Map<String, Directory> directories = new HashMap<>();
    private Pack pack;
    private Directory directory;
    /// Whether every desk fails, as on a fault that nobody foresaw.
    public boolean broken;

    public FixedPacks() {
        activate(qingdao());
    }

    /// The files of the sample pack.
    public static PackFiles qingdao() {
        return PackFiles.read(Path.of(System.getProperty("tocsin.home"), "alert-rules", "packs", "qingdao"));
    }

    /// Adds a pack and makes it the active one; gives the record that puts it in force.
    public Activated activate(PackFiles files) {
        pack = PackReader.read(files);
        directory = DirectoryReader.read(files);
        packs.put(pack.hash(), pack);
        directories.put(directory.hash(), directory);
        return new Activated(pack.hash(), directory.hash(), "test", null);
    }

    @Override
    public Pack pack(String hash) {
        if (broken) {
            throw new IllegalStateException("a fault that nobody foresaw");
        }
        Pack published = packs.get(hash);
        if (published == null) {
            throw new NoSuchPackException(hash);
        }
        return published;
    }

    @Override
    public Directory directory(String hash) {
        return directories.get(hash);
    }

    @Override
    public Pack activePack() {
        return pack;
    }

    @Override
    public Pack packAt(Instant instant) {
        return pack;
    }

    @Override
    public Directory activeDirectory() {
        return directory;
    }

    /// The sample pack with so many rain gauges in one place, `rain-0` and on, for its sensors.
    public static PackFiles rainGauges(int gauges) {
        StringBuilder sensors = new StringBuilder("sensors:\n");
        for (int i = 0; i < gauges; i++) {
            sensors.append("  - {id: rain-").append(i).append(", area: \"370213\", place: gauge ").append(i).append(
                    ", latitude: 36.16, longitude: 120.43, metrics: {rain_mm: {unit: mm, kind: INCREMENT, least: 0, most: 60}}}\n");
        }
        return qingdao().with("directory/sensors.yaml", sensors.toString());
    }
}
