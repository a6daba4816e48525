package tocsin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tocsin.text.PlainText;
import tocsin.yaml.Nearest;

/// Says what is wrong with a command line, in two lines: what it is, with the nearest that is known, and where help is.
///
/// Nothing that was mistyped is ever taken for what it resembles.
final class WrongUsage {
    private static final int LONGEST = 100;

    private WrongUsage() {}

    static String of(ParameterException failure) {
        CommandSpec spec = failure.getCommandLine().getCommandSpec();
        return spec.qualifiedName(" ") + ": " + what(failure, spec) + "\n  ./" + spec.qualifiedName(" ")
                + " --help shows how it is used";
    }

    private static String what(ParameterException failure, CommandSpec spec) {
        return switch (failure) {
            case UnmatchedArgumentException unmatched when !unmatched.getUnmatched().isEmpty() ->
                unknown(unmatched, spec);
            case OverwrittenOptionException twice -> (twice.getOverwritten() == null ? "an option"
                    : twice.getOverwritten().isOption()
                            ? ((CommandLine.Model.OptionSpec) twice.getOverwritten()).longestName()
                            : twice.getOverwritten().paramLabel())
                    + " stands twice; give it once";
            case MissingParameterException missing -> missing(missing);
            default -> plain(failure.getMessage());
        };
    }

    private static String unknown(UnmatchedArgumentException unmatched, CommandSpec spec) {
        String word = unmatched.getUnmatched().getFirst();
        String shown = PlainText.shortened(PlainText.line(word), LONGEST);
        if (unmatched.isUnknownOption() || word.startsWith("-") && word.length() > 1) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            List<String> names = new ArrayList<>();
            spec.options().forEach(option -> names.addAll(List.of(option.names())));
            return "there is no option " + PlainText.shortened(PlainText.line(name), LONGEST) + hint(name, names);
        }
        if (!spec.subcommands().isEmpty()) {
            return "there is no command \"" + shown + "\"" + hint(word, spec.subcommands().keySet())
                    + (spec.parent() == null ? "" : "; there are " + String.join(", ", spec.subcommands().keySet()));
        }
        return "\"" + shown + "\" is one word more than it takes; words that belong together go in quotes";
    }

    /// The known word that was probably meant: nearer than in files, for whoever types a command acts on it.
    private static String hint(String word, java.util.Collection<String> known) {
        Optional<String> near = Nearest.within(word.length() <= 4 ? 1 : word.length() <= 8 ? 2 : 3, word, known);
        return near.map(name -> "; did you mean " + name + "?").orElse("");
    }

    private static String missing(MissingParameterException failure) {
        return plain(failure.getMessage());
    }

    private static String plain(@org.jspecify.annotations.Nullable String message) {
        return PlainText.line(FailureWords.plain(message)
                .replaceAll("cannot convert '([^']*)' to BigDecimal.*", "'$1' is not a number")
                .replaceAll("cannot convert '([^']*)' to (?:Path|File).*", "'$1' is no path of a file")
                .replaceAll("cannot convert '([^']*)' to \\w+.*", "'$1' is not what is asked for")
                .replaceAll("'([^']*)' is not an? (?:int|long|short|byte)\\b", "'$1' is not a whole number")
                .replaceAll("'([^']*)' is not an? (?:double|float|bigdecimal|BigDecimal)\\b", "'$1' is not a number")
                .replace(" (case-sensitive)", ""));
    }

    /// A failure for a command that was named without one of its own commands.
    static ParameterException incomplete(@org.jspecify.annotations.Nullable CommandSpec spec) {
        CommandSpec known = java.util.Objects.requireNonNull(spec, "a command runs within picocli");
        return new ParameterException(known.commandLine(),
                "name one of its commands: " + String.join(", ", known.subcommands().keySet()));
    }
}
