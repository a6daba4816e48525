package tocsin.schemas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of schema ids: both directions, in memory and, where a folder is given, on disk.
///
/// A registry never gives an id a second meaning, so what was learned once is true for good, and a known schema needs
/// no registry. Safe for use by several threads; several processes may share the folder.
public final class SchemaIds {
    /// Ids that are asked for meanwhile, at most; others wait for their turn.
    static final int ASKED_AT_ONCE = 1_000;
    private static final int NOT_FOUND = 40403;
    private static final Logger LOG = LoggerFactory.getLogger(SchemaIds.class);
    private static final String ID = "id=";
    private static final String END = ".";

    private final RegistryClient registry;
    private final @Nullable Path folder;
    private final boolean autoRegister;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final RefusedIds refused = new RefusedIds(System::nanoTime);
    private final Set<Integer> under = ConcurrentHashMap.newKeySet();
    private final ExecutorService asking = Executors.newFixedThreadPool(8, Thread.ofVirtual().factory());
    /// By the object itself: a record's class has one schema, and to write that out costs more than to write the record.
    private final Map<Schema, String> texts = Collections.synchronizedMap(new IdentityHashMap<>());

    /// @param folder where to remember ids over restarts, or null for memory only
    /// @param autoRegister whether a schema new to the registry is registered, or only looked up
    public SchemaIds(RegistryClient registry, @Nullable Path folder, boolean autoRegister) {
        AvroSafety.ensure();
        this.registry = registry;
        this.folder = folder;
        this.autoRegister = autoRegister;
    }

    /// The schema of this id. Throws [RegistryUnavailableException] or [RegistryRefusedException].
    public Schema schema(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        refused.throwIfKnown(id);
        Optional<Schema> kept = read("id-" + id + ".avsc", text -> new Schema.Parser().parse(text));
        Schema schema = kept.orElse(null);
        if (schema == null) {
            schema = asked(id);
            write("id-" + id + ".avsc", schema.toString());
        }
        schemas.put(id, schema);
        return schema;
    }

    /// A registry that answers for others and never for this id has refused it: whoever names it must not keep what comes
    /// after it waiting for good.
    private Schema asked(int id) {
        if (id <= 0) {
            throw new RegistryRefusedException(NOT_FOUND, "a schema id is a positive number, and not " + id);
        }
        try {
            Schema schema = registry.schema(id);
            refused.answered();
            return schema;
        } catch (RegistryRefusedException e) {
            refused.answered();
            refused.remember(id, e);
            throw e;
        } catch (RegistryUnavailableException e) {
            if (refused.isNeverAnswered(id)) {
                refused.remember(id, new RegistryRefusedException(NOT_FOUND,
                        "the registry answers, and never for schema id " + id + ": " + e.getMessage()));
            }
            throw e;
        }
    }

    /// The schema of this id, if it is known here; else it is asked for meanwhile, and
    /// [RegistryUnavailableException] is thrown until the answer has come. Never waits for the registry: whoever sends
    /// records of a thousand ids that nobody knows keeps no other record waiting.
    public Schema schemaOrAskLater(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        refused.throwIfKnown(id);
        if (id <= 0) {
            throw new RegistryRefusedException(NOT_FOUND, "a schema id is a positive number, and not " + id);
        }
        if (under.size() < ASKED_AT_ONCE && under.add(id)) {
            asking.execute(() -> ask(id));
        }
        throw new RegistryUnavailableException("the registry is being asked for schema id " + id);
    }

    private void ask(int id) {
        try {
            schema(id);
        } catch (SerializationException e) {
            LOG.debug("schema id {} is not told: {}", id, e.toString());
        } catch (RuntimeException e) {
            refused.remember(id, new RegistryRefusedException(NOT_FOUND, "its schema cannot be had: " + e));
            LOG.warn("schema id {} cannot be had", id, e);
        } finally {
            under.remove(id);
        }
    }

    /// The id of this schema under this subject. Throws [RegistryUnavailableException] or [RegistryRefusedException].
    public int id(String subject, Schema schema) {
        String key = subject + "-" + texts.computeIfAbsent(schema, SchemaIds::fingerprint);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        Optional<Integer> kept = read("subject-" + key, SchemaIds::number);
        int id = kept.orElseGet(
                () -> autoRegister ? registry.register(subject, schema) : registry.lookUp(subject, schema));
        if (kept.isEmpty()) {
            write("subject-" + key, ID + id + END);
        }
        ids.put(key, id);
        return id;
    }

    /// Of the whole text, not the canonical form: a registry keeps documentation and defaults as part of a schema.
    private static String fingerprint(Schema schema) {
        return Long.toHexString(SchemaNormalization.fingerprint64(schema.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// An id with its ends, so that one that was cut off is no other id; releases before wrote the digits alone.
    private static int number(String text) {
        return Integer.parseInt(text.startsWith(ID) && text.endsWith(END)
                ? text.substring(ID.length(), text.length() - END.length())
                : text);
    }

    /// What is remembered; empty where nothing is, or nothing that can be read: the registry knows it.
    private <T> Optional<T> read(String name, Function<String, T> reading) {
        if (folder == null || !Files.exists(folder.resolve(name))) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(Files.readString(folder.resolve(name))));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} in the schema cache cannot be read; the registry is asked again: {}", name, e.toString());
            return Optional.empty();
        }
    }

    /// What cannot be remembered, on a full disk or a damaged one, is asked again after the next start.
    private void write(String name, String text) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, name, ".part");
            Files.writeString(part, text);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // It is only remembered; a full disk must not keep a record from being read.
            LOG.warn("{} cannot be written: {}", folder.resolve(name), e.toString());
        }
    }
}
