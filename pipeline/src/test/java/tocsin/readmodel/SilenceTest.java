package tocsin.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tocsin.schemas.AvroSafety;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// What the read model knows of who tells nothing, from the timeline of all instances.
class SilenceTest {
    static {
        AvroSafety.ensure();
    }

    private final ReadModel model = new ReadModel();

    private void fault(String who, String metric, String fault) {
        model.take(TimelineEvent.newBuilder().setDesk("370200").setSequence(1).setPreviousHash("").setHash("")
                .setAt(Instant.EPOCH).setIncidentId(null).setKind(TimelineKind.EVIDENCE).setActor(who).setRule("S1")
                .setReason("").setInputTopic("").setInputPartition(0).setInputOffset(0).setInputSha256("")
                .setPackHash("").setDetail(Map.of("fault", fault, "metric", metric)).build(), false);
    }

    @Test
    void aSensorIsSilentUntilEveryMetricOfItIsToldAgain() {
        fault("gauge", "rain_mm", "SILENT");
        fault("gauge", "water_level_m", "SILENT");
        fault("gauge", "rain_mm", "RECOVERED");
        assertEquals(true, model.isSilent("gauge"));

        fault("gauge", "water_level_m", "RECOVERED");
        assertEquals(false, model.isSilent("gauge"));
    }

    @Test
    void aFeedThatStalledAnywhereIsSilent() {
        fault("usgs", "feed", "STALLED");
        assertEquals(true, model.isSilent("usgs"));
        assertEquals(false, model.isSilent("us"));
    }

    @Test
    void aGapOrAStuckValueIsNoSilence() {
        fault("gauge", "rain_mm", "GAP");
        fault("gauge", "rain_mm", "STUCK");
        assertEquals(false, model.isSilent("gauge"));
    }
}
