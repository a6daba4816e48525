package tocsin.model;

import java.util.Arrays;
import java.util.stream.Collectors;
import tocsin.rules.Words;

/// The kinds of reports as a person says them.
public final class ReportKinds {
    private ReportKinds() {}

    /// These kinds in words, any of which will do; a name that is no kind stays as it is.
    ///
    /// @param kinds names, comma between
    public static Words words(String kinds) {
        return new Words(
                Arrays.stream(kinds.split(",")).map(ReportKinds::zh).distinct().collect(Collectors.joining("或")),
                Arrays.stream(kinds.split(",")).map(ReportKinds::en).distinct().collect(Collectors.joining(" or ")));
    }

    private static String zh(String kind) {
        return switch (kind) {
            case "FLASH" -> "快报";
            case "FIRST" -> "书面首报";
            case "FOLLOW_UP" -> "续报";
            case "FINAL" -> "终报";
            case "CORRECTION" -> "补报";
            case "DAILY" -> "日报";
            default -> kind;
        };
    }

    private static String en(String kind) {
        return switch (kind) {
            case "FLASH" -> "flash";
            case "FIRST" -> "written first";
            case "FOLLOW_UP" -> "follow-up";
            case "FINAL" -> "final";
            case "CORRECTION" -> "correction";
            case "DAILY" -> "daily";
            default -> kind;
        };
    }
}
