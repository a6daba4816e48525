package tocsin.desk;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.MediaBurst;
import tocsin.v1.Location;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// What the public and sensors say, to begin a test with.
final class Signals {
    private Signals() {}

    /// Five posts about a fire in Licang, the first published then, known at the desk now.
    static InboxRecord posts(String burstId, Instant publishedAt, Instant arrivedAt) {
        return posts(burstId, publishedAt, arrivedAt, Status.ACTUAL);
    }

    static InboxRecord posts(String burstId, Instant publishedAt, Instant arrivedAt, Status status) {
        return new InboxRecord("370200", null,
                new MediaBurst(burstId, "M-FIRE", "370213", "fire", 5, publishedAt, 0, List.of("李沧区某仓库起火"), arrivedAt,
                        status));
    }

    /// Gas over the red threshold in Licang, observed then.
    static InboxRecord gas(Instant observedAt, Instant arrivedAt) {
        return new InboxRecord("370200", null,
                new LevelChange("gas-licang-07", "gas_lel_pct", "W-GAS", WarningLevel.RED, null, 60.0, "%", observedAt,
                        arrivedAt, new Location("370213", "七号探测器", 36.19, 120.39, null), Status.ACTUAL, null, null,
                        Map.of()));
    }
}
