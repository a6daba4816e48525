package tocsin.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, a reader of foreign text reads them or refuses them as it documents, and soon.
///
/// `-Dtocsin.strange.inputs=50000` makes as many inputs a reader instead of a few hundred; `-Dtocsin.strange.seed=7` makes
/// others.
class StrangeTextTest {
    private static final int INPUTS = Integer.getInteger("tocsin.strange.inputs", 300);
    private static final long SEED = Long.getLong("tocsin.strange.seed", 20260301L);
    private static final String NAMED = System.getProperty("tocsin.strange.parsers", "");
    /// No input of this size may take longer, on a machine with other work.
    private static final long SLOW_MS = 5_000;

    static List<Parser> parsers() {
        return Parsers.named(NAMED);
    }

    @ParameterizedTest
    @MethodSource("parsers")
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void strangeTextIsReadOrRefusedAndNothingElse(Parser parser) {
        // Given
        Mutators mutators = new Mutators(parser, SEED);
        Map<String, List<String>> faults = new TreeMap<>();

        // When
        for (byte[] seed : parser.seeds()) {
            read(parser, seed, faults);
        }
        for (int i = 0; i < INPUTS; i++) {
            read(parser, mutators.next(), faults);
        }

        // Then
        assertEquals(Map.of(), summary(faults),
                () -> parser.name() + ", seed " + SEED + ", " + INPUTS + " inputs");
    }

    private static void read(Parser parser, byte[] input, Map<String, List<String>> faults) {
        long begun = System.nanoTime();
        try {
            parser.reading().read(input);
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
            faults.computeIfAbsent(kind(e), kind -> new ArrayList<>()).add(shown(input));
        }
        long took = (System.nanoTime() - begun) / 1_000_000;
        if (took > SLOW_MS) {
            faults.computeIfAbsent("took " + took + " ms", kind -> new ArrayList<>()).add(shown(input));
        }
    }

    private static String kind(Throwable fault) {
        StackTraceElement[] stack = fault.getStackTrace();
        String ours = Arrays.stream(stack)
                .filter(at -> at.getClassName().startsWith("tocsin.") && !at.getClassName().startsWith("tocsin.fuzz"))
                .findFirst().map(StackTraceElement::toString).orElse("");
        return fault.getClass().getName() + " at " + (stack.length == 0 ? "" : stack[0]) + " from " + ours;
    }

    private static Map<String, String> summary(Map<String, List<String>> faults) {
        Map<String, String> summary = new TreeMap<>();
        faults.forEach((kind, inputs) -> summary.put(kind, inputs.size() + " times, such as "
                + inputs.stream().min(java.util.Comparator.comparingInt(String::length)).orElse("")));
        return summary;
    }

    private static String shown(byte[] input) {
        byte[] head = input.length > 3_000 ? Arrays.copyOf(input, 3_000) : input;
        boolean plain = new String(head, StandardCharsets.UTF_8).chars()
                .allMatch(c -> c >= ' ' && c < 127 || c == '\n');
        return input.length + " bytes: " + (plain
                ? new String(head, StandardCharsets.UTF_8)
                : "base64 " + Base64.getEncoder().encodeToString(head));
    }
}
