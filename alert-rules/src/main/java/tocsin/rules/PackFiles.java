package tocsin.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import tocsin.text.FileTrouble;
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
    private static final String FASTER = "\nspeed: ";
    /// Files of included packs lie under `include/1-shandong/`, `include/2-national/`, the nearest first.
    private static final String INCLUDED = "include/";
    /// Packs a pack may build upon, one upon the other: their numbers sort as texts.
    private static final int DEEPEST = 9;

    private static final Pattern FOLDER = Pattern.compile("[\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]{0,99}");

    public PackFiles {
        files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /// Reads a pack's folder and those of the packs it includes, which lie beside it; tests and scenarios are left out.
    ///
    /// Throws [InvalidFileException] naming the folder and what is wrong.
    public static PackFiles read(Path folder) {
        SortedMap<String, String> files = new TreeMap<>();
        Set<Path> read = new LinkedHashSet<>();
        Optional<Path> next = Optional.of(folder.toAbsolutePath().normalize());
        for (int layer = 0; next.isPresent(); layer++) {
            Path pack = next.get();
            if (!read.add(pack) || layer > DEEPEST) {
                throw refused(folder, "includes itself, or more than " + DEEPEST + " packs: "
                        + read.stream().map(Path::getFileName).toList());
            }
            if (!Files.exists(pack.resolve("pack.yaml"))) {
                throw refused(pack, layer == 0
                        ? "is not a pack: there is no pack.yaml in it; name a folder like alert-rules/packs/qingdao"
                        : "is included and is no pack: there is no pack.yaml in it; packs include packs that lie beside them");
            }
            SortedMap<String, String> own = own(pack);
            String prefix = layer == 0 ? "" : INCLUDED + layer + "-" + pack.getFileName() + "/";
            own.forEach((name, text) -> files.put(prefix + name, text));
            next = included(pack, own.getOrDefault("pack.yaml", "")).map(pack::resolveSibling).map(Path::normalize);
        }
        return new PackFiles(files);
    }

    private static Optional<String> included(Path folder, String pack) {
        YamlNode include = YamlNode.parse("pack.yaml", pack, new Problems()).optional("include");
        String name = include.textOr("");
        if (!include.isPresent()) {
            return Optional.empty();
        }
        if (!FOLDER.matcher(name).matches()) {
            throw refused(folder, "includes \"" + name.codePoints().limit(100).filter(c -> !Character.isISOControl(c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    + "\", which is no name of a folder beside it");
        }
        return Optional.of(name);
    }

    private static SortedMap<String, String> own(Path folder) {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.filter(PackFiles::isText)::iterator) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                if (!name.startsWith("tests/") && !name.startsWith("scenarios/")) {
                    files.put(name, text(path));
                }
            }
        } catch (IOException e) {
            throw refused(folder, "cannot be read: " + FileTrouble.of(e));
        } catch (UncheckedIOException e) {
            throw refused(folder, "cannot be read: " + FileTrouble.of(Objects.requireNonNull(e.getCause())));
        }
        return files;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + FileTrouble.of(e));
        }
    }

    private static InvalidFileException refused(Path folder, String message) {
        return new InvalidFileException(List.of(new Problem(folder.toString(), 1, 1, message)));
    }

    /// The files of rules, templates and routes.
    public PackFiles rules() {
        return only(name -> !plain(name).startsWith(DIRECTORY));
    }

    /// The files of areas, agencies, people and sensors.
    public PackFiles directory() {
        return only(name -> plain(name).startsWith(DIRECTORY));
    }

    /// A path as it is in its own pack.
    private static String plain(String name) {
        return name.startsWith(INCLUDED) ? name.substring(name.indexOf('/', INCLUDED.length()) + 1) : name;
    }

    /// Whether the pack, or one it includes, has a file under this path.
    public boolean has(String name) {
        return files.keySet().stream().anyMatch(path -> plain(path).equals(name));
    }

    /// One file as YAML, over the same file of the packs that are included; a problem if there is no such file.
    public YamlNode document(String name, Problems problems) {
        return document(name, problems, (path, text) -> YamlNode.parse(path, text, problems));
    }

    /// One file like [#document], as an earlier release took it: of a key that stands twice the last counts.
    public YamlNode documentKept(String name, Problems problems) {
        return document(name, problems, (path, text) -> YamlNode.parseKept(path, text, problems));
    }

    private YamlNode document(String name, Problems problems, BiFunction<String, String, YamlNode> reader) {
        // Sorted paths: the pack that is included last, and lies lowest, comes last; the pack's own has no prefix.
        List<String> layers = files.keySet().stream().filter(path -> plain(path).equals(name))
                .sorted(Comparator.comparing(path -> path.startsWith(INCLUDED) ? path : "")).toList();
        if (layers.isEmpty()) {
            YamlNode missing = YamlNode.parse(name, "", problems);
            missing.problem("is missing from the pack");
            return missing;
        }
        YamlNode document = reader.apply(layers.getLast(), text(layers.getLast()));
        for (String layer : layers.reversed().subList(1, layers.size())) {
            document = reader.apply(layer, text(layer)).over(document);
        }
        return document;
    }

    /// Every file of this path, of the packs that are included first and of the pack itself last: text by full path.
    public SequencedMap<String, String> layers(String name) {
        SequencedMap<String, String> layers = new LinkedHashMap<>();
        files.keySet().stream().filter(path -> plain(path).equals(name))
                .sorted(Comparator.comparing((String path) -> path.startsWith(INCLUDED) ? path : "").reversed())
                .forEach(path -> layers.put(path, text(path)));
        return layers;
    }

    private String text(String path) {
        return files.getOrDefault(path, "");
    }

    /// These files with another text for one path.
    public PackFiles with(String path, String text) {
        SortedMap<String, String> changed = new TreeMap<>(files);
        changed.put(path, text);
        return new PackFiles(changed);
    }

    /// These files and those.
    public PackFiles and(PackFiles others) {
        SortedMap<String, String> all = new TreeMap<>(files);
        all.putAll(others.files);
        return new PackFiles(all);
    }

    /// These files with every wait of escalations that many times as fast, as demonstrations have it.
    public PackFiles faster(int speed) {
        return with("pack.yaml", text("pack.yaml") + FASTER + speed + "\n");
    }

    /// How many times as fast these files were made; 1 where they were not.
    public int speed() {
        int at = text("pack.yaml").lastIndexOf(FASTER);
        String speed = at < 0 ? "" : text("pack.yaml").substring(at + FASTER.length()).strip();
        return speed.matches("[0-9]{1,6}") ? Math.max(1, Integer.parseInt(speed)) : 1;
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
        return file.toString().endsWith(".yaml") || file.toString().endsWith(".geojson")
                || file.endsWith("directory/levels.csv");
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
