package tocsin.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An incident's name: `DESK-YYYYMMDD-NNNN`, short enough to be read out over the telephone.
///
/// @param desk the desk's code
/// @param date the local date it was opened, YYYYMMDD
/// @param serial its number on that date, from 1
public record IncidentName(String desk, String date, int serial) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_.-]+)-(\\d{8})-(\\d{4,9})");

    /// The name in this text, or empty if it is none.
    public static Optional<IncidentName> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new IncidentName(matcher.group(1), matcher.group(2),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /// Whether this code, a whole name or a serial number, means this incident.
    public static boolean isMeant(String code, String incidentId) {
        return code.equalsIgnoreCase(incidentId) || code.matches("\\d{1,9}")
                && parse(incidentId).filter(name -> name.serial() == Integer.parseInt(code)).isPresent();
    }

    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "%s-%s-%04d", desk, date, serial);
    }
}
