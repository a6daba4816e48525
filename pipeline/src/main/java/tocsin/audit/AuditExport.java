package tocsin.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import tocsin.audit.Breach.Kind;
import tocsin.internal.v1.Publication;
import tocsin.model.Sha256;
import tocsin.v1.TimelineCheckpoint;
import tocsin.v1.TimelineEvent;
import tocsin.wire.JsonReading;
import tocsin.wire.RecordJson;
import tocsin.wire.Topic;
import tocsin.wire.TopicReader;
import tocsin.wire.Topics;

/// What an inspector is handed: a folder of files, one record a line, with the public key and a manifest.
public final class AuditExport {
    private static final String MANIFEST = "manifest.json";
    private static final String KEY = "public-key.json";
    private static final String TIMELINE = "timeline.ndjson";
    private static final String CHECKPOINTS = "checkpoints.ndjson";

    private final Path path;

    private AuditExport(Path path) {
        this.path = path;
    }

    /// The export in this folder, or the timeline in this file.
    public static AuditExport at(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(path + " is not there; ./tocsin audit export --out DIR makes one");
        }
        return new AuditExport(path);
    }

    /// Writes an export into this folder; gives what was written, a line a file. Throws [IllegalArgumentException] where
    /// the folder holds something.
    ///
    /// @param key the public key of the deployment, where it is known
    public static List<String> write(Path folder, Topics topics, TopicReader reader, Optional<JsonNode> key)
            throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw new IllegalArgumentException(folder + " holds something; name an empty folder");
            }
        }
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        ObjectNode files = manifest.putObject("files");
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Topic<? extends SpecificRecord>> one : contents(topics).entrySet()) {
            Path file = folder.resolve(one.getKey());
            int count = records(file, one.getValue(), reader);
            lines.add(noted(files, file, count));
        }
        Path publications = folder.resolve("publications.ndjson");
        AtomicInteger count = new AtomicInteger();
        try (Writer out = Files.newBufferedWriter(publications, StandardCharsets.UTF_8)) {
            reader.read(topics.rules, Instant.EPOCH, (record, archive) -> {
                Publication publication = archive.getPublication();
                if (publication != null) {
                    count.incrementAndGet();
                    line(out, publication);
                }
            });
        }
        lines.add(noted(files, publications, count.get()));
        if (key.isPresent()) {
            Files.writeString(folder.resolve(KEY), key.get().toPrettyString() + "\n");
        }
        Files.writeString(folder.resolve(MANIFEST), manifest.toPrettyString() + "\n");
        return lines;
    }

    private static Map<String, Topic<? extends SpecificRecord>> contents(Topics topics) {
        return new java.util.TreeMap<>(Map.of(TIMELINE, topics.timeline, "verdicts.ndjson", topics.verdicts,
                "findings.ndjson", topics.findings, "rejected.ndjson", topics.rejected, "incidents.ndjson",
                topics.incidents, CHECKPOINTS, topics.checkpoints, "special-reports.ndjson", topics.specialReports,
                "report-receipts.ndjson", topics.reportReceipts));
    }

    private static <V extends SpecificRecord> int records(Path file, Topic<V> topic, TopicReader reader)
            throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            reader.read(topic, Instant.EPOCH, (record, value) -> {
                count.incrementAndGet();
                line(out, value);
            });
        }
        return count.get();
    }

    private static void line(Writer out, SpecificRecord record) {
        try {
            out.write(RecordJson.write(record) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String noted(ObjectNode files, Path file, int count) throws IOException {
        String sha256 = Sha256.of(Files.readAllBytes(file));
        String name = String.valueOf(file.getFileName());
        files.putObject(name).put("records", count).put("sha256", sha256);
        return name + "  " + count + " records  sha256 " + sha256;
    }

    /// The public key that came with it, if one did.
    public Optional<JsonNode> key() throws IOException {
        Path file = path.resolve(KEY);
        return Files.isRegularFile(file)
                ? Optional.of(RecordJson.MAPPER.readTree(Files.readString(file)))
                : Optional.empty();
    }

    /// Reads its timeline and checkpoints, and holds its files against its manifest.
    public void read(Trail trail, List<TimelineCheckpoint> seen) throws IOException {
        if (Files.isRegularFile(path)) {
            timeline(path, trail);
            return;
        }
        timeline(path.resolve(TIMELINE), trail);
        if (Files.exists(path.resolve(CHECKPOINTS))) {
            int number = 0;
            for (String line : Files.readAllLines(path.resolve(CHECKPOINTS), StandardCharsets.UTF_8)) {
                number++;
                record(line, TimelineCheckpoint.class).ifPresentOrElse(seen::add,
                        unreadable(trail, CHECKPOINTS + ":" + number));
            }
        }
        if (Files.exists(path.resolve(MANIFEST))) {
            manifest(trail);
        }
    }

    private void manifest(Trail trail) throws IOException {
        JsonNode manifest = RecordJson.MAPPER.readTree(Files.readString(path.resolve(MANIFEST)));
        for (Map.Entry<String, JsonNode> file : manifest.path("files").properties()) {
            Path there = path.resolve(String.valueOf(Path.of(file.getKey()).getFileName()));
            boolean same = Files.isRegularFile(there)
                    && Sha256.of(Files.readAllBytes(there)).equals(file.getValue().path("sha256").asText());
            if (!same) {
                trail.add(new Breach(Kind.FILE_CHANGED, "", 0, file.getKey(),
                        "is not the file the manifest tells of"));
            }
        }
    }

    private static void timeline(Path file, Trail trail) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            String place = file.getFileName() + ":" + number;
            record(line, TimelineEvent.class).ifPresentOrElse(event -> trail.event(event, place),
                    unreadable(trail, place));
        }
    }

    private static Runnable unreadable(Trail trail, String place) {
        return () -> trail.unreadable(place, "the line does not read as one");
    }

    private static <R extends SpecificRecord> Optional<R> record(String line, Class<R> type) {
        try {
            return Optional.ofNullable(JsonReading.read(RecordJson.MAPPER.readTree(line), type).record());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
