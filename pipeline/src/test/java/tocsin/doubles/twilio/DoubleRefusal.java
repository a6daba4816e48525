package tocsin.doubles.twilio;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An error in Twilio's words: the codes are Twilio's, the sentences are not word for word.
record DoubleRefusal(int status, int code, String message) {
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern SENDER = Pattern.compile("\\+[1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9 ]{2,11}");
    private static final Pattern SERVICE = Pattern.compile("MG[0-9a-fA-F]{32}");

    /// Twilio's test numbers.
    private static final Map<String, Integer> MAGIC_TO = Map.of("+15005550001", 21211, "+15005550002", 21612,
            "+15005550003", 21408, "+15005550004", 21610, "+15005550007", 21612, "+15005550009", 21614);
    private static final Map<String, Integer> MAGIC_FROM = Map.of("+15005550001", 21212, "+15005550007", 21606,
            "+15005550008", 21611);

    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(20001, "A parameter could not be read"), Map.entry(20003, "Authenticate"),
            Map.entry(20004, "Method not allowed"), Map.entry(20429, "Too Many Requests"),
            Map.entry(20500, "An internal server error has occurred"),
            Map.entry(21211, "The 'To' number is not a valid phone number"),
            Map.entry(21212, "The 'From' number is not a valid phone number, shortcode, or alphanumeric sender ID"),
            Map.entry(21408, "Permission to send an SMS has not been enabled for the region of the 'To' number"),
            Map.entry(21602, "Message body is required"), Map.entry(21603, "A 'From' phone number is required"),
            Map.entry(21604, "A 'To' phone number is required"),
            Map.entry(21606, "The 'From' number is not a valid, SMS-capable inbound phone number for your account"),
            Map.entry(21608, "The 'To' number is unverified; trial accounts send to verified numbers only"),
            Map.entry(21609, "The 'StatusCallback' URL is not a valid URL"),
            Map.entry(21610, "Attempt to send to unsubscribed recipient"),
            Map.entry(21611, "The 'From' number has exceeded the maximum number of queued messages"),
            Map.entry(21612, "The 'To' number is not currently reachable from this 'From' number"),
            Map.entry(21614, "The 'To' number is not a valid mobile number"),
            Map.entry(21617, "The concatenated message body exceeds the 1600 character limit"),
            Map.entry(21624, "Invalid validity period value"), Map.entry(21635, "The 'To' number is a landline"),
            Map.entry(21701, "The Messaging Service does not exist"));

    static DoubleRefusal of(int status, int code) {
        return new DoubleRefusal(status, code, WORDS.getOrDefault(code, "Error " + code));
    }

    static DoubleRefusal notFound(String path) {
        return new DoubleRefusal(404, 20404, "The requested resource " + path + " was not found");
    }

    /// What is wrong with a create, or null.
    static @Nullable DoubleRefusal of(Create create) {
        int code = code(create);
        return code == 0 ? null : of(400, code);
    }

    private static int code(Create create) {
        if (create.to().isBlank()) {
            return 21604;
        } else if (create.from().isBlank() && create.service().isBlank()) {
            return 21603;
        } else if (create.body().isEmpty()) {
            return 21602;
        } else if (create.body().length() > 1600) {
            return 21617;
        } else if (!NUMBER.matcher(create.to()).matches()) {
            return 21211;
        } else if (!create.from().isBlank() && !SENDER.matcher(create.from()).matches()) {
            return 21212;
        } else if (!create.service().isBlank() && !SERVICE.matcher(create.service()).matches()) {
            return 21701;
        } else if (create.validity() != null && !isValidity(create.validity())) {
            return 21624;
        } else if (!create.statusCallback().isEmpty() && !isUrl(create.statusCallback())) {
            return 21609;
        }
        return MAGIC_FROM.getOrDefault(create.from(), MAGIC_TO.getOrDefault(create.to(), 0));
    }

    private static boolean isValidity(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 36000;
    }

    /// With a host name, and no underscore in it.
    private static boolean isUrl(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && !uri.getHost().contains("_") && uri.getScheme() != null
                    && uri.getScheme().matches("https?");
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
