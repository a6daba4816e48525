package tocsin.wire;

import java.util.SortedMap;
import java.util.TreeMap;
import tocsin.internal.v1.PackArchive;
import tocsin.internal.v1.PackFile;
import tocsin.rules.PackFiles;

/// Packs as records and back.
public final class PackArchives {
    private PackArchives() {}

    /// The record of these files.
    public static PackArchive of(PackFiles files) {
        return new PackArchive(files.hash(),
                files.files().entrySet().stream().map(file -> new PackFile(file.getKey(), file.getValue())).toList(),
                null);
    }

    /// The files of this record.
    public static PackFiles files(PackArchive archive) {
        SortedMap<String, String> files = new TreeMap<>();
        archive.getFiles().forEach(file -> files.put(file.getPath(), file.getText()));
        return new PackFiles(files);
    }
}
