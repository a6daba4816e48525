package tocsin.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/// What is known of schema ids: both directions, in memory and, where a folder is given, on disk.
///
/// A registry never gives an id a second meaning, so what was learned once is true for good, and a known schema needs
/// no registry. Safe for use by several threads; several processes may share the folder.
public final class SchemaIds {
    private final RegistryClient registry;
    private final @Nullable Path folder;
    private final boolean autoRegister;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
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
        String text = read("id-" + id + ".avsc");
        Schema schema = text != null ? new Schema.Parser().parse(text) : registry.schema(id);
        if (text == null) {
            write("id-" + id + ".avsc", schema.toString());
        }
        schemas.put(id, schema);
        return schema;
    }

    /// The id of this schema under this subject. Throws [RegistryUnavailableException] or [RegistryRefusedException].
    public int id(String subject, Schema schema) {
        String key = subject + "-" + texts.computeIfAbsent(schema, SchemaIds::fingerprint);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        String text = read("subject-" + key);
        int id = text != null
                ? Integer.parseInt(text)
                : autoRegister ? registry.register(subject, schema) : registry.lookUp(subject, schema);
        if (text == null) {
            write("subject-" + key, Integer.toString(id));
        }
        ids.put(key, id);
        return id;
    }

    /// Of the whole text, not the canonical form: a registry keeps documentation and defaults as part of a schema.
    private static String fingerprint(Schema schema) {
        return Long.toHexString(SchemaNormalization.fingerprint64(schema.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private @Nullable String read(String name) {
        if (folder == null) {
            return null;
        }
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the schema cache " + file, e);
        }
    }

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
            throw new UncheckedIOException("cannot write the schema cache " + folder.resolve(name), e);
        }
    }
}
