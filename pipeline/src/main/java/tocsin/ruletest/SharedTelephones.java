package tocsin.ruletest;

import java.util.List;
import java.util.stream.Collectors;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;

/// Officials who share a telephone, as a warning to who keeps the directory.
public final class SharedTelephones {
    private SharedTelephones() {}

    /// One sentence for each telephone that is shared; no number stands in it.
    public static List<String> sentences(Directory directory) {
        return directory.sharingNumbers().stream().map(SharedTelephones::sentence).toList();
    }

    private static String sentence(List<Official> sharing) {
        String people = sharing.stream().map(Official::id).collect(Collectors.joining(", "));
        long desks = sharing.stream().map(Official::desk).distinct().count();
        return people + " have one number for SMS: an answer from it counts for whoever of them was asked, and STOP for"
                + " all of them" + (desks > 1
                        ? "; they are of " + desks + " desks, so a bare 1 is asked back about where several wait"
                        : "")
                + "; give each a number of their own if they are several people";
    }
}
