package tocsin.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The disk below a data folder: how much of it is free, whether it can be written, and the file that keeps some of it
/// in reserve.
public interface DiskSpace {
    /// Bytes that can still be written. Throws [IOException] where the disk does not tell.
    long free() throws IOException;

    /// Bytes in all.
    long total() throws IOException;

    /// Throws [IOException] saying why, where a file cannot be written now.
    void tryToWrite() throws IOException;

    /// Bytes that the reserve takes now.
    long reserved() throws IOException;

    /// Takes this much in reserve, or gives back what there is for 0. Throws [IOException] where there is no room for it;
    /// then nothing is in reserve.
    void reserve(long bytes) throws IOException;

    /// The disk of a folder that exists.
    static DiskSpace of(Path folder) {
        return new OfFolder(folder);
    }

    /// The real one.
    ///
    /// @param folder the data folder
    record OfFolder(Path folder) implements DiskSpace {
        private static final int BLOCK = 256 * 1024;

        @Override
        public long free() throws IOException {
            return Files.getFileStore(folder).getUsableSpace();
        }

        @Override
        public long total() throws IOException {
            return Files.getFileStore(folder).getTotalSpace();
        }

        @Override
        public void tryToWrite() throws IOException {
            Files.write(folder.resolve(".written"), new byte[]{1});
        }

        @Override
        public long reserved() throws IOException {
            Path file = file();
            return Files.exists(file) ? Files.size(file) : 0;
        }

        /// Written and not only sized: a sparse file takes no room.
        @Override
        public void reserve(long bytes) throws IOException {
            Files.deleteIfExists(file());
            if (bytes == 0) {
                return;
            }
            try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE)) {
                for (long left = bytes; left > 0;) {
                    left -= channel.write(ByteBuffer.allocate(Math.toIntExact(Math.min(BLOCK, left))));
                }
            } catch (IOException e) {
                Files.deleteIfExists(file());
                throw e;
            }
        }

        private Path file() {
            return folder.resolve(".disk-reserve");
        }
    }
}
