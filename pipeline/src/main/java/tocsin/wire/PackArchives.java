package tocsin.wire;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tocsin.internal.v1.PackArchive;
import tocsin.internal.v1.PackFile;
import tocsin.internal.v1.Publication;
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

    /// The row that tells of a change of rules; it holds no files.
    public static PackArchive of(Publication publication) {
        return new PackArchive(publication.getPackHash(), List.of(), publication);
    }

    /// The key of that row.
    public static String key(Publication publication) {
        return "publication/" + publication.getNumber();
    }

    /// The files of this record.
    public static PackFiles files(PackArchive archive) {
        SortedMap<String, String> files = new TreeMap<>();
        archive.getFiles().forEach(file -> files.put(file.getPath(), file.getText()));
        return new PackFiles(files);
    }
}
