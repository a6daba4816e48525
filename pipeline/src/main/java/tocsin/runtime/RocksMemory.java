package tocsin.runtime;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// One cache and one limit of write buffers for all stores of a process: 48 MiB in all.
public final class RocksMemory implements RocksDBConfigSetter {
    private static final String SHARED = "tocsin.rocksdb.shared";
    private static final long CACHE_BYTES = 32L * 1024 * 1024;
    private static final long WRITE_BYTES = 16L * 1024 * 1024;

    /// What the stores share.
    record Shared(Cache cache, WriteBufferManager writeBuffers) {}

    /// Puts what the stores share into the settings of an application: the only way to this class, which Kafka Streams
    /// makes by name.
    static void share(Map<String, Object> settings, Shared shared) {
        settings.put("rocksdb.config.setter", RocksMemory.class);
        settings.put(SHARED, shared);
    }

    static Shared open() {
        RocksDB.loadLibrary();
        Cache cache = new LRUCache(CACHE_BYTES);
        return new Shared(cache, new WriteBufferManager(WRITE_BYTES, cache));
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Shared shared = (Shared) configs.get(SHARED);
        if (shared == null) {
            throw new IllegalStateException("no shared memory in the settings");
        }
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(shared.cache());
        table.setCacheIndexAndFilterBlocks(true);
        options.setWriteBufferManager(shared.writeBuffers());
        options.setWriteBufferSize(2L * 1024 * 1024);
        options.setMaxWriteBufferNumber(2);
        // Room taken beforehand is some 4 MB a store, 90 MB in all: on a small disk that is everything there is.
        options.setAllowFAllocate(false);
        options.setManifestPreallocationSize(64L * 1024);
    }

    @Override
    public void close(String storeName, Options options) {
        // The shared cache and buffers outlive every store.
    }
}
