package tocsin.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import tocsin.desk.FixedPacks;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.PostWindow;
import tocsin.listening.Listening;
import tocsin.listening.Relevance;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.Words;
import tocsin.rules.directory.Area;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.rules.directory.Gazetteer;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Location;
import tocsin.v1.MediaSignal;
import tocsin.v1.Status;
import tocsin.wire.RecordJson;

/// Runs labelled posts through the relevance model, and prints F1, precision and macro F1 beside "all yes" and the bare
/// lexicons: docs/evidence.md holds the figures.
///
/// Argument: the folder of the recordings.
public final class RealMedia {
    private static final DateTimeFormatter TWITTER = DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss Z yyyy",
            Locale.ENGLISH);

    private final Path data;
    private final Relevance relevance = new Relevance();
    private final Listening listening = new Listening(relevance);

    private RealMedia(Path data) {
        this.data = data;
    }

    /// @param args the folder
    public static void main(String[] args) throws IOException {
        AvroSafety.ensure();
        RealMedia run = new RealMedia(Path.of(args[0]).resolve("4-media"));
        run.labelled();
        run.bursts();
        run.weibo();
        districts(Path.of(args[0]).resolve("7-geo/qingdao_districts.geojson"));
    }

    /// The posts of each event, every one about it, as posts of one kind in one area: when is the first burst told?
    private void bursts() throws IOException {
        System.out.println("event | posts | first burst | peak hour | hours before the peak's end | bursts");
        for (Path folder : files(data.resolve("crisislex_t26"))) {
            List<Instant> times = new ArrayList<>();
            Path ids = folder.resolve("tweetids_entire_period.csv");
            for (String line : Files.exists(ids) ? Files.readAllLines(ids) : List.<String>of()) {
                if (line.startsWith("\"")) {
                    times.add(ZonedDateTime.parse(line.substring(1, line.indexOf('"', 1)), TWITTER).toInstant());
                }
            }
            times.sort(null);
            Map<Instant, Integer> hours = new TreeMap<>();
            times.forEach(at -> hours.merge(at.truncatedTo(ChronoUnit.HOURS), 1, Integer::sum));
            Instant peak = hours.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
            List<MediaBurst> told = new ArrayList<>();
            Pack pack = PackReader.read(FixedPacks.qingdao().with("media.yaml", """
                    rules:
                      - {id: ALL, basis: test, system: test, type: fire, words: [fire], posts: 5, window: PT15M}
                    """));
            Map<String, PostWindow> windows = new HashMap<>();
            int number = 0;
            for (Instant at : times) {
                MediaSignal post = new MediaSignal("p" + number, "t", at, "house fire near street " + number
                        + " of block " + 7_919 * number % 104_729, null, null, null, null, null, Status.ACTUAL);
                number++;
                told.addAll(listening.read(post, "370213", at, pack, kept(windows)));
            }
            Instant first = told.isEmpty() ? Instant.MAX : told.getFirst().getArrivedAt();
            System.out.printf(Locale.ROOT, "%s | %d | %s | %s | %.1f | %d%n", name(folder), times.size(), first, peak,
                    Duration.between(first, peak.plus(Duration.ofHours(1))).toMinutes() / 60.0, told.size());
        }
    }

    private static Listening.Windows kept(Map<String, PostWindow> windows) {
        return new Listening.Windows() {
            @Override
            public PostWindow get(String key) {
                return windows.get(key);
            }

            @Override
            public void put(String key, PostWindow window) {
                windows.put(key, window);
            }
        };
    }

    /// Pleas for help in the Henan flood: how many tell of an event, and whether the city is found in the address they give.
    private void weibo() throws IOException {
        Path file = data.resolve("weibo_henan_flood_2021_07-20_22.ndjson");
        Path codes = data.resolveSibling("7-geo");
        if (!Files.exists(file) || !Files.exists(codes)) {
            return;
        }
        Map<String, Area> areas = new LinkedHashMap<>();
        for (String list : List.of("china_adcodes_cities.csv", "china_adcodes_areas.csv")) {
            try (CSVParser rows = CSVParser.parse(codes.resolve(list), StandardCharsets.UTF_8,
                    CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get())) {
                for (CSVRecord row : rows) {
                    String code = row.get("code").replace("\"", "");
                    String six = code.length() == 4 ? code + "00" : code;
                    if (six.startsWith("41")) {
                        String name = row.get("name");
                        List<String> alias = name.length() > 2 ? List.of(name.substring(0, name.length() - 1))
                                : List.of();
                        areas.put(six, new Area(six, new Words(name, name), "410000", alias,
                                new Area.Box(-90, -180, 90, 180)));
                    }
                }
            }
        }
        Gazetteer names = new Gazetteer(areas.values());
        int posts = 0;
        int relevant = 0;
        int addressed = 0;
        int right = 0;
        int said = 0;
        int saidRight = 0;
        for (String line : Files.readAllLines(file)) {
            JsonNode post = RecordJson.MAPPER.readTree(line);
            posts++;
            relevant += relevance.tellsOfAnyEvent(post.path("post").asText()) ? 1 : 0;
            String city = names.area(post.path("address").asText().replaceFirst("^河南省", "").replaceFirst("市.*$", "市"))
                    .orElse("");
            addressed += city.isEmpty() ? 0 : 1;
            String inWords = names.area(post.path("post").asText()).orElse("");
            if (!city.isEmpty() && !inWords.isEmpty()) {
                said++;
                saidRight += inWords.startsWith(city.substring(0, 4)) ? 1 : 0;
            }
            String whole = names.area(post.path("address").asText()).orElse("");
            right += !city.isEmpty() && whole.startsWith(city.substring(0, 4)) ? 1 : 0;
        }
        System.out.printf(Locale.ROOT,
                "Henan: %d posts, %d tell of an event; city of %d addresses found in %d; of %d posts "
                        + "whose own words name a place, the city is right in %d%n",
                posts, relevant, addressed, right, said,
                saidRight);
    }

    /// Points all over a city whose districts are drawn: is the district the one that an independent test finds?
    private static void districts(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        PackFiles files = FixedPacks.qingdao().with("directory/areas.geojson", geojson(file));
        Directory directory = DirectoryReader.read(files);
        List<Ring> rings = rings(file);
        Random random = new Random(5);
        int inside = 0;
        int same = 0;
        for (int i = 0; i < 20_000; i++) {
            double latitude = 35.5 + random.nextDouble() * 1.7;
            double longitude = 119.4 + random.nextDouble() * 1.7;
            Set<String> holding = new HashSet<>();
            rings.stream().filter(ring -> ring.holds(latitude, longitude)).forEach(ring -> holding.add(ring.code()));
            if (holding.size() == 1) {
                inside++;
                same += directory.areaOf(new Location(null, null, latitude, longitude, null), "").equals(
                        holding.stream().findFirst()) ? 1 : 0;
            }
        }
        System.out.printf(Locale.ROOT, "Qingdao: of %d points in one district, %d are placed in it%n", inside, same);
    }

    /// The outlines with the name of the code the reader asks for.
    private static String geojson(Path file) throws IOException {
        ObjectNode whole = (ObjectNode) RecordJson.MAPPER.readTree(Files.readString(file));
        whole.path("features").forEach(feature -> ((ObjectNode) feature.path("properties")).removeAll()
                .put("code", feature.path("id").asText()));
        return whole.toString();
    }

    private record Ring(String code, List<double[]> points) {
        /// The even-odd rule: how many edges does a ray to the east cross?
        boolean holds(double latitude, double longitude) {
            boolean inside = false;
            for (int i = 0, j = points.size() - 1; i < points.size(); j = i++) {
                double[] a = points.get(i);
                double[] b = points.get(j);
                if (a[1] > latitude != b[1] > latitude
                        && longitude < (b[0] - a[0]) * (latitude - a[1]) / (b[1] - a[1]) + a[0]) {
                    inside = !inside;
                }
            }
            return inside;
        }
    }

    private static List<Ring> rings(Path file) throws IOException {
        List<Ring> rings = new ArrayList<>();
        RecordJson.MAPPER.readTree(Files.readString(file)).path("features").forEach(feature -> {
            JsonNode geometry = feature.path("geometry");
            List<JsonNode> polygons = new ArrayList<>();
            if (geometry.path("type").asText().equals("Polygon")) {
                polygons.add(geometry.path("coordinates"));
            } else {
                geometry.path("coordinates").forEach(polygons::add);
            }
            polygons.forEach(polygon -> {
                List<double[]> points = new ArrayList<>();
                polygon.path(0).forEach(point -> points.add(new double[]{point.path(0).asDouble(),
                        point.path(1).asDouble()}));
                rings.add(new Ring(feature.path("id").asText(), points));
            });
        });
        return rings;
    }

    /// A post, and what people said of it.
    private record Labelled(String text, boolean about) {}

    /// How well what is said of posts agrees with what people said.
    ///
    /// @param f1 of those about the event
    /// @param precision how many of those that are taken are about it
    /// @param macro mean F1 of those about it and of the others
    private record Agreement(double f1, double precision, double macro) {
        static Agreement of(List<Labelled> posts, Predicate<String> says) {
            List<Boolean> said = posts.stream().map(post -> says.test(post.text())).toList();
            double[] counts = new double[4];
            for (int i = 0; i < posts.size(); i++) {
                counts[(posts.get(i).about() ? 2 : 0) + (said.get(i) ? 1 : 0)]++;
            }
            double yes = f1(counts[3], counts[1], counts[2]);
            return new Agreement(yes, counts[3] / Math.max(1, counts[3] + counts[1]),
                    (yes + f1(counts[0], counts[2], counts[1])) / 2);
        }

        private static double f1(double right, double wrong, double missed) {
            return right == 0 ? 0 : 2 * right / (2 * right + wrong + missed);
        }

        static Agreement mean(List<Agreement> all) {
            return new Agreement(all.stream().mapToDouble(Agreement::f1).average().orElse(0),
                    all.stream().mapToDouble(Agreement::precision).average().orElse(0),
                    all.stream().mapToDouble(Agreement::macro).average().orElse(0));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f %.3f %.3f", f1, precision, macro);
        }
    }

    private void labelled() throws IOException {
        List<Set<String>> crisis = new ArrayList<>();
        Path lexicon = data.resolve("crisislex_lexicon.txt");
        if (Files.exists(lexicon)) {
            Files.readAllLines(lexicon).stream().filter(line -> !line.isBlank())
                    .map(line -> Set.of(line.strip().toLowerCase(Locale.ROOT).split(" "))).forEach(crisis::add);
        }
        Map<String, Predicate<String>> ways = new LinkedHashMap<>();
        ways.put("all yes", text -> true);
        ways.put("lexicon (published)", text -> hits(crisis, text));
        ways.put("lexicon (own)", relevance::speaksOfHazard);
        ways.put("model", relevance::tellsOfAnyEvent);
        System.out.println("F1, precision, macro F1: set | posts | about | " + String.join(" | ", ways.keySet()));
        Map<String, List<List<Agreement>>> means = new LinkedHashMap<>();
        for (Map.Entry<String, List<Labelled>> set : sets().entrySet()) {
            List<Labelled> posts = set.getValue();
            List<Agreement> row = ways.values().stream().map(way -> Agreement.of(posts, way)).toList();
            means.computeIfAbsent(set.getKey().split(" ")[0], kind -> new ArrayList<>()).add(row);
            System.out.printf(Locale.ROOT, "%s | %d | %d | %s%n", set.getKey(), posts.size(),
                    posts.stream().filter(Labelled::about).count(), cells(row));
        }
        means.forEach((kind, rows) -> System.out.printf(Locale.ROOT, "mean of %d of %s | | | %s%n", rows.size(), kind,
                cells(Stream.iterate(0, way -> way < ways.size(), way -> way + 1)
                        .map(way -> Agreement.mean(rows.stream().map(row -> row.get(way)).toList())).toList())));
        speed();
    }

    private static String cells(List<Agreement> row) {
        return String.join(" | ", row.stream().map(Agreement::toString).toList());
    }

    /// How many posts a second one thread looks at.
    private void speed() throws IOException {
        List<Labelled> posts = sets().values().stream().flatMap(List::stream).toList();
        posts.forEach(post -> relevance.tellsOfAnyEvent(post.text()));
        Instant begun = Instant.now();
        posts.forEach(post -> relevance.tellsOfAnyEvent(post.text()));
        System.out.printf(Locale.ROOT, "%.0f posts a second%n",
                posts.size() * 1e9 / Duration.between(begun, Instant.now()).toNanos());
    }

    private static boolean hits(List<Set<String>> lexicon, String text) {
        Set<String> words = new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^a-z]+")));
        return lexicon.stream().anyMatch(words::containsAll);
    }

    private Map<String, List<Labelled>> sets() throws IOException {
        Map<String, List<Labelled>> sets = new TreeMap<>();
        read(sets, "kaggle", data.resolve("kaggle_disaster_tweets_train.csv"), 3, 4, "1"::equals, label -> true);
        for (Path file : files(data.resolve("crisislex_t6"))) {
            read(sets, "T6 " + name(file), file, 1, 2, "on-topic"::equals, label -> true);
        }
        for (Path folder : files(data.resolve("crisislex_t26"))) {
            Path file = folder.resolve("tweets_labeled.csv");
            read(sets, "T26-related " + name(folder), file, 1, 4, label -> label.startsWith("Related"),
                    label -> !label.equals("Not applicable"));
            read(sets, "T26-informative " + name(folder), file, 1, 4, "Related and informative"::equals,
                    label -> !label.equals("Not applicable"));
        }
        return sets;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".csv", "").replace('_', ' ');
    }

    private static void read(Map<String, List<Labelled>> sets, String name, Path file, int text, int label,
            Predicate<String> about, Predicate<String> counts) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<Labelled> posts = new ArrayList<>();
        try (CSVParser rows = CSVParser.parse(file, StandardCharsets.UTF_8,
                CSVFormat.DEFAULT.builder().setSkipHeaderRecord(true).setHeader().setAllowMissingColumnNames(true)
                        .setIgnoreSurroundingSpaces(true).get())) {
            for (CSVRecord row : rows) {
                if (row.size() > label && counts.test(row.get(label).strip())) {
                    posts.add(new Labelled(row.get(text), about.test(row.get(label).strip())));
                }
            }
        }
        sets.put(name, posts);
    }
}
