package tocsin.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import tocsin.api.ApiKey;
import tocsin.rules.OwnLimits;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.ruletest.Lint;
import tocsin.ruletest.SharedTelephones;
import tocsin.runtime.SettingsReader;
import tocsin.runtime.TocsinSettings;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problem;

/// What `check` finds in the pack of a configuration, and in what the configuration says of it.
final class PackCheck {
    private final SettingsReader.Examined examined;
    private final List<String> problems;
    private final List<String> warnings;

    private PackCheck(SettingsReader.Examined examined, List<String> problems, List<String> warnings) {
        this.examined = examined;
        this.problems = problems;
        this.warnings = warnings;
    }

    /// Adds what is wrong, and what works and may surprise.
    static void look(SettingsReader.Examined examined, List<String> problems, List<String> warnings) {
        new PackCheck(examined, problems, warnings).look();
    }

    private void look() {
        Path named = examined.settings().pack();
        Path folder = named.isAbsolute() ? named : Home.path(named.toString());
        if (!Files.exists(folder.resolve("pack.yaml"))) {
            problems.add(examined.place("pack") + ": " + folder + (Files.isDirectory(folder)
                    ? " is not a pack: there is no pack.yaml in it"
                    : Files.exists(folder) ? " is no folder" : " does not exist")
                    + "; name a folder like alert-rules/packs/qingdao");
            return;
        }
        try {
            PackFiles files = PackFiles.read(folder);
            AtomicReference<Pack> pack = new AtomicReference<>();
            collect(folder, () -> pack.set(PackReader.read(files)));
            collect(folder, () -> {
                Directory directory = DirectoryReader.read(files);
                Optional.ofNullable(pack.get()).map(read -> OwnLimits.problems(read, directory)).orElse(List.of())
                        .forEach(problem -> problems.add(folder.resolve(problem.file()) + ": " + problem.message()));
                Optional.ofNullable(pack.get()).map(read -> OwnLimits.idle(read, directory)).orElse(List.of())
                        .forEach(sentence -> warnings.add(folder.resolve("warnings.yaml") + ": " + sentence));
                directory(folder, directory);
            });
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> problems.add(problem.toString()));
        }
    }

    private void directory(Path folder, Directory directory) {
        SharedTelephones.sentences(directory)
                .forEach(sentence -> warnings.add(folder.resolve("directory/officials.yaml") + ": " + sentence));
        Lint.withoutPhone(directory).forEach(sentence -> warnings.add(folder + ": " + sentence));
        TocsinSettings settings = examined.settings();
        for (int i = 0; i < settings.apiKeys().size(); i++) {
            ApiKey key = settings.apiKeys().get(i);
            String entry = "api-keys[" + i + "].";
            known(entry + "agency", key.holder().agency(), directory.agencies().keySet(), folder);
            known(entry + "board", key.holder().board(), directory.boards().keySet(), folder);
            known(entry + "person", key.holder().person(), directory.officials().keySet(), folder);
            key.holder().bounds().agencies()
                    .forEach(agency -> known(entry + "agencies", agency, directory.agencies().keySet(), folder));
            key.holder().bounds().areas()
                    .forEach(area -> known(entry + "areas", area, directory.areas().keySet(), folder));
        }
    }

    private void known(String key, @org.jspecify.annotations.Nullable String id, Set<String> known, Path folder) {
        if (id != null && !known.contains(id)) {
            problems.add(examined.place(key) + ": \"" + id + "\" is not in the directory of " + folder
                    + Nearest.hint(id, known) + "; add it there or correct it here");
        }
    }

    private void collect(Path folder, Runnable reading) {
        try {
            reading.run();
        } catch (InvalidFileException e) {
            for (Problem problem : e.problems()) {
                problems.add(folder.resolve(problem.file()) + ":" + problem.line() + ":" + problem.column() + ": "
                        + problem.message());
            }
        }
    }
}
