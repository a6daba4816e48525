package tocsin.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tocsin.rules.Words;

/// Lengths of time and instants as a person says them.
public final class Spans {
    private static final DateTimeFormatter ZH = DateTimeFormatter.ofPattern("M月d日HH:mm:ss", Locale.CHINESE);
    private static final DateTimeFormatter EN = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);

    private Spans() {}

    /// A length of time, its two largest units.
    public static Words words(Duration length) {
        long seconds = length.toSeconds();
        if (seconds >= 86_400) {
            return words(seconds / 86_400, "天", " d", seconds % 86_400 / 3_600, "小时", " h");
        }
        if (seconds >= 3_600) {
            return words(seconds / 3_600, "小时", " h", seconds % 3_600 / 60, "分钟", " min");
        }
        if (seconds >= 60) {
            return words(seconds / 60, "分钟", " min", seconds % 60, "秒", " s");
        }
        return seconds > 0 || length.isZero()
                ? new Words(seconds + "秒", seconds + " s")
                : new Words(length.toMillis() + "毫秒", length.toMillis() + " ms");
    }

    private static Words words(long large, String zh, String en, long small, String zhSmall, String enSmall) {
        return new Words(large + zh + (small == 0 ? "" : small + zhSmall),
                large + en + (small == 0 ? "" : " " + small + enSmall));
    }

    /// An instant in local time.
    public static Words at(Instant instant, ZoneId zone) {
        return new Words(ZH.format(instant.atZone(zone)), EN.format(instant.atZone(zone)));
    }
}
