package tocsin.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// The text files of a pack by path, forward slashes, sorted.
///
/// @param files text by path inside the pack
public record PackFiles(SortedMap<String, String> files) {
    /// A pack travels in one Kafka record, so all its files together stay under the broker's 1 MiB.
    public static final int LIMIT_BYTES = 900_000;

    private static final String DIRECTORY = "directory/";

    public PackFiles {
        files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /// Reads a pack's folder, its tests and scenarios left out. Throws [InvalidFileException] naming the folder and what is wrong.
    public static PackFiles read(Path folder) {
        if (!Files.exists(folder.resolve("pack.yaml"))) {
            throw new InvalidFileException(List.of(new Problem(folder.toString(), 1, 1,
                    "is not a pack: there is no pack.yaml in it; name a folder like alert-rules/packs/qingdao")));
        }
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.filter(PackFiles::isText)::iterator) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                if (!name.startsWith("tests/") && !name.startsWith("scenarios/")) {
                    files.put(name, Files.readString(path));
                }
            }
        } catch (IOException e) {
            throw new InvalidFileException(List.of(new Problem(folder.toString(), 1, 1, "cannot be read: " + e)));
        }
        return new PackFiles(files);
    }

    /// The files of rules, templates and routes.
    public PackFiles rules() {
        return only(name -> !name.startsWith(DIRECTORY));
    }

    /// The files of areas, agencies, people and sensors.
    public PackFiles directory() {
        return only(name -> name.startsWith(DIRECTORY));
    }

    /// Whether the pack has a file under this path.
    public boolean has(String name) {
        return files.containsKey(name);
    }

    /// One file as YAML; a problem if the pack has no such file.
    public YamlNode document(String name, Problems problems) {
        String text = files.get(name);
        YamlNode document = YamlNode.parse(name, text == null ? "" : text, problems);
        if (text == null) {
            document.problem("is missing from the pack");
        }
        return document;
    }

    /// These files with another text for one path.
    public PackFiles with(String path, String text) {
        SortedMap<String, String> changed = new TreeMap<>(files);
        changed.put(path, text);
        return new PackFiles(changed);
    }

    /// SHA-256 over the sorted paths and texts, lower-case hexadecimal: the identity of the content.
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, String> file : files.entrySet()) {
                for (String part : List.of(file.getKey(), file.getValue())) {
                    digest.update(part.getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Size of all texts together, in UTF-8 bytes.
    public int sizeBytes() {
        return files.values().stream().mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
    }

    private static boolean isText(Path file) {
        return file.toString().endsWith(".yaml") || file.toString().endsWith(".geojson");
    }

    private PackFiles only(Predicate<String> wanted) {
        SortedMap<String, String> chosen = new TreeMap<>();
        files.forEach((name, text) -> {
            if (wanted.test(name)) {
                chosen.put(name, text);
            }
        });
        return new PackFiles(chosen);
    }
}
