package tocsin.stalls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tocsin.stalls.LogEnds.Ends;

class LogEndsTest {
    private static final Ends BEFORE = new Ends("cluster", Map.of("tocsin.reports-0", 29L, "tocsin.reports-1", 7L,
            "tocsin.inbox-0", 40L));

    @Test
    void aLogThatEndsEarlierThanItDidHasLostWhatIsMissing() {
        // When
        Ends now = new Ends("cluster", Map.of("tocsin.reports-0", 23L, "tocsin.reports-1", 9L));

        // Then: a topic that is gone has lost all
        assertEquals(Map.of("tocsin.reports-0", 6L, "tocsin.inbox-0", 40L), now.lostSince(BEFORE));
    }

    @Test
    void aLogThatWentOnAndAnotherClusterHaveLostNothing() {
        assertEquals(Map.of(), BEFORE.lostSince(BEFORE));
        assertEquals(Map.of(), new Ends("another", Map.of()).lostSince(BEFORE));
    }
}
