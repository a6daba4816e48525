package tocsin.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.text.FileTrouble;

/// A folder that one process uses at a time. The lock goes with the process, however that ends.
public final class FolderLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /// Takes a folder, which is made for its owner alone if it is missing. Throws [IllegalStateException] with one sentence that says what to
    /// do, where another process has it or it cannot be written.
    ///
    /// @param name the lock's file
    /// @param what what uses the folder, for the sentence
    public static FolderLock take(Path folder, String name, String what) {
        try {
            DataFolder.make(folder);
            FileChannel file = FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                file.close();
                throw new IllegalStateException("another process runs " + what + " on " + folder
                        + "; end it, or choose another data folder (--data-dir, or data-dir of the configuration)");
            }
            return new FolderLock(file);
        } catch (IOException e) {
            throw new IllegalStateException("the folder " + folder + " cannot be written (" + reason(e)
                    + "); change its owner or mend its disk, or choose another data folder", e);
        }
    }

    private static String reason(IOException e) {
        return FileTrouble.of(e);
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.debug("lock released", e);
        }
    }
}
