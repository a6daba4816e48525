package tocsin.answers;

import java.util.List;
import java.util.regex.Pattern;
import tocsin.model.IncidentName;

/// How people name an incident in a text: `370200-20261130-0001`, `20261130-0001` or `0001`.
final class IncidentCodes {
    /// A whole name, a name without its desk, or a serial number as it stands in our messages.
    static final String CODE = "(?:[a-z0-9_.]{1,12}-)?\\d{8}-\\d{4,9}|\\d{4,9}";

    private static final Pattern NAMED = Pattern.compile("(?<![a-z0-9.+-])(" + CODE + ")(?![a-z0-9-]|\\.\\d)");
    /// A bare number between words is a quantity, a year or a telephone's, unless it begins with 0 or is said to be one.
    private static final Pattern SAID_TO_BE_ONE = Pattern
            .compile("(编号|号码|事件|no\\.?|nr\\.?|ref\\.?|incident|#)\\s*[:：]?$");
    private static final Pattern QUANTITY = Pattern.compile("^\\s*(人|名|个|户|米|公里|元|万|吨|辆|年|people|persons|m\\b|km\\b)");
    /// Codes taken of one text: more than anybody names.
    private static final int MOST = 10;

    private IncidentCodes() {}

    /// The codes in this text, in their order, each once, at most ten.
    ///
    /// @param plain the text in lower case and compatibility form
    static List<String> in(String plain) {
        return NAMED.matcher(plain).results()
                .filter(found -> isCode(plain, found.group(1), found.start(1), found.end(1)))
                .map(found -> found.group(1)).distinct().limit(MOST).toList();
    }

    private static boolean isCode(String plain, String code, int start, int end) {
        if (code.startsWith("0") || code.contains("-")) {
            return true;
        }
        String before = plain.substring(Math.max(0, start - 16), start).stripTrailing();
        String after = plain.substring(end, Math.min(plain.length(), end + 16));
        return !QUANTITY.matcher(after).find()
                && (before.isEmpty() || after.isBlank() || SAID_TO_BE_ONE.matcher(before).find());
    }

    /// Whether this code means this incident.
    static boolean isMeant(String code, String incidentId) {
        return code.contains("-")
                ? code.equalsIgnoreCase(incidentId)
                        || code.matches("\\d{8}-\\d{4,9}") && incidentId.endsWith("-" + code)
                : IncidentName.isMeant(code, incidentId);
    }
}
