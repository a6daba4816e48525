package tocsin.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.evidence.MadeSeries.Kind;
import tocsin.schemas.AvroSafety;

/// The anomaly rule is nowhere far behind what is simpler, on seeds that it was not chosen on.
class MadeUnusualTest {
    private static final long FIRST = 2_001;
    private static final int SEEDS = 5;
    private static final double A_TENTH = 10;

    @BeforeAll
    static void safe() {
        AvroSafety.ensure();
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void theRuleIsNotBehindABaselineByMoreThanATenth(Kind kind) {
        // When
        Map<String, Judged> judged = MadeUnusual.judged(kind, FIRST, SEEDS);

        // Then
        double best = judged.values().stream().limit(2).mapToDouble(Judged::nabScore).max().orElseThrow();
        double rule = judged.get("3 anomaly rule").nabScore();
        assertTrue(rule >= best - A_TENTH, () -> judged.toString());
    }

    @Test
    void whereNothingIsUnusualTheRuleRaisesNoMoreFalseAlarmsThanABaseline() {
        // When
        Map<String, Judged> judged = MadeUnusual.judged(Kind.NOTHING, FIRST, 4 * SEEDS);

        // Then
        assertTrue(judged.get("3 anomaly rule").falseAlarmsPerThousand() <= judged.get("1 static threshold")
                .falseAlarmsPerThousand(), judged.toString());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSeedAlwaysMakesTheSameSeriesAndTheSameAlarms(Kind kind) {
        // Given
        Labelled series = MadeSeries.of(kind, FIRST);

        // Then
        assertEquals(series, MadeSeries.of(kind, FIRST));
        assertEquals(new AnomalyRule().alarms(series.points()), new AnomalyRule().alarms(series.points()));
    }
}
