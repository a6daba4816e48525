package tocsin.intake;

import java.util.regex.Pattern;

/// Removes from public text what points at a person: handles, mail addresses, numbers long enough to call or identify.
public final class Redaction {
    private static final Pattern MAIL = Pattern.compile("[\\w.+-]+@[\\w-]+\\.[\\w.-]+");
    private static final Pattern HANDLE = Pattern.compile("[@＠][\\p{L}\\p{N}_\\-·]{1,30}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9０-９](?:[ \\-()]?[0-9０-９]){6,}[xX]?");

    private Redaction() {}

    /// The text with such things replaced by what they were.
    public static String of(String text) {
        String noMail = MAIL.matcher(text).replaceAll("[mail]");
        String noHandle = HANDLE.matcher(noMail).replaceAll("[name]");
        return NUMBER.matcher(noHandle).replaceAll("[number]");
    }
}
