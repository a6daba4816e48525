package tocsin.replay;

import java.time.Instant;
import tocsin.internal.v1.Activated;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.wire.PackLibrary;

/// The one pack of a sandbox.
final class ReplayPacks implements PackLibrary {
    private final Pack pack;
    private final Directory directory;

    ReplayPacks(PackFiles files) {
        this.pack = PackReader.readKept(files);
        this.directory = DirectoryReader.readKept(files);
    }

    Activated activation() {
        return new Activated(pack.hash(), directory.hash(), "replay", null);
    }

    @Override
    public Pack pack(String hash) {
        return pack;
    }

    @Override
    public Directory directory(String hash) {
        return directory;
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
}
