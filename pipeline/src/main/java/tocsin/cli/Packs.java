package tocsin.cli;

import java.util.ArrayList;
import java.util.List;
import tocsin.rules.OwnLimits;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

/// A pack and its directory, read for a command.
final class Packs {
    private Packs() {}

    /// Both.
    record Read(Pack pack, Directory directory) {}

    /// Reads both. Throws a failure that tells every problem of both, with exit code 1.
    static Read read(PackFiles files) {
        List<Problem> problems = new ArrayList<>();
        Pack pack = null;
        Directory directory = null;
        try {
            pack = PackReader.read(files);
        } catch (InvalidFileException e) {
            problems.addAll(e.problems());
        }
        try {
            directory = DirectoryReader.read(files);
        } catch (InvalidFileException e) {
            problems.addAll(e.problems());
        }
        if (pack == null || directory == null) {
            throw new CommandFailure(Main.NOT_SO, String.valueOf(new InvalidFileException(problems).getMessage()));
        }
        List<Problem> between = OwnLimits.problems(pack, directory);
        if (!between.isEmpty()) {
            throw new CommandFailure(Main.NOT_SO, String.valueOf(new InvalidFileException(between).getMessage()));
        }
        return new Read(pack, directory);
    }
}
