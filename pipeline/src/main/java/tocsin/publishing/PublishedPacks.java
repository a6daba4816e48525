package tocsin.publishing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.PackArchive;
import tocsin.internal.v1.Publication;
import tocsin.internal.v1.PublicationState;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.wire.PackArchives;

/// Every pack and directory that was published, by its hash, and what is in force. One thread writes, several may read.
final class PublishedPacks {
    /// How much is kept: what a city changes in ten years, and no more than strangers may make us keep.
    static final Limits MOST = new Limits(2_000, 10_000);

    private final Limits limits;
    private final Map<String, Pack> packs = new ConcurrentHashMap<>();
    private final Map<String, Directory> directories = new ConcurrentHashMap<>();
    private final Map<String, PackFiles> files = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Long, Publication> publications = new ConcurrentSkipListMap<>();
    /// The packs that were put in force, by the append time of the row that says so: one transaction wrote it together with
    /// what switches the desks.
    private final ConcurrentNavigableMap<Instant, String> inForceSince = new ConcurrentSkipListMap<>();
    private volatile @Nullable Pack activePack;
    private volatile @Nullable Directory activeDirectory;

    /// How much is kept.
    ///
    /// @param archives packs and directories together; what is in force is always taken
    /// @param publications changes of rules; the oldest are left out
    record Limits(int archives, int publications) {}

    PublishedPacks(Limits limits) {
        this.limits = limits;
    }

    /// Takes a row of one of the two topics. Throws [IllegalArgumentException], and the pack's own errors, where the row
    /// is not what it says or cannot be kept; what was there stays.
    ///
    /// @param rules whether it is the topic of packs; else the one of directories
    /// @param key the row's key
    /// @param at its append time
    void take(boolean rules, String key, Instant at, PackArchive archive) {
        Publication publication = archive.getPublication();
        if (publication != null) {
            publications.put(publication.getNumber(), publication);
            keepTheNewest(publications);
            if (publication.getState() == PublicationState.ACTIVATED) {
                inForceSince.put(at, publication.getPackHash());
                keepTheNewest(inForceSince);
            }
            return;
        }
        PackFiles content = PackArchives.files(archive);
        String hash = archive.getHash();
        // Reading a pack takes a tenth of a second, and its hash a thousandth: what was altered costs no more than that.
        if (!content.hash().equals(hash)) {
            throw new IllegalArgumentException("its files do not have the hash it names");
        }
        boolean active = TopicPackLibrary.ACTIVE.equals(key);
        if (!active && files.size() >= limits.archives() && !files.containsKey(hash)) {
            throw new IllegalArgumentException("there are " + limits.archives() + " packs and directories already");
        }
        files.putIfAbsent(hash, content);
        if (rules) {
            Pack pack = packs.computeIfAbsent(hash, absent -> PackReader.readKept(content));
            activePack = active ? pack : activePack;
        } else {
            Directory directory = directories.computeIfAbsent(hash, absent -> DirectoryReader.readKept(content));
            activeDirectory = active ? directory : activeDirectory;
        }
    }

    private <K> void keepTheNewest(ConcurrentNavigableMap<K, ?> rows) {
        while (rows.size() > limits.publications()) {
            rows.pollFirstEntry();
        }
    }

    Optional<Pack> pack(String hash) {
        return Optional.ofNullable(packs.get(hash));
    }

    Optional<Directory> directory(String hash) {
        return Optional.ofNullable(directories.get(hash));
    }

    /// The files of a pack or a directory.
    Optional<PackFiles> files(String hash) {
        return Optional.ofNullable(files.get(hash));
    }

    /// The pack activated last; empty before the first.
    Optional<Pack> activePack() {
        return Optional.ofNullable(activePack);
    }

    /// The directory activated last; empty before the first.
    Optional<Directory> activeDirectory() {
        return Optional.ofNullable(activeDirectory);
    }

    /// The pack that was in force then, the first one for what was before; empty where its files are not here.
    Optional<Pack> packAt(Instant instant) {
        Map.Entry<Instant, String> until = inForceSince.floorEntry(instant);
        Map.Entry<Instant, String> since = until == null ? inForceSince.firstEntry() : until;
        return since == null ? Optional.empty() : pack(since.getValue());
    }

    /// Every change of rules that is kept, the oldest first.
    List<Publication> publications() {
        return List.copyOf(publications.values());
    }
}
