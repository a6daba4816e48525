package tocsin.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    /// @param words the whole command line
    static String of(ParameterException failure, String[] words) {
        CommandSpec spec = failure.getCommandLine().getCommandSpec();
        return told(spec, what(failure, spec, words));
    }

    private static String told(CommandSpec spec, String what) {
        return spec.qualifiedName(" ") + ": " + what + "\n  ./" + spec.qualifiedName(" ")
                + " --help shows how it is used";
    }

    /// What is said of a word that stands where a command must stand and is none; empty where every such word is one.
    ///
    /// Asked before anything is read: what comes behind such a word could be another command.
    static Optional<String> unknownCommand(CommandLine line, String[] words) {
        CommandLine at = line;
        for (String word : words) {
            if (at.getSubcommands().isEmpty()) {
                return Optional.empty();
            }
            if (!word.startsWith("-")) {
                CommandLine below = at.getSubcommands().get(word);
                if (below == null) {
                    return Optional.of(told(at.getCommandSpec(), noSuchCommand(word, at.getCommandSpec())));
                }
                at = below;
            }
        }
        return Optional.empty();
    }

    private static String what(ParameterException failure, CommandSpec spec, String[] words) {
        return switch (failure) {
            case UnmatchedArgumentException unmatched when !unmatched.getUnmatched().isEmpty() ->
                unknown(unmatched, spec);
            case OverwrittenOptionException twice -> (twice.getOverwritten() == null ? "an option"
                    : twice.getOverwritten().isOption()
                            ? ((CommandLine.Model.OptionSpec) twice.getOverwritten()).longestName()
                            : twice.getOverwritten().paramLabel())
                    + " stands twice; give it once";
            case MissingParameterException missing -> missing(missing, spec, words);
            default -> plain(failure.getMessage());
        };
    }

    private static String unknown(UnmatchedArgumentException unmatched, CommandSpec spec) {
        String word = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption() || looksLikeOption(word)) {
            return noSuchOption(word, spec);
        }
        return spec.subcommands().isEmpty()
                ? shown(word) + " is one word more than it takes; words that belong together go in quotes"
                : noSuchCommand(word, spec);
    }

    private static boolean looksLikeOption(String word) {
        return word.length() > 1 && word.startsWith("-") && !Character.isDigit(word.charAt(1));
    }

    private static String name(String option) {
        return option.contains("=") ? option.substring(0, option.indexOf('=')) : option;
    }

    private static String noSuchOption(String word, CommandSpec spec) {
        List<String> names = new ArrayList<>();
        spec.options().forEach(option -> names.addAll(List.of(option.names())));
        return "there is no option " + PlainText.shortened(PlainText.line(name(word)), LONGEST)
                + hint(name(word), names);
    }

    private static String noSuchCommand(String word, CommandSpec spec) {
        return "there is no command " + shown(word) + hint(word, spec.subcommands().keySet())
                + (spec.parent() == null ? "" : "; there are " + String.join(", ", spec.subcommands().keySet()));
    }

    private static String shown(String word) {
        return "\"" + PlainText.shortened(PlainText.line(word), LONGEST) + "\"";
    }

    /// The known word that was probably meant: nearer than in files, for whoever types a command acts on it.
    private static String hint(String word, Collection<String> known) {
        Optional<String> near = Nearest.within(word.length() <= 3 ? 1 : word.length() <= 8 ? 2 : 3, word, known);
        return near.map(name -> "; did you mean " + name + "?").orElse("");
    }

    /// Where something is missing and something else is mistyped, the second is probably the first.
    private static String missing(MissingParameterException failure, CommandSpec spec, String[] words) {
        for (String word : words) {
            if (word.equals("--")) {
                break;
            }
            if (looksLikeOption(word) && !spec.optionsMap().containsKey(name(word))) {
                return noSuchOption(word, spec);
            }
        }
        return plain(failure.getMessage());
    }

    private static String plain(@Nullable String message) {
        return PlainText.line(FailureWords.plain(message)
                .replaceAll("^Error: ", "")
                .replaceAll("expected only one match but got \\((.*?)\\)=.*", "give only one of $1")
                .replaceAll("Missing required (?:options?|parameters?|options and parameters): ", "it needs ")
                .replace("[UNKNOWN, ", "[")
                .replaceAll("cannot convert '([^']*)' to BigDecimal.*", "'$1' is not a number")
                .replaceAll("cannot convert '([^']*)' to (?:Path|File).*", "'$1' is no path of a file")
                .replaceAll("cannot convert '([^']*)' to \\w+.*", "'$1' is not what is asked for")
                .replaceAll("'([^']*)' is not an? (?:int|long|short|byte)\\b", "'$1' is not a whole number")
                .replaceAll("'([^']*)' is not an? (?:double|float|bigdecimal|BigDecimal)\\b", "'$1' is not a number")
                .replace(" (case-sensitive)", ""));
    }

    /// A failure for a command that was named without one of its own commands.
    static ParameterException incomplete(@Nullable CommandSpec spec) {
        CommandSpec known = Objects.requireNonNull(spec, "a command runs within picocli");
        return new ParameterException(known.commandLine(),
                "name one of its commands: " + String.join(", ", known.subcommands().keySet()));
    }
}
