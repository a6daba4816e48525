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
import org.apache.avro.AvroRuntimeException;
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
    private static final Logger LOG = LoggerFactory.getLogger(SchemaIds.class);

    private final RegistryClient registry;
    private final @Nullable Path folder;
    private final boolean autoRegister;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final RefusedIds refused = new RefusedIds(System::nanoTime);
    private final Set<Integer> under = ConcurrentHashMap.newKeySet();
    private final ExecutorService asking = Executors.newFixedThreadPool(2, Thread.ofVirtual().factory());
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
        Schema schema = remembered(id).orElse(null);
        if (schema == null) {
            try {
                schema = registry.schema(id);
            } catch (RegistryRefusedException e) {
                refused.remember(id, e);
                throw e;
            }
            write("id-" + id + ".avsc", schema.toString());
        }
        schemas.put(id, schema);
        return schema;
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
        } finally {
            under.remove(id);
        }
    }

    /// A damaged file is as good as none: the registry tells again.
    private Optional<Schema> remembered(int id) {
        return read("id-" + id + ".avsc").flatMap(text -> {
            try {
                return Optional.of(new Schema.Parser().parse(text));
            } catch (AvroRuntimeException e) {
                LOG.warn("the schema cache of id {} is damaged and is written anew: {}", id, e.toString());
                return Optional.empty();
            }
        });
    }

    /// The id of this schema under this subject. Throws [RegistryUnavailableException] or [RegistryRefusedException].
    public int id(String subject, Schema schema) {
        String key = subject + "-" + texts.computeIfAbsent(schema, SchemaIds::fingerprint);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        Optional<Integer> remembered = read("subject-" + key).filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf);
        int id = remembered.isPresent()
                ? remembered.get()
                : autoRegister ? registry.register(subject, schema) : registry.lookUp(subject, schema);
        if (remembered.isEmpty()) {
            write("subject-" + key, Integer.toString(id));
        }
        ids.put(key, id);
        return id;
    }

    /// Of the whole text, not the canonical form: a registry keeps documentation and defaults as part of a schema.
    private static String fingerprint(Schema schema) {
        return Long.toHexString(SchemaNormalization.fingerprint64(schema.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<String> read(String name) {
        if (folder == null) {
            return Optional.empty();
        }
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("the schema cache {} cannot be read: {}", file, e.toString());
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
            LOG.warn("the schema cache {} cannot be written: {}", folder.resolve(name), e.toString());
        }
    }
}
