package tocsin.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Finding;
import tocsin.v1.Outcome;

/// A flood of findings of one kind crowds out none of the others, neither from memory nor from an answer.
class FloodOfFindingsTest {
    static {
        AvroSafety.ensure();
    }

    private static final Instant AT = Instant.parse("2026-07-01T00:00:00Z");

    private static Finding finding(String id, String rule, Outcome outcome, int second) {
        return new Finding(id, rule, outcome, null, null, null, List.of("x"), "some words about what was found",
                Map.of("zh", "发现", "en", "found"), "basis", AT.plus(Duration.ofSeconds(second)),
                "hash");
    }

    private static Map<Outcome, Long> counted(List<Finding> findings) {
        return findings.stream().collect(Collectors.groupingBy(Finding::getOutcome, Collectors.counting()));
    }

    @Test
    void whatCameBeforeAFloodIsKeptAndShown() {
        // Given: a few of what matters, then a hundred thousand gaps
        ReadModel model = new ReadModel(4_000_000);
        for (int i = 0; i < 20; i++) {
            model.take(finding("c" + i, "A3", Outcome.CONTRADICTION, i), true);
            model.take(finding("l" + i, "T1", Outcome.LATE, i), true);
        }
        for (int i = 0; i < 100_000; i++) {
            model.take(finding("g" + i, "S1", Outcome.SENSOR_GAP, 100 + i), true);
        }

        // When
        List<Finding> shown = model.findings(finding -> true, 200);

        // Then
        assertEquals(Map.of(Outcome.CONTRADICTION, 20L, Outcome.LATE, 20L, Outcome.SENSOR_GAP, 160L), counted(shown));
        assertEquals("g99999", shown.getFirst().getFindingId());
        assertEquals(shown.stream().map(Finding::getAt).sorted(java.util.Comparator.reverseOrder()).toList(),
                shown.stream().map(Finding::getAt).toList());
        assertEquals(20, model.findings(finding -> finding.getOutcome() == Outcome.LATE, 200).size());
        assertTrue(model.finding("c0").isPresent());
        assertTrue(model.finding("g0").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noKindThatNeedsLessThanItsShareLosesAny(long seed) {
        Random random = new Random(seed);
        List<String> all = new ArrayList<>();
        for (int kind = 0; kind < 9; kind++) {
            int many = random.nextInt(3) == 0 ? 1_000 : random.nextInt(30);
            int name = kind;
            IntStream.range(0, many).forEach(i -> all.add(name + "-" + i));
        }
        int limit = 100 + random.nextInt(400);
        Map<String, Long> had = all.stream().collect(Collectors.groupingBy(one -> one.substring(0, 1),
                Collectors.counting()));

        // When
        List<String> shared = FairShare.of(all.stream(), one -> one.substring(0, 1), limit);

        // Then
        Map<String, Long> has = shared.stream().collect(Collectors.groupingBy(one -> one.substring(0, 1),
                Collectors.counting()));
        assertEquals(Math.min(limit, all.size()), shared.size());
        long least = limit / had.size();
        had.forEach((kind, many) -> assertTrue(has.getOrDefault(kind, 0L) >= Math.min(many, least),
                () -> kind + " has " + has.get(kind) + " of " + many));
    }

    @Test
    void kindsWithoutEndTakeNoMoreRoomThanTheyMay() {
        ReadModel model = new ReadModel(1_000_000);
        for (int i = 0; i < 20_000; i++) {
            model.take(finding("f" + i, "R" + i, Outcome.UNCONFIRMED, i), true);
        }
        int kept = model.findings(finding -> true, 100_000).size();
        assertTrue(kept > 50 && kept < 600, () -> kept + " are kept");
    }
}
