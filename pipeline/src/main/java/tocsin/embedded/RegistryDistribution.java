package tocsin.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The registry's program on this machine: fetched by Maven on first use, then found.
///
/// Maven fetches it, so that a mirror or proxy set up for the build serves here too.
public final class RegistryDistribution {
    private static final String VERSION = "3.3.3";
    private static final String ARTIFACT = "io.apicurio:apicurio-registry-app:" + VERSION + ":tar.gz:all";
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy";

    private final Path cache;

    /// @param cache where it is kept over runs and projects
    public RegistryDistribution(Path cache) {
        this.cache = cache;
    }

    /// The usual place: `tocsin` in the user's cache folder.
    public static RegistryDistribution ofUser() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(xdg);
        return new RegistryDistribution(caches.resolve("tocsin"));
    }

    /// The program's folder, fetched now if it is not there. Throws [IllegalStateException] saying what to do where it
    /// cannot be had.
    ///
    /// @param progress told in a line what takes time
    public Path folder(Consumer<String> progress) {
        Path folder = cache.resolve("apicurio-registry-" + VERSION);
        if (Files.exists(folder.resolve("quarkus-run.jar"))) {
            return folder;
        }
        progress.accept("fetching the schema registry (Apicurio " + VERSION + ", 159 MB, once) ...");
        try {
            Files.createDirectories(cache);
            Path part = Files.createTempDirectory(cache, "fetch-");
            try {
                fetch(part);
                Path unpacked = Files.createDirectory(part.resolve("unpacked"));
                run(List.of("tar", "xzf", archive(part).toString(), "-C", unpacked.toString()), "unpack the registry");
                move(unpacked, folder);
            } finally {
                delete(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the registry cannot be kept in " + cache, e);
        }
        return folder;
    }

    private static void fetch(Path into) {
        List<String> command = new ArrayList<>(
                List.of("mvn", "--batch-mode", "--quiet", "--no-transfer-progress", PLUGIN,
                        "-Dartifact=" + ARTIFACT, "-DoutputDirectory=" + into));
        String repository = System.getProperty("tocsin.maven.repo");
        if (repository != null && !repository.isBlank()) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        run(command,
                "fetch the registry; is Maven installed and is its repository within reach? Or name a registry of your"
                        + " own in schema-registry.url");
    }

    private static Path archive(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst()
                    .orElseThrow(() -> new IllegalStateException("Maven fetched no archive of " + ARTIFACT));
        }
    }

    /// Another process may have been quicker; what it put there is as good.
    private static void move(Path unpacked, Path folder) throws IOException {
        try {
            Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(folder.resolve("quarkus-run.jar"))) {
                throw e;
            }
        }
    }

    private static void run(List<String> command, String purpose) {
        try {
            // Outside any project, so that no project's settings apply.
            Process process = new ProcessBuilder(command)
                    .directory(new java.io.File(System.getProperty("java.io.tmpdir")))
                    .redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("cannot " + purpose + ":\n" + output);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot " + purpose + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
