package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tocsin.audit.AuditExport;
import tocsin.audit.Breach;
import tocsin.audit.Checkpoints;
import tocsin.audit.Trail;
import tocsin.v1.TimelineCheckpoint;
import tocsin.v1.TimelineEvent;
import tocsin.wire.RecordJson;
import tocsin.wire.TopicReader;
import tocsin.wire.Topics;

/// `./tocsin audit verify|export|access`
@Command(name = "audit", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin audit verify", description = "Find whether the record still says what it said, and hand it to an inspector.", subcommands = {
        AuditCommand.VerifyCommand.class, AuditCommand.ExportCommand.class, AccessCommand.class})
final class AuditCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw WrongUsage.incomplete(spec);
    }

    /// Whose signatures are believed.
    static final class KeyOptions {
        @Option(names = "--key", paramLabel = "FILE", description = "the public key of the deployment, as /api/v1/keys has it (default: asked of the running Tocsin, or that of the export)")
        private @Nullable Path key;

        /// The key of this file, or of the running Tocsin; empty where neither is there.
        Optional<JsonNode> key(RecordsOptions records) {
            try {
                if (key != null) {
                    return Optional.of(single(RecordJson.MAPPER.readTree(Files.readString(key))));
                }
                try (TocsinClient client = records.client()) {
                    TocsinClient.Answer answer = client.get("/api/v1/keys");
                    return answer.isGood() ? Optional.of(single(answer.body())) : Optional.empty();
                }
            } catch (IOException e) {
                throw new CommandFailure(Main.WRONG_USAGE, key + " cannot be read as a key: " + FailureWords.of(e));
            } catch (CommandFailure e) {
                return Optional.empty();
            }
        }

        boolean isGiven() {
            return key != null;
        }

        private static JsonNode single(JsonNode json) {
            return json.has("keys") ? json.path("keys").path(0) : json;
        }
    }

    /// `./tocsin audit verify`
    @Command(name = "verify", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin audit verify --file /tmp/export", description = "Verify the timeline link by link, and hold it against the checkpoints. Exit 1 where anything was altered, moved, taken out, put in or cut off.")
    static final class VerifyCommand implements Callable<Integer> {
        @Option(names = "--file", paramLabel = "PATH", description = "verify an export (a folder) or a file of its timeline instead of the topics")
        private @Nullable Path file;

        @Option(names = "--checkpoint", paramLabel = "FILE", description = "checkpoints taken away earlier, one signed text a line, to hold against it too")
        private @Nullable Path checkpoint;

        @Option(names = "--json", description = "print JSON")
        private boolean json;

        @Mixin
        private RecordsOptions records = new RecordsOptions();

        @Mixin
        private KeyOptions keys = new KeyOptions();

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            Trail trail = new Trail();
            List<TimelineCheckpoint> seen = new ArrayList<>();
            Optional<JsonNode> key;
            if (file != null) {
                AuditExport export = AuditExport.at(file);
                export.read(trail, seen);
                key = keys.isGiven() ? keys.key(records) : export.key();
            } else {
                topics(trail, seen);
                key = keys.key(records);
            }
            if (checkpoint != null) {
                takenAway(checkpoint, key, trail, seen);
            }
            List<TimelineCheckpoint> genuine = genuine(seen, key, trail);
            Trail.Verified verified = trail.verify(genuine);
            if (file != null && verified.events() == 0 && verified.holds()) {
                throw new CommandFailure(Main.NOT_SO,
                        file + " holds no event, so nothing was verified; name an export");
            }
            return tell(verified, key.isPresent());
        }

        private void topics(Trail trail, List<TimelineCheckpoint> seen) {
            try (RecordsOptions.Records open = records.open()) {
                Topics topics = open.topics();
                open.reader().read(topics.timeline, java.time.Instant.EPOCH, new TopicReader.Taking<>() {
                    @Override
                    public void take(ConsumerRecord<String, byte[]> record, TimelineEvent event) {
                        trail.event(event, place(record));
                    }

                    @Override
                    public void unreadable(ConsumerRecord<String, byte[]> record, SerializationException why) {
                        trail.unreadable(place(record), String.valueOf(why.getMessage()));
                    }
                });
                open.reader().read(topics.checkpoints, java.time.Instant.EPOCH,
                        (record, one) -> seen.add(one));
            } catch (KafkaException e) {
                throw new CommandFailure(Main.NOT_SO, "the broker does not answer: " + FailureWords.broker(e));
            }
        }

        private static String place(ConsumerRecord<?, ?> record) {
            return record.topic() + "/" + record.partition() + "/" + record.offset();
        }

        private static void takenAway(Path file, Optional<JsonNode> key, Trail trail, List<TimelineCheckpoint> seen)
                throws IOException {
            JsonNode known = key.orElseThrow(() -> new CommandFailure(Main.WRONG_USAGE,
                    "--checkpoint needs the key that signed it; name it with --key"));
            int line = 0;
            for (String signed : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                line++;
                if (!signed.isBlank()) {
                    Optional<TimelineCheckpoint> read = Checkpoints.read(signed, known);
                    read.ifPresent(seen::add);
                    if (read.isEmpty()) {
                        trail.add(forged("", 0, file.getFileName() + ":" + line));
                    }
                }
            }
        }

        private static List<TimelineCheckpoint> genuine(List<TimelineCheckpoint> seen, Optional<JsonNode> key,
                Trail trail) {
            if (key.isEmpty()) {
                return seen;
            }
            List<TimelineCheckpoint> genuine = new ArrayList<>();
            for (TimelineCheckpoint one : seen) {
                if (Checkpoints.isGenuine(one, key.get())) {
                    genuine.add(one);
                } else {
                    trail.add(forged(one.getDesk(), one.getSequence(), "the checkpoint of " + one.getAt()));
                }
            }
            return genuine;
        }

        private static Breach forged(String desk, long sequence, String place) {
            return new Breach(Breach.Kind.FORGED_CHECKPOINT, desk, sequence, place,
                    "was not signed by this deployment, or not so");
        }

        private int tell(Trail.Verified verified, boolean signatures) {
            PrintWriter out = Output.of(spec);
            if (json) {
                ObjectNode answer = JsonNodeFactory.instance.objectNode().put("holds", verified.holds())
                        .put("events", verified.events()).put("checkpoints", verified.checkpoints())
                        .put("signaturesVerified", signatures);
                ObjectNode heads = answer.putObject("desks");
                verified.heads().forEach(heads::put);
                ArrayNode breaches = answer.putArray("breaches");
                verified.breaches().forEach(breach -> breaches.addObject().put("kind", breach.kind().name())
                        .put("desk", breach.desk()).put("sequence", breach.sequence()).put("place", breach.place())
                        .put("sentence", breach.sentence()));
                out.println(answer);
            } else {
                verified.breaches().forEach(out::println);
                out.println(verified.events() + " events of " + verified.heads().size() + " desks, held against "
                        + verified.checkpoints() + " checkpoints"
                        + (signatures ? "" : " whose signatures were not verified, for want of a key (--key)")
                        + (verified.holds() ? ": nothing was changed."
                                : ": " + verified.breaches().size()
                                        + " breaches."));
            }
            return verified.holds() ? 0 : Main.NOT_SO;
        }
    }

    /// `./tocsin audit export`
    @Command(name = "export", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin audit export --out /tmp/export", description = "Write everything for an inspector: timeline, verdicts, findings, refusals, incidents, changes of rules, special reports, receipts and checkpoints, with the public key and a manifest.")
    static final class ExportCommand implements Callable<Integer> {
        @Option(names = "--out", required = true, paramLabel = "DIR", description = "an empty folder, or one to make")
        private Path out = Path.of("");

        @Mixin
        private RecordsOptions records = new RecordsOptions();

        @Mixin
        private KeyOptions keys = new KeyOptions();

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            try (RecordsOptions.Records open = records.open()) {
                AuditExport.write(out, open.topics(), open.reader(), keys.key(records))
                        .forEach(Output.of(spec)::println);
                return 0;
            } catch (KafkaException e) {
                throw new CommandFailure(Main.NOT_SO, "the broker does not answer: " + FailureWords.broker(e));
            }
        }
    }
}
