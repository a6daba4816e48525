package tocsin.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Times are read in every form that can mean one instant only.
class TimesTest {
    private static final Instant MORNING = Instant.parse("2026-03-01T00:30:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T08:30:00+08:00", "2026-03-01T08:30:00+0800", "2026-03-01T08:30:00+08",
            "2026-03-01t08:30:00+08:00", "2026-03-01 08:30:00+08:00", "2026-03-01 08:30:00 +0800",
            "2026-03-01T08:30+08:00", "2026-03-01T08:30:00.000+08:00", "2026-03-01T08:30:00,0+0800",
            "2026-03-01T00:30:00Z", "2026-03-01t00:30:00z", "2026-03-01T00:30:00-00:00", "2026-03-01T00:30:00+0000",
            "20260301T083000+0800", "20260301T003000Z", "2026-02-28T19:00:00-05:30"})
    void whatMeansOneInstantIsRead(String written) {
        assertEquals(MORNING, Times.read(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-03-01", "2026-03-01T08:30:00", "2026-03-01T08:30:00 CST",
            "2026-03-01T08:30:00+8:00", "01/03/2026 08:30:00+08:00", "2026-3-1T08:30:00+08:00", "2026-02-30T08:30:00Z",
            "2026-03-01T25:30:00Z", "2026-03-01T08:30:60Z", "2026-03-01T08:30:00+19:00", "2026-03-01T08:30:00+08:60",
            "2026-03-01T08:30:00+08:00[Asia/Shanghai]", "1772325000", "2026-03-01T08:30:00.+08:00", "now"})
    void whatMeansNoneOrSeveralIsRefused(String written) {
        assertThrows(DateTimeException.class, () -> Times.read(written));
    }

    @Test
    void everyTimeThatJavaWritesIsRead_withAndWithoutColons() {
        Random random = new Random(17);
        for (int i = 0; i < 1_000; i++) {
            OffsetDateTime at = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L))
                    .atOffset(ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1_080, 1_081)));
            String text = at.toString();
            for (String written : List.of(text, text.toLowerCase(Locale.ROOT), text.replace('T', ' '),
                    text.replaceFirst("([+-][0-9]{2}):([0-9]{2})$", "$1$2"))) {
                assertEquals(at.toInstant(), Times.read(written), written);
            }
        }
    }
}
