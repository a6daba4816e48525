package tocsin.roster;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.rules.directory.Official;

/// The sample city with other rosters.
final class Duties {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final String DESK = "370200";
    private static final PackFiles SAMPLE = withoutContacts(PackFiles
            .read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao")));

    private Duties() {}

    /// Agencies name officials, whom tests replace.
    private static PackFiles withoutContacts(PackFiles files) {
        return files.with("directory/agencies.yaml",
                files.files().get("directory/agencies.yaml").replaceAll(", (technical-)?contact: [a-z-]+", ""));
    }

    static Pack pack() {
        return PackReader.read(SAMPLE);
    }

    static Directory sample() {
        return DirectoryReader.read(SAMPLE);
    }

    static Directory directory(String rosters) {
        return with("rosters", rosters);
    }

    static Directory with(String file, String text) {
        return DirectoryReader.read(SAMPLE.with("directory/" + file + ".yaml", text));
    }

    static Directory with(String rosters, String file, String text) {
        return DirectoryReader.read(SAMPLE.with("directory/rosters.yaml", rosters)
                .with("directory/" + file + ".yaml", text));
    }

    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant();
    }

    static String onDuty(Directory directory, String local) {
        return names(Rosters.onDuty(directory, "duty", DESK, ZONE, at(local)));
    }

    static String names(List<Official> people) {
        return String.join("+", people.stream().map(Official::id).toList());
    }
}
