package tocsin.intake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tocsin.v1.MediaSignal;

/// Removes from public text what points at a person: handles, mail addresses, numbers long enough to call or identify.
public final class Redaction {
    // Every repeat is bounded, and a mail address begins where its letters begin: the time stays linear in the text.
    private static final Pattern MAIL = Pattern.compile("(?<![\\w.+-])[\\w.+-]{1,64}+@[\\w.-]{1,255}");
    private static final Pattern HANDLE = Pattern.compile("[@＠][\\p{L}\\p{N}_\\-·]{1,30}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9０-９](?:[ \\-()]?[0-9０-９]){6,30}[xX]?");

    private static final Pattern SITE = Pattern.compile("^https?://[A-Za-z0-9.-]{1,255}(?=[:/?#]|$)");

    private Redaction() {}

    /// The text with such things replaced by what they were.
    public static String of(String text) {
        String noMail = MAIL.matcher(text).replaceAll("[mail]");
        String noHandle = HANDLE.matcher(noMail).replaceAll("[name]");
        return NUMBER.matcher(noHandle).replaceAll("[number]");
    }

    /// The signal with such things removed from its words, and of its address only the site.
    public static MediaSignal of(MediaSignal signal) {
        String place = signal.getPlaceText();
        String url = signal.getUrl();
        return MediaSignal.newBuilder(signal).setText(of(signal.getText())).setSource(of(signal.getSource()))
                .setPlaceText(place == null ? null : of(place)).setUrl(url == null ? null : site(url)).build();
    }

    private static @Nullable String site(String url) {
        Matcher site = SITE.matcher(url);
        return site.find() ? site.group() : null;
    }
}
