package tocsin.cli;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.time.DateTimeException;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tocsin.text.FileTrouble;
import tocsin.text.PlainText;
import tocsin.yaml.InvalidFileException;

/// What failed, in words for a person: never the name of a class.
final class FailureWords {
    /// A class with its packages, as exceptions begin their words with.
    private static final Pattern CLASS = Pattern
            .compile("(?<![\\w./\\\\-])(?:[a-z][a-z0-9_]*\\.){2,}[A-Z][A-Za-z0-9_$]*(?![\\w.]*/)(?:: ?)?");
    private static final Pattern EXCEPTION = Pattern.compile("\\b[A-Z][A-Za-z0-9]*(?:Exception|Error)\\b(?:: ?)?");
    private static final String OUR_FAULT = "Tocsin itself failed where it should not have; run the command again with"
            + " TOCSIN_TRACE=1 before it, which prints where, and tell those who make it";

    private FailureWords() {}

    /// What failed and, where it is known, what to do; one line or several.
    static String of(Throwable failure) {
        return switch (failure) {
            case CommandFailure known -> String.valueOf(known.getMessage());
            case InvalidFileException known -> String.valueOf(known.getMessage());
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case CommandLine.PicocliException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case UncheckedIOException wrapped -> unchecked(wrapped);
            case IOException trouble -> io(trouble);
            case DateTimeParseException time -> "\"" + PlainText.line(time.getParsedString())
                    + "\" is no time; write one such as 2026-03-01T03:00:00+08:00";
            case DateTimeException time -> "no such time: " + plain(time.getMessage());
            case InvalidPathException _ -> "the name of a file holds a character that no name may hold";
            case KafkaException broker -> broker(broker);
            case OutOfMemoryError _ -> "more memory is needed than there is; give more, such as TOCSIN_HEAP=2g, or less"
                    + " at a time";
            case StackOverflowError _ -> "something is nested too deeply to be read; take it apart";
            case IllegalStateException _,IllegalArgumentException _,UnsupportedOperationException _ -> {
                String words = plain(failure.getMessage());
                yield words.isBlank() ? OUR_FAULT : words;
            }
            default -> OUR_FAULT;
        };
    }

    /// What a broker or a registry answered, or that it did not.
    static String broker(KafkaException failure) {
        return switch (failure) {
            case TimeoutException _ ->
                "no answer in time; is it running, is the address right, and does it ask for TLS or a password"
                        + " (security.protocol)?";
            case SslAuthenticationException e -> "TLS failed (" + plain(e.getMessage())
                    + "); do both sides speak TLS (security.protocol), and is the certificate trusted (ssl.truststore)?";
            case AuthenticationException e -> "who asks is not believed (" + plain(e.getMessage())
                    + "); mend sasl.jaas.config";
            case AuthorizationException e -> "it is not allowed (" + plain(e.getMessage())
                    + "); give Tocsin's user the right to";
            case ConfigException e -> "a setting is wrong: " + plain(e.getMessage());
            case SerializationException e -> plain(e.getMessage());
            default -> failure.getCause() instanceof KafkaException cause ? broker(cause)
                    : plain(failure.getMessage()).isBlank() ? "it does not say why" : plain(failure.getMessage());
        };
    }

    /// Why an address was not reached.
    static String unreached(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SSLException e -> {
                    String said = String.valueOf(e.getMessage());
                    return said.contains("Unsupported or unrecognized") || said.contains("plaintext")
                            ? "it does not speak TLS; write http:// instead of https://, or choose its other port"
                            : said.contains("unable to find valid certification path")
                                    ? "nobody whom this machine trusts vouches for its certificate; name the file of"
                                            + " your authority in TOCSIN_CA_FILE"
                                    : "TLS failed: " + plain(said);
                }
                case UnknownHostException _ -> {
                    return "no such host is known; correct the address";
                }
                case java.nio.channels.UnresolvedAddressException _ -> {
                    return "no such host is known; correct the address";
                }
                case HttpTimeoutException _ -> {
                    return "no answer in time";
                }
                default -> {
                    // A cause behind it may say more.
                }
            }
        }
        if (failure instanceof ConnectException) {
            return "nothing listens there";
        }
        String said = plain(failure.getMessage());
        return said.contains("received no bytes") || said.contains("EOF reached") || said.contains("reset")
                ? "it ended the connection; does it speak TLS (https://)?"
                : said.contains("parsing HTTP") ? "what it sends is no HTTP; does it speak TLS (https://)?"
                        : said.isBlank() ? "it does not answer as a web server does" : said;
    }

    private static String io(IOException failure) {
        return switch (failure) {
            case JacksonException json -> "no JSON: " + plain(json.getOriginalMessage());
            case FileSystemException file when file.getFile() != null ->
                PlainText.line(file.getFile()) + ": " + FileTrouble.of(file);
            default -> plain(FileTrouble.of(failure));
        };
    }

    private static String unchecked(UncheckedIOException failure) {
        IOException cause = Objects.requireNonNull(failure.getCause());
        String said = String.valueOf(failure.getMessage());
        String inner = cause.getMessage();
        if (said.equals(cause.toString())) {
            return io(cause);
        }
        return plain(inner == null || inner.isEmpty() ? said : said.replace(inner, io(cause)));
    }

    /// A message of a library without names of classes.
    static String plain(@Nullable String message) {
        if (message == null) {
            return "";
        }
        String words = EXCEPTION.matcher(CLASS.matcher(message).replaceAll("")).replaceAll("");
        return PlainText.lines(words).strip().replaceAll("[:(]+\\s*$", "").strip();
    }
}
