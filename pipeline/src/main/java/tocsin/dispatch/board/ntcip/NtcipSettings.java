package tocsin.dispatch.board.ntcip;

import java.time.Duration;

/// How NTCIP boards are driven.
///
/// @param community the SNMP community that may write
/// @param answer the longest a board may take to answer one request
/// @param repeats how often an unanswered request is sent again
/// @param limit after this no further request is begun
/// @param patience the longest a board may take to check a text, and to show it
/// @param poll the pause between two looks
/// @param page how long each of two pages stands; told in tenths of a second
/// @param silence a board that hears nothing for so long goes dark; longer than the pause between two calls for a board,
/// for it would take a true message away
/// @param message the row of the changeable messages that is this driver's
public record NtcipSettings(String community, Duration answer, int repeats, Duration limit, Duration patience,
        Duration poll, Duration page, Duration silence, int message) {
    public NtcipSettings {
        require(repeats >= 0, "repeats is 0 or more");
        require(page.toMillis() >= 100 && page.toMillis() <= 25_500, "page is between 0.1 and 25.5 seconds");
        require(silence.toMinutes() >= 1 && silence.toMinutes() <= 65_535, "silence is between 1 and 65535 minutes");
        require(message >= 1 && message <= 65_535, "message is between 1 and 65535");
    }

    /// What suits a board on a good line.
    public static NtcipSettings usual(String community) {
        return new NtcipSettings(community, Duration.ofSeconds(2), 1, Duration.ofSeconds(20), Duration.ofSeconds(5),
                Duration.ofMillis(250), Duration.ofMillis(2800), Duration.ofMinutes(15), 1);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    @Override
    public String toString() {
        return "NtcipSettings[answer=" + answer + ", repeats=" + repeats + ", limit=" + limit + ", silence=" + silence
                + ", message=" + message + "]";
    }
}
