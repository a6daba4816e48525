package tocsin.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tocsin.text.FileTrouble;

/// A data folder that its owner alone may read: it holds secrets, and what people reported.
public final class DataFolder {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    /// Kafka Streams opens the folders of its stores to their group whenever it starts; the folder above keeps it out.
    private static final Set<PosixFilePermission> STORES = PosixFilePermissions.fromString("rwxr-x---");
    private static final String STATE = "state";
    /// What Tocsin keeps in its data folder, with what is made beside them while they are written.
    private static final Set<String> OURS = Set.of("broker", "registry", STATE, "schemas", "outbox", "console-key",
            "deputy-key", "signing-secret", "instance-id", "endpoint.json", "pair.json", "log-ends.json",
            "tls-certificate.pem", ".written", ".disk-reserve");
    private static final String LOCKS_AND_PARTS = "\\.[a-z]+\\.lock|.+\\.(part|unreadable)";

    private DataFolder() {}

    /// Makes a folder that its owner alone may read; one that is there stays as it is. Whatever this process writes from
    /// now on is kept from others, too.
    public static void make(Path folder) throws IOException {
        OwnerOnly.fromNowOn();
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (Files.getFileStore(parent == null ? folder.toAbsolutePath() : parent).supportsFileAttributeView("posix")) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
        } else {
            Files.createDirectories(folder);
        }
    }

    /// Takes from everybody else what releases before let them read: from the folder, and from all in it that is Tocsin's.
    ///
    /// @return what was done, and what others may still read, in sentences; empty where nobody else could read anything
    public static List<String> tighten(Path folder) {
        List<String> told = new ArrayList<>();
        try {
            if (!Files.isDirectory(folder) || !Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                return List.of();
            }
            List<Path> ours = new ArrayList<>();
            boolean others = false;
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : (Iterable<Path>) entries::iterator) {
                    if (isOurs(entry)) {
                        ours.add(entry);
                    } else {
                        others = true;
                    }
                }
            }
            Tightening walk = new Tightening(folder.resolve(STATE));
            for (Path entry : ours) {
                Files.walkFileTree(entry, walk);
            }
            if (others && isWide(folder)) {
                told.add("the data folder " + folder + " can be entered by others and holds what is not Tocsin's, so it"
                        + " was left as it is; give Tocsin a folder of its own, or: chmod 700 " + folder);
            } else {
                walk.tighten(folder);
            }
            if (walk.changed > 0) {
                told.add("others could read " + walk.changed + " files and folders of the data folder " + folder
                        + "; now its owner alone can");
            }
            if (walk.failed > 0) {
                told.add(walk.failed + " files and folders of the data folder " + folder + " stay readable for others ("
                        + walk.why + "); change their owner to Tocsin's user, or: chmod -R go= " + folder);
            }
        } catch (IOException e) {
            told.add("who may read the data folder " + folder + " cannot be seen (" + FileTrouble.of(e)
                    + "); look yourself: chmod -R go= " + folder);
        }
        return told;
    }

    private static boolean isOurs(Path entry) {
        String name = entry.getFileName().toString();
        return OURS.contains(name) || name.matches(LOCKS_AND_PARTS);
    }

    private static boolean isWide(Path file) throws IOException {
        return !OWNER.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    /// Never follows a link: what it leads to is somebody else's.
    private static final class Tightening extends SimpleFileVisitor<Path> {
        private final Path stores;
        private int changed;
        private int failed;
        private String why = "";

        private Tightening(Path stores) {
            this.stores = stores;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            try {
                if (!folder.startsWith(stores)
                        || !STORES.containsAll(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))) {
                    tighten(folder);
                }
            } catch (IOException e) {
                note(e);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isSymbolicLink()) {
                tighten(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException trouble) {
            note(trouble);
            return FileVisitResult.CONTINUE;
        }

        private void tighten(Path file) {
            try {
                if (isWide(file)) {
                    Set<PosixFilePermission> less = EnumSet.copyOf(OWNER);
                    less.retainAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
                    Files.setPosixFilePermissions(file, less);
                    changed++;
                }
            } catch (IOException e) {
                note(e);
            }
        }

        private void note(IOException trouble) {
            failed++;
            why = FileTrouble.of(trouble);
        }
    }
}
